/**
 * The first room: a POST becomes one message on the queue, or an answer that says why not.
 * 202 means durably queued, never less.
 */

import { createBoundedMemory } from '../core/bounded-memory.ts';
import type { Clock } from '../core/clock.ts';
import type { Instant } from '../core/instant.ts';
import type { ApiKey } from './api-key.ts';
import type { Authenticate, Authentication } from './authenticate.ts';
import { type ParsedPost, type PostAnswer, type PostRefusal, parsePost } from './event-post.ts';
import type { SendToQueue } from './event-queue.port.ts';
import type { RefusalReason } from './queue-message.ts';

export type EventPost = {
  readonly authorization: string | undefined;
  readonly isJson: boolean;
  readonly body: Uint8Array;
};

export type Reception = { readonly integrationId?: string; readonly keyId?: string; readonly isStaleKey?: boolean } & (
  | { readonly kind: 'accepted' | 'none_valid'; readonly answer: PostAnswer }
  | { readonly kind: 'unauthorized'; readonly reason: Extract<Authentication, { kind: 'refused' }>['reason'] }
  | { readonly kind: 'refused'; readonly reason: PostRefusal | 'not_json_by_type' }
  | { readonly kind: 'unavailable'; readonly part: 'keys' | 'queue'; readonly cause: unknown }
);

export type ReceiveEvents = (post: EventPost) => Promise<Reception>;

type Ports = { readonly authenticate: Authenticate; readonly sendToQueue: SendToQueue; readonly clock: Clock };

export const createReceiveEvents = ({ authenticate, sendToQueue, clock }: Ports): ReceiveEvents => {
  const reportRefusal = createReportRefusal(sendToQueue, clock);

  const receiveFrom = async (key: ApiKey, { isJson, body }: EventPost): Promise<Reception> => {
    const receivedAt = clock();
    const post = isJson ? parsePost(body, receivedAt, key.acceptsFrom) : NOT_JSON_BY_TYPE;
    if (!post.ok) {
      await reportRefusal(key, 'events_invalid');
      return { kind: 'refused', reason: post.refusal };
    }
    if (post.events.length === 0) {
      await reportRefusal(key, post.areTypesUnknown ? 'types_unknown' : 'events_invalid');
      return { kind: 'none_valid', answer: post.answer };
    }
    return queueEvents(key, post, receivedAt);
  };

  const queueEvents = async (
    { integrationId, keyId }: ApiKey,
    { events, answer }: Extract<ParsedPost, { ok: true }>,
    receivedAt: number,
  ): Promise<Reception> => {
    try {
      await sendToQueue({ v: 2, kind: 'events', integrationId, source: { kind: 'key', keyId }, receivedAt, events });
      return { kind: 'accepted', answer };
    } catch (cause) {
      return { kind: 'unavailable', part: 'queue', cause };
    }
  };

  return async (post) => {
    const authentication = await authenticate(post.authorization).catch((cause: unknown) => ({
      kind: 'unavailable' as const,
      part: 'keys' as const,
      cause,
    }));
    switch (authentication.kind) {
      case 'unavailable':
        return authentication;
      case 'refused': {
        const { reason, key } = authentication;
        if (key && (reason === 'key_revoked' || reason === 'key_expired')) await reportRefusal(key, reason);
        return { kind: 'unauthorized', reason, ...(key && ownerOf(key)) };
      }
      case 'authenticated': {
        const reception = await receiveFrom(authentication.key, post);
        return { ...reception, ...ownerOf(authentication.key), isStaleKey: authentication.isStale };
      }
    }
  };
};

const NOT_JSON_BY_TYPE = { ok: false, refusal: 'not_json_by_type' } as const;

const ownerOf = ({ integrationId, keyId }: ApiKey) => ({ integrationId, keyId });

const REPORT_EVERY_MS = 60_000;

/**
 * Refusals are evidence, so they travel as messages: at most one a key, reason and minute from one process. A report
 * that the queue does not take is not worth an error to a sender whose request is refused anyway; the next one comes.
 */
const createReportRefusal = (sendToQueue: SendToQueue, clock: Clock) => {
  const reported = createBoundedMemory<Instant>();
  return async ({ integrationId, keyId }: ApiKey, reason: RefusalReason): Promise<void> => {
    const receivedAt = clock();
    const what = `${keyId} ${reason}`;
    const last = reported.get(what);
    if (last !== undefined && receivedAt - last < REPORT_EVERY_MS) return;
    reported.set(what, receivedAt);
    const source = { kind: 'key', keyId } as const;
    await sendToQueue({ v: 2, kind: 'refusal', integrationId, source, receivedAt, reason }).catch(() => {
      reported.delete(what);
    });
  };
};
