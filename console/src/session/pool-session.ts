/**
 * Signing in at the user pool, by code and PKCE. Tokens stand in memory only; state, nonce and verifier lie in this tab's
 * session storage from the redirect until its return, and are worth nothing without the code.
 *
 *   any page ─▶ pool's own page ─▶ /signed-in?code&state ─▶ tokens ─▶ the page of before
 *
 * A reload asks the pool again, whose own cookie answers. When a session has ended, a second window signs in, so that
 * what was typed stays; it hands the tokens over to the page of the same origin that opened it.
 */

import { OidcClient, WebStorageStateStore } from 'oidc-client-ts';
import type { Auth } from './config.ts';

type PoolAuth = Extract<Auth, { kind: 'oidc' }>;

export type Tokens = {
  readonly accessToken: string;
  readonly refreshToken?: string;
  readonly expiresInSeconds: number;
};

const RETURN_PATH = '/signed-in';
const WINDOW_PATH = '/sign-in-again';

const createClient = ({ signInUrl, clientId, scope }: PoolAuth): OidcClient =>
  new OidcClient({
    authority: signInUrl,
    // Named, so that no description has to be loaded from yet another host.
    metadata: {
      issuer: signInUrl,
      authorization_endpoint: `${signInUrl}/oauth2/authorize`,
      token_endpoint: `${signInUrl}/oauth2/token`,
    },
    client_id: clientId,
    redirect_uri: `${location.origin}${RETURN_PATH}`,
    scope,
    stateStore: new WebStorageStateStore({ store: sessionStorage }),
    // What the ID token says of a person is not needed.
    loadUserInfo: false,
  });

/** Leaves the page; `state.path` is where the return leads to. */
const goToPool = async (client: OidcClient, path: string): Promise<never> => {
  const request = await client.createSigninRequest({ state: { path }, nonce: crypto.randomUUID() });
  location.assign(request.url);
  // Nothing more happens on this page.
  return new Promise(() => undefined);
};

/** Tokens, when this page is a return from the pool; otherwise it leaves for the pool. */
export const signInAtPool = async (auth: PoolAuth): Promise<Tokens> => {
  const client = createClient(auth);
  const { href, pathname, search } = location;
  if (pathname !== RETURN_PATH) return goToPool(client, pathname + search);
  // Whoever tries again after a refusal is still here, without an answer in the address.
  if (search === '') return goToPool(client, '/');
  // The code leaves the address before anything else happens.
  history.replaceState(null, '', RETURN_PATH);
  // Throws on another state, another nonce, and on a refusal of the pool's.
  const answer = await client.processSigninResponse(href);
  const path = pathOf(answer.userState);
  history.replaceState(null, '', path === WINDOW_PATH ? '/' : path);
  const tokens = toTokens(answer);
  if (path === WINDOW_PATH) {
    new BroadcastChannel(CHANNEL).postMessage(tokens);
    window.close();
  }
  return tokens;
};

/** A page of our own: whoever could write the state, could write the address bar. */
const pathOf = (state: unknown): string => {
  const path = typeof state === 'object' && state !== null ? Reflect.get(state, 'path') : undefined;
  return typeof path === 'string' && /^\/(?!\/)/.test(path) ? path : '/';
};

/** One use; the pool answers with another one. */
export const refreshAtPool = async (auth: PoolAuth, refreshToken: string): Promise<Tokens> => {
  const body = new URLSearchParams({
    grant_type: 'refresh_token',
    client_id: auth.clientId,
    refresh_token: refreshToken,
  });
  const answer = await fetch(`${auth.signInUrl}/oauth2/token`, { method: 'POST', body });
  if (!answer.ok) throw new Error('The refresh token is no longer taken.');
  const json: unknown = await answer.json();
  const [accessToken, next, seconds] = ['access_token', 'refresh_token', 'expires_in'].map((name) =>
    typeof json === 'object' && json !== null ? Reflect.get(json, name) : undefined,
  );
  if (typeof accessToken !== 'string') throw new Error('The pool answered no token.');
  return {
    accessToken,
    refreshToken: typeof next === 'string' ? next : refreshToken,
    expiresInSeconds: typeof seconds === 'number' ? seconds : DEFAULT_SECONDS,
  };
};

const DEFAULT_SECONDS = 900;
const CHANNEL = 'signed-in-again';

const toTokens = (answer: {
  access_token: string;
  refresh_token?: string;
  expires_in?: number | undefined;
}): Tokens => ({
  accessToken: answer.access_token,
  ...(answer.refresh_token !== undefined && { refreshToken: answer.refresh_token }),
  expiresInSeconds: answer.expires_in ?? DEFAULT_SECONDS,
});

/** Signs in by a second window, while this page keeps what was typed. */
export const signInBeside = (): Promise<Tokens> =>
  new Promise((resolve) => {
    const channel = new BroadcastChannel(CHANNEL);
    channel.onmessage = ({ data }: MessageEvent<unknown>) => {
      const [accessToken, refreshToken, seconds] = ['accessToken', 'refreshToken', 'expiresInSeconds'].map((name) =>
        typeof data === 'object' && data !== null ? Reflect.get(data, name) : undefined,
      );
      if (typeof accessToken !== 'string' || typeof seconds !== 'number') return;
      channel.close();
      resolve({
        accessToken,
        ...(typeof refreshToken === 'string' && { refreshToken }),
        expiresInSeconds: seconds,
      });
    };
    window.open(WINDOW_PATH, '_blank', 'popup,width=480,height=720');
  });
