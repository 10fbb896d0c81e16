/**
 * The Freshchat domain is user input that our backend calls: whoever chooses it chooses where the request, and the
 * Freshchat key in it, goes. So there is one narrow form, `<account>.<suffix>`, and the parser mends nothing: one that
 * trims or lower-cases disagrees sooner or later with the one that connects. What a person pasted is cut to the host
 * before it, by {@link hostIn}, and answered as it was kept.
 */

/**
 * Domains that only Freshworks can hand out names under. The regional ones carry the older accounts' hosts, such as
 * `api.eu.freshchat.com`. A suffix of which customers could own a name outright would break the whole rule.
 */
export const FRESHCHAT_SUFFIXES = [
  'freshchat.com',
  'eu.freshchat.com',
  'in.freshchat.com',
  'au.freshchat.com',
  'myfreshworks.com',
] as const;

declare const parsed: unique symbol;

/** A domain that {@link parseFreshchatDomain} accepted; nothing else makes one. */
export type FreshchatDomain = string & { readonly [parsed]: true };

type FreshchatDomainProblem =
  | 'empty'
  | 'too_long'
  | 'upper_case'
  | 'not_a_host_name'
  | 'suffix_not_allowed'
  | 'account_missing'
  | 'account_malformed'
  | 'internationalized';

export type ParsedFreshchatDomain =
  | { readonly ok: true; readonly domain: FreshchatDomain }
  | { readonly ok: false; readonly problem: FreshchatDomainProblem };

/** RFC 1035: 255 octets on the wire are 253 characters in text. */
const MAX_CHARACTERS = 253;

/** RFC 1123 section 2.1 with the length of RFC 1035, lower case only. */
const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

export const parseFreshchatDomain = (text: string): ParsedFreshchatDomain => {
  const problem = domainProblem(text);
  if (problem) return { ok: false, problem };
  return isOwnHost(text) ? { ok: true, domain: text } : { ok: false, problem: 'not_a_host_name' };
};

/** Longer than any address that a person copies. */
const MAX_PASTED = 2_048;
const SCHEME = /^https?:\/\//i;

/** The host of an address as it is copied from a browser: without blanks around it, scheme, path and query. */
export const hostIn = (pasted: string): string => {
  const text = pasted.slice(0, MAX_PASTED).trim().replace(SCHEME, '');
  return text.slice(0, Math.min(...['/', '?', '#'].map((end) => (text.includes(end) ? text.indexOf(end) : Infinity))));
};

const domainProblem = (text: string): FreshchatDomainProblem | undefined => {
  if (text === '') return 'empty';
  if (text.length > MAX_CHARACTERS) return 'too_long';
  if (/^[A-Za-z0-9.-]+$/.test(text) && /[A-Z]/.test(text)) return 'upper_case';
  if (!/^[a-z0-9.-]+$/.test(text)) return 'not_a_host_name';
  if (FRESHCHAT_SUFFIXES.some((suffix) => suffix === text)) return 'account_missing';
  return accountProblem(text);
};

/** The longest suffix is the right one: `acme.eu.freshchat.com` is `acme`, not `acme.eu`. */
const accountProblem = (text: string): FreshchatDomainProblem | undefined => {
  const suffixes = FRESHCHAT_SUFFIXES.filter((suffix) => text.endsWith(`.${suffix}`));
  if (suffixes.length === 0) return 'suffix_not_allowed';
  const account = text.slice(0, -1 - Math.max(...suffixes.map((suffix) => suffix.length)));
  if (!LABEL.test(account)) return 'account_malformed';
  // No Freshchat account has such a name, and what it shows to people is not what it says to machines.
  return account.startsWith('xn--') ? 'internationalized' : undefined;
};

/** The parser that will connect has the last word: what it reads out of the text must be the text. */
const isOwnHost = (text: string): text is FreshchatDomain => {
  const href = `https://${text}/`;
  if (!URL.canParse(href)) return false;
  const url = new URL(href);
  return url.href === href && url.host === text && url.hostname === text;
};
