/**
 * The day of a service: many small integrations, 2,000 deliveries a day each. The chats are those of the synthetic day, in
 * their order, spread over the integrations; what changes is how many integrations a batch speaks of.
 *
 *   ── an hour of the same traffic, evidence only ──▶│── the deliveries that are measured ──▶
 */

import type { Instant } from '../../shared/core/instant.ts';
import { parseQueueMessage, type QueueMessage, toBody } from '../../shared/intake/queue-message.ts';
import { SPARING_MS } from '../../shared/silence/evidence-write.ts';
import { type Day, type Delivery, MIDNIGHT } from '../day.ts';
import { createRandom } from '../random.ts';

export type ServiceDay = {
  /** All that were watched before it begins, each with when its evidence was last written. */
  readonly watched: readonly { readonly integrationId: string; readonly keyId: string; readonly notedAt: Instant }[];
  /** As it stands after them, the service is measured. One batch at a time: they may be a million. */
  readonly before: () => Iterable<readonly QueueMessage[]>;
  readonly deliveries: readonly Delivery[];
  readonly chats: number;
};

export type ServiceSize = {
  readonly integrations: number;
  readonly warmUpMinutes: number;
  /** Every ten minutes one of each integration, as the app sends them; 0 of whom has no app. */
  readonly heartbeatsADay: number;
};

const DAY_MS = 24 * 60 * 60_000;
const MINUTE_MS = 60_000;
const DELIVERIES_A_DAY = 2_000;
/** Every ten minutes, as the app sends them. */
export const HEARTBEATS_A_DAY = 144;
export const SQS_BATCH = 100;
const SEED_OF_THE_HOUR_BEFORE = 5;

export const createServiceDay = (day: Day, size: ServiceSize): ServiceDay => {
  const { integrations, warmUpMinutes, heartbeatsADay } = size;
  const gapMs = DAY_MS / (integrations * DELIVERIES_A_DAY);
  const start = day.deliveries[0]?.arrivesAt ?? 0;
  const messages = day.deliveries.map(({ body }) => toMessage(body));
  const chatMessages = messages.map((message, index) =>
    movedTo(message, placeOfChat(message, integrations), Math.round(start + index * gapMs)),
  );
  const end = start + messages.length * gapMs;
  const beats = heartbeatsBetween(start, end, { integrations, heartbeatsADay });
  const all = [...chatMessages, ...beats].toSorted((a, b) => a.receivedAt - b.receivedAt);

  function* before(): Iterable<readonly QueueMessage[]> {
    const { uniform } = createRandom(SEED_OF_THE_HOUR_BEFORE);
    const from = start - warmUpMinutes * MINUTE_MS;
    const batchMs = gapMs * SQS_BATCH;
    for (let at = from; at < start; at += batchMs) {
      const chats = Array.from({ length: SQS_BATCH }, (_, index) => {
        const message = messages[Math.floor(uniform() * messages.length)];
        const place = Math.floor(uniform() * integrations);
        return message ? [movedTo(message, place, Math.round(at + index * gapMs))] : [];
      }).flat();
      yield [...chats, ...heartbeatsBetween(at, Math.min(start, at + batchMs), { integrations, heartbeatsADay })];
    }
  }

  return {
    watched: watchedBefore(start - warmUpMinutes * MINUTE_MS, integrations),
    before,
    deliveries: all.map(toDelivery),
    chats: day.chats,
  };
};

/** Apps that nobody chats with: twenty minutes of heartbeats. */
export const createIdleDay = (integrations: number): ServiceDay => {
  const beats = heartbeatsBetween(MIDNIGHT, MIDNIGHT + IDLE_MINUTES * MINUTE_MS, {
    integrations,
    heartbeatsADay: HEARTBEATS_A_DAY,
  });
  return {
    watched: watchedBefore(MIDNIGHT, integrations),
    before: () => [],
    deliveries: beats.map(toDelivery),
    chats: 0,
  };
};

const IDLE_MINUTES = 20;

const toDelivery = (message: QueueMessage, index: number): Delivery => ({
  messageId: `m-${index}`,
  body: toBody(message),
  arrivesAt: message.receivedAt,
});

/**
 * Evidence is written by the first chat that comes five minutes after the last write; in the middle of a day, that was any
 * time ago. Without this all integrations would write in the same minute.
 */
const watchedBefore = (from: Instant, integrations: number): ServiceDay['watched'] => {
  const { uniform } = createRandom(SEED_OF_THE_HOUR_BEFORE);
  const cycleMs = SPARING_MS + DAY_MS / DELIVERIES_A_DAY;
  return Array.from({ length: integrations }, (_, place) => ({
    integrationId: idOf(place),
    keyId: sourceOf(place).keyId,
    notedAt: Math.round(from - uniform() * cycleMs),
  }));
};

const idOf = (place: number): string => `acc-${place}.int-bench`;
const sourceOf = (place: number) => ({ kind: 'key', keyId: `key${String(place).padStart(9, '0')}` }) as const;

const toMessage = (body: string): QueueMessage => {
  const parsed = parseQueueMessage(body);
  if (!parsed.ok) throw new Error('The synthetic day holds a message that cannot be read.');
  return parsed.message;
};

/** All that is sent of a chat comes from one integration. */
const placeOfChat = (message: QueueMessage, integrations: number): number => {
  const [event] = message.kind === 'events' ? message.events : [];
  const chatId = event && 'chat' in event ? event.chat.id : '';
  return [...chatId].reduce((hash, letter) => (hash * 31 + letter.charCodeAt(0)) >>> 0, 0) % integrations;
};

const movedTo = (message: QueueMessage, place: number, receivedAt: Instant): QueueMessage => ({
  ...message,
  integrationId: idOf(place),
  source: sourceOf(place),
  receivedAt,
});

type Beating = Pick<ServiceSize, 'integrations' | 'heartbeatsADay'>;

/** Evenly: the apps were not installed at the same minute. */
const heartbeatsBetween = (
  from: Instant,
  until: Instant,
  { integrations, heartbeatsADay }: Beating,
): readonly QueueMessage[] => {
  const gapMs = DAY_MS / (integrations * heartbeatsADay);
  const first = Math.ceil(from / gapMs);
  const count = Number.isFinite(gapMs) ? Math.max(0, Math.ceil(until / gapMs) - first) : 0;
  return Array.from({ length: count }, (_, index) =>
    heartbeat((first + index) % integrations, (first + index) * gapMs),
  );
};

const ALIVE_SINCE = Date.UTC(2026, 10, 1);

const heartbeat = (place: number, at: Instant): QueueMessage => ({
  v: 2,
  kind: 'events',
  integrationId: idOf(place),
  source: sourceOf(place),
  receivedAt: Math.round(at),
  events: [
    {
      id: `heartbeat:${Math.floor(at / MINUTE_MS)}`,
      type: 'app.heartbeat',
      occurredAt: Math.round(at),
      app: {
        version: '1.0.0',
        account: `acc-${place}.freshchat.com`,
        aliveForSeconds: Math.round((at - ALIVE_SINCE) / 1_000),
        undeliveredForSeconds: 0,
      },
    },
  ],
});
