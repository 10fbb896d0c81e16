/**
 * A synthetic day of one busy integration: 100,000 deliveries of 85,000 chats. 10 % of the deliveries are redeliveries,
 * 5 % report a chat that was resolved again. 20 groups with Zipf weights; a daily curve with two humps; chats are
 * created a median of 25 minutes before they end; deliveries arrive up to 10 minutes late, and so in disorder.
 *
 * A shorter run takes fewer *chats*, from seven in the morning on (an hour of average density), with all of their deliveries: the day stays as dense,
 * so that a batch covers as much time as it would on the whole day.
 */

import { hourOf } from '../shared/core/hour.ts';
import type { Instant } from '../shared/core/instant.ts';
import { countKey } from '../shared/counting/contributions.ts';
import type { Group, TerminalEvent } from '../shared/counting/terminal-event.ts';
import { toBody } from '../shared/intake/queue-message.ts';
import { createRandom, createWeightedDraw, type Random } from './random.ts';

export const WHOLE_DAY_DELIVERIES = 100_000;
export const INTEGRATION_ID = 'acc-bench.int-bench';
export const KEY_ID = 'benchkey0001';

/** One message of the events queue: one POST with one event. */
export type Delivery = { readonly messageId: string; readonly body: string; readonly arrivesAt: Instant };

export type Day = {
  /** In the order of their arrival. */
  readonly deliveries: readonly Delivery[];
  readonly chats: number;
  /** What must be counted: contacts by the key of their count. */
  readonly contacts: ReadonlyMap<string, number>;
};

type DaySize = { readonly seed: number; readonly deliveries: number };

/** The day begins. */
export const MIDNIGHT = Date.UTC(2026, 10, 23);
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

const CHATS_PER_DELIVERY = 0.85;
const REDELIVERED_PER_DELIVERY = 0.1;
const RESOLVED_AGAIN_PER_DELIVERY = 0.05;
const MOST_LATE_MS = 10 * MINUTE_MS;
const RESOLVED_AGAIN_AFTER_MS = 30 * MINUTE_MS;
/** What fails within this time comes again before any second resolution of its chats can arrive. */
export const RETRIED_WITHIN_MS = RESOLVED_AGAIN_AFTER_MS - MOST_LATE_MS;
const MEDIAN_LENGTH_MS = 25 * MINUTE_MS;
const GROUPS = 20;
const FIRST_HOUR_OF_A_SHORT_RUN = 7;

/** Chats that end in each UTC hour, relative to each other. */
const DAILY_CURVE = [1, 1, 1, 1, 1, 2, 4, 7, 10, 12, 12, 11, 9, 10, 12, 12, 11, 9, 7, 5, 4, 3, 2, 1];

type EndedChat = {
  readonly chatId: string;
  readonly createdAt: Instant;
  readonly endedAt: Instant;
  readonly group: Group;
};

export const createDay = ({ seed, deliveries: size }: DaySize): Day => {
  const random = createRandom(seed);
  const chats = takeChats(wholeDay(random), Math.round(size * CHATS_PER_DELIVERY));
  const first = chats.map((chat) => resolution(chat, chat.endedAt));
  const again = pick(chats, Math.round(size * RESOLVED_AGAIN_PER_DELIVERY), random).map((chat) =>
    resolution(chat, Math.round(chat.endedAt + resolvedAgainAfterMs(random))),
  );
  const events = [...first, ...again];
  const twice = pick(events, Math.round(size * REDELIVERED_PER_DELIVERY), random);
  const arrivals = [...events, ...twice].map((event) => ({ event, arrivesAt: event.occurredAt + latenessMs(random) }));
  const deliveries = arrivals
    .sort((a, b) => a.arrivesAt - b.arrivesAt)
    .map(({ event, arrivesAt }, index) => ({ messageId: `m-${index}`, arrivesAt, body: bodyOf(event, arrivesAt) }));
  return { deliveries, chats: chats.length, contacts: contactsOf(chats) };
};

const wholeDay = (random: Random): readonly EndedChat[] => {
  const drawHour = createWeightedDraw(DAILY_CURVE, random);
  const groups = Array.from({ length: GROUPS }, (_, index) => ({
    id: drawId(random),
    name: `Support team ${index + 1}`,
  }));
  const drawGroup = createWeightedDraw(
    groups.map((_, rank) => 1 / (rank + 1)),
    random,
  );
  const chats = Array.from({ length: WHOLE_DAY_DELIVERIES * CHATS_PER_DELIVERY }, () => {
    const endedAt = MIDNIGHT + drawHour() * HOUR_MS + Math.floor(random.uniform() * HOUR_MS);
    const lengthMs = Math.min(24 * HOUR_MS, MEDIAN_LENGTH_MS * Math.exp(random.normal()));
    const group = groups[drawGroup()] ?? { name: 'Support team' };
    return { chatId: drawId(random), createdAt: Math.round(endedAt - lengthMs), endedAt, group };
  });
  return chats.sort((a, b) => a.endedAt - b.endedAt);
};

const takeChats = (chats: readonly EndedChat[], count: number): readonly EndedChat[] => {
  if (count >= chats.length) return chats;
  const start = chats.findIndex(({ endedAt }) => endedAt >= MIDNIGHT + FIRST_HOUR_OF_A_SHORT_RUN * HOUR_MS);
  return chats.slice(start, start + count);
};

/** Freshchat's ids are UUIDs: the size of an item depends on it. */
const drawId = ({ uniform }: Random): string => {
  const hex = Array.from({ length: 4 }, () =>
    Math.floor(uniform() * 2 ** 32)
      .toString(16)
      .padStart(8, '0'),
  ).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
};

const resolution = ({ chatId, createdAt, group }: EndedChat, occurredAt: Instant): TerminalEvent => ({
  id: `${chatId}:resolved:${occurredAt}`,
  type: 'chat.resolved',
  occurredAt,
  chat: { id: chatId, createdAt, group },
});

/** So much later than any lateness that a first resolution has arrived, failures and all, before the second does. */
const resolvedAgainAfterMs = ({ uniform }: Random): number => RESOLVED_AGAIN_AFTER_MS * (1 + uniform());

/** Most arrive within a minute or two, some after ten. */
const latenessMs = ({ uniform }: Random): number => Math.floor(MOST_LATE_MS * uniform() ** 3);

const pick = <T>(items: readonly T[], count: number, { uniform }: Random): readonly T[] => {
  const rest = [...items];
  return Array.from({ length: Math.min(count, items.length) }, () =>
    rest.splice(Math.floor(uniform() * rest.length), 1),
  ).flat();
};

const bodyOf = (event: TerminalEvent, receivedAt: Instant): string =>
  toBody({
    v: 2,
    kind: 'events',
    integrationId: INTEGRATION_ID,
    source: { kind: 'key', keyId: KEY_ID },
    receivedAt,
    events: [event],
  });

const contactsOf = (chats: readonly EndedChat[]): ReadonlyMap<string, number> => {
  const contacts = new Map<string, number>();
  for (const { endedAt, group } of chats) {
    const key = countKey({ hour: hourOf(endedAt), queue: group.name });
    contacts.set(key, (contacts.get(key) ?? 0) + 1);
  }
  return contacts;
};
