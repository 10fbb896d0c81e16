/** Who is signed in: a signal that pages follow. Ended is not signed out: what was typed stays on the page. */

import { holdToken } from '../api/client.ts';

export type Session = 'unknown' | 'signed_in' | 'signed_out' | 'ended';

export type SignInFailure = 'used' | 'not_yet';

let state: Session = 'unknown';
let scopes: readonly string[] = [];

export type Scope = 'integrations/write' | 'integrations/erase' | 'counts/read';

export const isAllowed = (scope: Scope): boolean => scopes.includes(scope);
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

/** By the code in the address, which is removed at once, else by the cookie of an earlier visit. */
export const signIn = async (): Promise<SignInFailure | undefined> => {
  const code = location.hash.slice(1);
  if (code !== '') history.replaceState(null, '', location.pathname + location.search);
  const granted = (code === '' ? undefined : await trade({ code })) ?? (await trade({}));
  if (!granted) {
    if (state === 'unknown') change('signed_out');
    return code === '' ? 'not_yet' : 'used';
  }
  holdToken(granted.token);
  scopes = granted.scopes;
  change('signed_in');
  return undefined;
};

type Grant = { readonly token: string; readonly scopes: readonly string[] };

const trade = async (credential: { readonly code?: string }): Promise<Grant | undefined> => {
  const answer = await fetch('/session', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(credential),
  }).catch(() => undefined);
  if (!answer?.ok) return undefined;
  const body: unknown = await answer.json();
  if (typeof body !== 'object' || body === null || !('token' in body) || typeof body.token !== 'string')
    return undefined;
  return { token: body.token, scopes: 'scopes' in body && Array.isArray(body.scopes) ? body.scopes.map(String) : [] };
};

export const printNewLink = async (): Promise<void> => {
  await fetch('/session/link', { method: 'POST' });
};
