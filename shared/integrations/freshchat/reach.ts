import { lookup } from 'node:dns/promises';
import type { FreshchatDomain } from '../freshchat-domain.ts';
import { isLoopbackAddress, isPublicAddress } from './public-address.ts';

/**
 * Where requests may go. The one place in which local mode and tests differ from production, chosen by the composition
 * root; nothing that a user types gets here except a parsed domain.
 */
export type Reach = {
  /** Scheme, host and port for a domain. */
  readonly originOf: (domain: FreshchatDomain) => string;
  /** All addresses of a host name; asked once per operation, and its answer is the one connected to. */
  readonly resolve: (hostName: string) => Promise<readonly string[]>;
  readonly isAllowedAddress: (address: string) => boolean;
};

/** The real Freshchat: TLS, the system's resolver, public addresses. */
export const publicReach: Reach = {
  originOf: (domain) => `https://${domain}`,
  resolve: async (hostName) => (await lookup(hostName, { all: true })).map(({ address }) => address),
  isAllowedAddress: isPublicAddress,
};

export class NotLoopbackError extends Error {
  override readonly name = 'NotLoopbackError';
  constructor() {
    super(
      'A stand-in for Freshchat must be given as http://127.0.0.1:<port>; leave the setting out to reach Freshchat.',
    );
  }
}

/**
 * A stand-in for Freshchat on this machine, for local mode and tests. Every domain is looked for there; the `Host`
 * header still tells which one was meant. Anything but loopback is refused, so the setting cannot weaken production.
 */
export const loopbackReach = (origin: string): Reach => {
  const url = URL.canParse(origin) ? new URL(origin) : undefined;
  if (url?.protocol !== 'http:' || !isLoopbackAddress(url.hostname)) throw new NotLoopbackError();
  return {
    originOf: (domain) => `http://${domain}:${url.port}`,
    resolve: async () => [url.hostname],
    isAllowedAddress: isLoopbackAddress,
  };
};
