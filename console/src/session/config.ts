/** How people sign in here: what whoever serves the files says in config.json. */

export type Auth =
  /** By a link from the terminal of `npm start`. */
  | { readonly kind: 'link' }
  /** At the user pool, by code and PKCE. */
  | { readonly kind: 'oidc'; readonly signInUrl: string; readonly clientId: string; readonly scope: string };

/** Asked for once; the page begins with it (index.html). */
let asked: Promise<Auth> | undefined;

export const readAuth = (): Promise<Auth> => {
  asked ??= read().catch((error: unknown) => {
    asked = undefined;
    throw error;
  });
  return asked;
};

const read = async (): Promise<Auth> => {
  const answer = await fetch('/config.json');
  const config: unknown = await answer.json();
  const auth = fieldOf(config, 'auth');
  const [signInUrl, clientId, scope] = [fieldOf(auth, 'signInUrl'), fieldOf(auth, 'clientId'), fieldOf(auth, 'scope')];
  if (fieldOf(auth, 'kind') !== 'oidc') return { kind: 'link' };
  if (typeof signInUrl !== 'string' || typeof clientId !== 'string' || typeof scope !== 'string')
    throw new Error('config.json does not say where to sign in.');
  return { kind: 'oidc', signInUrl, clientId, scope };
};

const fieldOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
