/** receive-events, and the senders who call it and send again until they know. */

import { type ApiKey, formatApiKey, hashApiKey } from '../../shared/intake/api-key.ts';
import { createAuthenticate } from '../../shared/intake/authenticate.ts';
import { createLookUpKey } from '../../shared/intake/look-up-key.ts';
import { type RefusalReason, toBody } from '../../shared/intake/queue-message.ts';
import { createReceiveEvents, type Reception } from '../../shared/intake/receive-events.ts';
import { createFunction } from './environment.ts';
import { INTEGRATIONS, type PlannedPost } from './posts.ts';
import type { Queue } from './queue.ts';
import type { Post, Receipt } from './truth.ts';
import { START, type World } from './world.ts';

export type EventsApi = {
  readonly start: (posts: readonly PlannedPost[]) => void;
  /** Sends until there is an answer that stands. */
  readonly send: (post: Post) => Promise<Reception['kind']>;
  readonly revoke: (integrationId: string) => void;
};

export type Hooks = {
  /** The queue holds the POST's message. */
  readonly onQueued: (post: Post, as: 'events' | RefusalReason, receipt: Receipt) => void;
  /** The sender read 202. */
  readonly onAccepted: (post: Post, accepted: number) => void;
};

type Request = { readonly post: Post; readonly key: string };

const TIMEOUT_MS = 10_000;
const LONGEST_PAUSE_MS = 600_000;

export const createEventsApi = (world: World, queue: Queue, { onQueued, onAccepted }: Hooks): EventsApi => {
  const { random, now, sleep, tell, strikes } = world;
  const keys = new Map<string, ApiKey>();
  const keyOf = new Map<string, string>();
  const deadKeyOf = new Map<string, string>();
  const addKey = (integrationId: string, revoked: { readonly revokedAt?: number }): string => {
    const { keyId, key } = formatApiKey(random.bytes(8), random.bytes(32));
    const accountId = integrationId.replace(/\..*/, '');
    keys.set(keyId, { keyId, hash: hashApiKey(key), integrationId, accountId, createdAt: START, ...revoked });
    return key;
  };
  for (const integrationId of INTEGRATIONS) {
    keyOf.set(integrationId, addKey(integrationId, {}));
    deadKeyOf.set(integrationId, addKey(integrationId, { revokedAt: START }));
  }

  const receive = createFunction<Request, Reception>(world, 'receive-events', TIMEOUT_MS, ({ call }) => {
    let current: Post | undefined;
    const lookUpKey = createLookUpKey({
      findKey: (keyId) =>
        call(
          'keys',
          () => `FIND ${keyId}`,
          () => keys.get(keyId),
        ),
      clock: now,
    });
    const receiveEvents = createReceiveEvents({
      authenticate: createAuthenticate({ lookUpKey, clock: now }),
      sendToQueue: (message) => {
        // Taken now: a request that is under way may arrive when the environment serves another one.
        const post = current;
        return call(
          'queue',
          () => `SEND post ${post?.id}`,
          () => {
            queue.send(toBody(message), message.kind === 'events' ? post?.id : undefined);
            const keyId = message.source.kind === 'key' ? message.source.keyId : '';
            const receipt = { at: message.receivedAt, keyId };
            if (post) onQueued(post, message.kind === 'events' ? 'events' : message.reason, receipt);
          },
        );
      },
      clock: now,
    });
    return ({ post, key }) => {
      current = post;
      const body = new TextEncoder().encode(post.body);
      return receiveEvents({ authorization: `Bearer ${key}`, isJson: true, body });
    };
  });

  const send = async (post: Post): Promise<Reception['kind']> => {
    const key = (post.isWithDeadKey ? deadKeyOf : keyOf).get(post.integrationId) ?? '';
    for (let attempt = 0; ; attempt += 1) {
      const invocation = await receive({ post, key });
      const reception = invocation.kind === 'answered' ? invocation.answer : undefined;
      tell(() => `post ${post.id} of ${post.integrationId} hears ${reception?.kind ?? 'nothing'}`);
      if (reception?.kind === 'accepted') onAccepted(post, reception.answer.accepted);
      if (reception && reception.kind !== 'unavailable') return reception.kind;
      await sleep(Math.min(LONGEST_PAUSE_MS, 1_000 * 2 ** attempt));
    }
  };

  const sendOften = async (post: PlannedPost): Promise<void> => {
    await world.sleepUntil(post.at);
    await send(post);
    while (strikes(0.15)) {
      await sleep(random.int(0, 3_600_000));
      await send(post);
    }
  };

  return {
    start: (posts) => {
      for (const post of posts) world.start(() => sendOften(post));
    },
    send,
    revoke: (integrationId) => {
      for (const [keyId, key] of keys) {
        if (key.integrationId === integrationId) keys.set(keyId, { ...key, revokedAt: now() });
      }
    },
  };
};
