/**
 * One operation's connection to a host that a user named. A name is resolved once and the sockets go to that answer:
 *
 *   resolve ──▶ every address allowed? ──▶ connect to these addresses ──▶ TLS and Host by name
 *
 * Were the check and the connection to resolve on their own, a name server could answer the first with a public
 * address and the second with 127.0.0.1 (DNS rebinding).
 */

import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import type { ReachFailure } from './freshchat-account.port.ts';
import type { Reach } from './reach.ts';

export type Limits = {
  /** For the whole operation: name look-up, connections, all requests, all bodies. */
  readonly timeoutMs: number;
  /** For one answer's body. */
  readonly maxBodyBytes: number;
};

export type Answer = {
  readonly outcome: 'answered';
  readonly status: number;
  readonly contentType: string;
  readonly retryAfter?: string;
  /** Read only when the status is 200. */
  readonly body: string;
};

export type Get = (pathAndQuery: string, token: string) => Promise<Answer | ReachFailure>;

type Addresses = readonly [string, ...string[]];

/** Runs one operation under one deadline and leaves no socket behind. */
export const withConnection = async <T>(
  origin: string,
  reach: Reach,
  limits: Limits,
  operation: (get: Get) => Promise<T>,
): Promise<T | ReachFailure> => {
  const signal = AbortSignal.timeout(limits.timeoutMs);
  const url = new URL(origin);
  const resolved = await resolveAllowed(url.hostname, reach, signal);
  if (resolved.outcome !== 'resolved') return resolved;
  // An agent of its own: the global one keeps sockets from elsewhere and may follow the environment's proxy.
  const { Agent, request } = url.protocol === 'https:' ? https : http;
  const agent = new Agent({ keepAlive: true, maxSockets: 1, lookup: pinTo(resolved.addresses) });
  const get: Get = (pathAndQuery, token) =>
    new Promise((resolve) => {
      const headers = { accept: 'application/json', 'accept-encoding': 'identity', authorization: `Bearer ${token}` };
      request(new URL(pathAndQuery, url), { agent, signal, headers }, (response) => {
        toAnswer(response, limits.maxBodyBytes, signal).then(resolve);
      })
        .on('error', () => resolve(connectionFailure(signal)))
        .end();
    });
  try {
    return await operation(get);
  } finally {
    agent.destroy();
  }
};

const resolveAllowed = async (
  hostName: string,
  { resolve, isAllowedAddress }: Reach,
  signal: AbortSignal,
): Promise<{ readonly outcome: 'resolved'; readonly addresses: Addresses } | ReachFailure> => {
  let addresses: readonly string[];
  try {
    addresses = await unlessAborted(resolve(hostName), signal);
  } catch {
    return signal.aborted ? { outcome: 'timed_out' } : { outcome: 'unreachable', reason: 'name_not_resolved' };
  }
  const [first, ...others] = addresses;
  if (first === undefined) return { outcome: 'unreachable', reason: 'name_not_resolved' };
  // One private address among public ones is an attack or a mistake; there is no good reason to pick the others.
  return addresses.every(isAllowedAddress)
    ? { outcome: 'resolved', addresses: [first, ...others] }
    : { outcome: 'unreachable', reason: 'address_not_allowed' };
};

/** A name look-up cannot be called off; one that hangs is left behind. */
const unlessAborted = <T>(work: Promise<T>, signal: AbortSignal): Promise<T> =>
  new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    work.then(resolve, reject);
  });

const pinTo =
  (addresses: Addresses): LookupFunction =>
  (_hostName, { all }, callback) => {
    if (all) {
      callback(
        null,
        addresses.map((address) => ({ address, family: isIP(address) })),
      );
    } else {
      callback(null, addresses[0], isIP(addresses[0]));
    }
  };

const toAnswer = async (
  response: IncomingMessage,
  maxBodyBytes: number,
  signal: AbortSignal,
): Promise<Answer | ReachFailure> => {
  const { statusCode: status = 0, headers } = response;
  const retryAfter = headers['retry-after'];
  try {
    const body = status === 200 ? await readBody(response, maxBodyBytes) : '';
    if (body === undefined) return { outcome: 'too_large' };
    const contentType = headers['content-type'] ?? '';
    return { outcome: 'answered', status, contentType, ...(retryAfter !== undefined && { retryAfter }), body };
  } catch {
    return connectionFailure(signal);
  } finally {
    response.destroy();
  }
};

/** The announced length is a claim; the bytes are counted either way. */
const readBody = async (response: IncomingMessage, maxBytes: number): Promise<string | undefined> => {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response) {
    bytes += chunk.length;
    if (bytes > maxBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
};

/** The error is dropped on purpose: its text may quote headers, and nothing in it would change the next step. */
const connectionFailure = (signal: AbortSignal): ReachFailure =>
  signal.aborted ? { outcome: 'timed_out' } : { outcome: 'unreachable', reason: 'no_connection' };
