/** Who is signed in: a signal that pages follow. Ended is not signed out: what was typed stays on the page. */

import { api, dataOf, holdToken } from '../api/client.ts';
import { type Auth, readConfig } from './config.ts';
import type { Tokens } from './pool-session.ts';

export type Session = 'unknown' | 'signed_in' | 'signed_out' | 'ended';

/** `refused`: the pool, or what came back from it, let nobody in. */
export type SignInFailure = 'used' | 'not_yet' | 'refused' | 'unreachable';

type Person = { readonly account: string; readonly scopes: readonly string[] };

let state: Session = 'unknown';
let person: Person = { account: '', scopes: [] };

export type Scope = 'integrations/write' | 'integrations/erase' | 'counts/read' | 'operations/read';

export const isAllowed = (scope: Scope): boolean => person.scopes.includes(scope);

/** Whose integrations are shown. */
export const currentAccount = (): string => person.account;

const followers = new Set<(next: Session) => void>();

export const currentSession = (): Session => state;

export const followSession = (follower: (next: Session) => void): (() => void) => {
  followers.add(follower);
  return () => followers.delete(follower);
};

const change = (next: Session): void => {
  state = next;
  for (const follower of followers) follower(next);
};

/** Called when the API no longer takes the token. */
export const endSession = (): void => {
  if (state === 'signed_in') change('ended');
};

let kind: Auth['kind'] = 'link';

/** How people sign in here. */
export const signInKind = (): Auth['kind'] => kind;

export const signIn = async (): Promise<SignInFailure | undefined> => {
  const config = await readConfig().catch(() => undefined);
  if (config) kind = config.auth.kind;
  const failure = config ? await signInBy(config.auth) : 'unreachable';
  if (failure === undefined) change('signed_in');
  else if (state === 'unknown') change('signed_out');
  return failure;
};

const signInBy = (auth: Auth): Promise<SignInFailure | undefined> =>
  auth.kind === 'oidc' ? signInByPool(auth) : signInByLink();

/** By the code in the address, which is removed at once, else by the cookie of an earlier visit. */
const signInByLink = async (): Promise<SignInFailure | undefined> => {
  const code = location.hash.slice(1);
  if (code !== '') history.replaceState(null, '', location.pathname + location.search);
  const granted = (code === '' ? undefined : await trade({ code })) ?? (await trade({}));
  if (!granted) return code === '' ? 'not_yet' : 'used';
  holdToken(granted.token);
  person = granted;
  return undefined;
};

type PoolAuth = Extract<Auth, { kind: 'oidc' }>;

const signInByPool = async (auth: PoolAuth): Promise<SignInFailure | undefined> => {
  // Only who signs in at a pool loads what that takes.
  const pool = await import('./pool-session.ts');
  try {
    keep(auth, await (state === 'ended' ? pool.signInBeside() : pool.signInAtPool(auth)));
    person = await dataOf(api.GET('/v1/me'));
    return undefined;
  } catch {
    holdToken(undefined);
    return 'refused';
  }
};

const REFRESH_BEFORE_SECONDS = 60;
let refreshing: ReturnType<typeof setTimeout> | undefined;

/** Before the token ends, another one takes its place; when that fails, the session ends at the next refusal of the API. */
const keep = (auth: PoolAuth, { accessToken, refreshToken, expiresInSeconds }: Tokens): void => {
  holdToken(accessToken);
  clearTimeout(refreshing);
  if (refreshToken === undefined) return;
  const seconds = Math.max(expiresInSeconds - REFRESH_BEFORE_SECONDS, expiresInSeconds / 2);
  refreshing = setTimeout(async () => {
    const { refreshAtPool } = await import('./pool-session.ts');
    const next = await refreshAtPool(auth, refreshToken).catch(() => undefined);
    if (next) keep(auth, next);
  }, seconds * 1_000);
};

type Grant = Person & { readonly token: string };

const trade = async (credential: { readonly code?: string }): Promise<Grant | undefined> => {
  const answer = await fetch('/session', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(credential),
  }).catch(() => undefined);
  if (!answer?.ok) return undefined;
  const body: unknown = await answer.json();
  const [token, account, scopes] = ['token', 'account', 'scopes'].map((name) =>
    typeof body === 'object' && body !== null ? Reflect.get(body, name) : undefined,
  );
  if (typeof token !== 'string' || typeof account !== 'string' || !Array.isArray(scopes)) return undefined;
  return { token, account, scopes: scopes.map(String) };
};

/** Here, and where the session is kept: the next person at this browser signs in anew. */
export const signOut = async (): Promise<void> => {
  const { auth } = await readConfig();
  // Without an answer the session may live on: the page says nothing else than the truth, and stays as it is.
  if (auth.kind === 'link') await fetch('/session', { method: 'DELETE' });
  clearTimeout(refreshing);
  holdToken(undefined);
  if (auth.kind === 'link') return change('signed_out');
  const back = new URLSearchParams({ client_id: auth.clientId, logout_uri: `${location.origin}/` });
  location.assign(`${auth.signInUrl}/logout?${back}`);
};

export const printNewLink = async (): Promise<void> => {
  await fetch('/session/link', { method: 'POST' });
};
