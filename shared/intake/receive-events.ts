/**
 * The first room: a POST becomes one message on the queue, or an answer that says why not.
 * 202 means durably queued, never less.
 */

import type { Clock } from '../core/clock.ts';
import type { ApiKey } from './api-key.ts';
import type { Authenticate, Authentication } from './authenticate.ts';
import { type ParsedPost, type PostAnswer, type PostRefusal, parsePost } from './event-post.ts';
import type { SendToQueue } from './event-queue.port.ts';
import { asField, joinRefused } from './refused-counts.ts';
import { createReportRefusals } from './report-refusals.ts';

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
  const refusals = createReportRefusals(sendToQueue, clock);

  const receiveFrom = async (key: ApiKey, { isJson, body }: EventPost): Promise<Reception> => {
    const receivedAt = clock();
    const post = isJson ? parsePost(body, receivedAt, key.acceptsFrom) : NOT_JSON_BY_TYPE;
    if (!post.ok) {
      await refusals.report(key, 'events_invalid', { [post.refusal]: 1 });
      return { kind: 'refused', reason: post.refusal };
    }
    if (post.events.length === 0) {
      await refusals.report(key, post.areTypesUnknown ? 'types_unknown' : 'events_invalid', post.refused);
      return { kind: 'none_valid', answer: post.answer };
    }
    return queueEvents(key, post, receivedAt);
  };

  const queueEvents = async (
    { integrationId, keyId }: ApiKey,
    post: Extract<ParsedPost, { ok: true }>,
    receivedAt: number,
  ): Promise<Reception> => {
    const { events, answer } = post;
    const earlier = refusals.take(keyId);
    const refused = joinRefused(earlier, post.refused);
    try {
      await sendToQueue({
        v: 2,
        kind: 'events',
        integrationId,
        source: { kind: 'key', keyId },
        receivedAt,
        events,
        ...asField(refused),
      });
      return { kind: 'accepted', answer };
    } catch (cause) {
      // Its own refused events come again with the request.
      refusals.giveBack(keyId, earlier);
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
        if (key && (reason === 'key_revoked' || reason === 'key_expired'))
          await refusals.report(key, reason, { [reason]: 1 });
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
