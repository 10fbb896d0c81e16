/** What whoever serves the files says in config.json: how people sign in here, and where on-call reads on. */

export type Auth =
  /** By a link from the terminal of `npm start`. */
  | { readonly kind: 'link' }
  /** At the user pool, by code and PKCE. */
  | { readonly kind: 'oidc'; readonly signInUrl: string; readonly clientId: string; readonly scope: string };

type Config = {
  readonly auth: Auth;
  /** The runbook, whose sections are its anchors; absent where nobody said so. */
  readonly runbookUrl?: string;
};

/** Asked for once; the page begins with it (index.html). */
let asked: Promise<Config> | undefined;

export const readConfig = (): Promise<Config> => {
  asked ??= read().catch((error: unknown) => {
    asked = undefined;
    throw error;
  });
  return asked;
};

const read = async (): Promise<Config> => {
  const answer = await fetch('/config.json');
  const config: unknown = await answer.json();
  const runbookUrl = fieldOf(config, 'runbookUrl');
  return { auth: toAuth(fieldOf(config, 'auth')), ...(isPlace(runbookUrl) && { runbookUrl }) };
};

const toAuth = (auth: unknown): Auth => {
  const [signInUrl, clientId, scope] = [fieldOf(auth, 'signInUrl'), fieldOf(auth, 'clientId'), fieldOf(auth, 'scope')];
  if (fieldOf(auth, 'kind') !== 'oidc') return { kind: 'link' };
  if (typeof signInUrl !== 'string' || typeof clientId !== 'string' || typeof scope !== 'string')
    throw new Error('config.json does not say where to sign in.');
  return { kind: 'oidc', signInUrl, clientId, scope };
};

const isPlace = (value: unknown): value is string =>
  typeof value === 'string' && /^(?:https:\/\/|\/(?!\/))/.test(value);

const fieldOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
