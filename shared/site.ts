/**
 * What whoever serves the console's files must send with them: local/ on loopback, infra/ through the distribution.
 * Imports nothing.
 */

/**
 * Everything from this origin alone; no inline script or style, no text that becomes code. `signInAt`: where tokens are
 * had from, when that is elsewhere.
 */
export const contentSecurityPolicy = (signInAt: readonly string[] = []): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    ["connect-src 'self'", ...signInAt].join(' '),
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');

export const SITE_HEADERS = {
  'content-security-policy': contentSecurityPolicy(),
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
} as const;

/** Names of assets hold a hash of their content. */
export const ASSET_CACHE_CONTROL = 'public, max-age=31536000, immutable';
export const PAGE_CACHE_CONTROL = 'no-store';
