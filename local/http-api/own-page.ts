/**
 * Whether a request may come from the web at all. A browser opens this machine's ports for any page that it shows:
 * a name that was pointed at 127.0.0.1 (DNS rebinding) betrays itself in `Host`, a page of another origin in `Origin`.
 * Programs send their own `Host` and no `Origin`.
 */

import type { IncomingMessage } from 'node:http';

/** Any port: somebody may reach this machine through a tunnel. */
const LOOPBACK_HOST = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d{1,5})?$/i;

export const isFromOwnPage = ({ headers: { host, origin } }: Pick<IncomingMessage, 'headers'>): boolean =>
  host !== undefined && LOOPBACK_HOST.test(host) && (origin === undefined || origin === `http://${host}`);
