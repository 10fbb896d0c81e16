/**
 * Signing in on this machine. `npm start` prints a link with a code; the page trades the code, once, for the
 * administrator's token of this start, which it keeps in memory only. A cookie that scripts cannot read lets the page
 * have the token again after a reload.
 *
 *   terminal: http://127.0.0.1:8787/#<code>   page: POST /session {code} ─▶ {token, account, scopes}, Set-Cookie
 *                                             reload: POST /session {} + cookie ─▶ {token, account, scopes}
 *                                             sign out: DELETE /session + cookie
 */

import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

export type ConsoleSession = {
  /** Of the administrator of this start; a new token each time. */
  readonly grant: { readonly token: string; readonly account: string; readonly scopes: readonly string[] };
  /** A link that works once. An earlier one that was not used yet ends. */
  newLink(): string;
  /** The value for the cookie, when the code is the one that was printed last and nobody has used it. */
  trade(code: string): string | undefined;
  isSignedIn(cookie: string): boolean;
  /** The cookie is worth nothing from now on. */
  end(cookie: string): void;
};

type Administrator = { readonly account: string; readonly scopes: readonly string[] };

/** Nobody guesses 32 random bytes. */
const newSecret = (): string => randomBytes(32).toString('base64url');

export const createConsoleSession = (url: string, { account, scopes }: Administrator): ConsoleSession => {
  const token = newSecret();
  let cookies: readonly string[] = [];
  let code: string | undefined;
  return {
    grant: { token, account, scopes },
    newLink: () => {
      code = newSecret();
      return `${url}/#${code}`;
    },
    trade: (given) => {
      if (code === undefined || !isEqual(given, code)) return undefined;
      code = undefined;
      const cookie = newSecret();
      cookies = [...cookies, cookie];
      return cookie;
    },
    isSignedIn: (given) => cookies.some((cookie) => isEqual(given, cookie)),
    end: (given) => {
      cookies = cookies.filter((cookie) => !isEqual(given, cookie));
    },
  };
};

const isEqual = (a: string, b: string): boolean => timingSafeEqual(digest(a), digest(b));

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
