/**
 * A day of about 2,000 chats as a sender would report it: redelivered, late, out of order, and dead for two hours. The same day gives the
 * same events, so that a sample that was cut off can be sent again.
 */

import { DAY_MS, eventsOfChat, type WireEvent } from './chat-events.ts';
import { isWhileDead } from './dead-app.ts';
import { createRandom, type Random } from './random.ts';

const CHATS = 2_250;
const SEED = 20_260_101;
const REDELIVERED = 0.1;
const LATE = 0.06;
const SECOND_MS = 1_000;
const HEARTBEAT_EVERY_MS = 30 * 60 * SECOND_MS;
const MAX_BATCH = 60;

/** The last UTC day that is over, `2026-11-21`. */
export const lastFullDay = (now: number): string => new Date(now - DAY_MS).toISOString().slice(0, 10);

/** The day's events in the order in which they are delivered, redeliveries included. */
export const generateSampleDay = (day: string, chats = CHATS): readonly WireEvent[] => {
  const random = createRandom(SEED);
  const dayStart = Date.parse(`${day}T00:00:00Z`);
  const happened = Array.from({ length: chats }, (_, index) =>
    eventsOfChat(random, `sample-${day}-${`${index + 1}`.padStart(4, '0')}`, dayStart),
  ).flat();
  const told = happened.filter((event) => !isWhileDead(event));
  const sent = [...told, ...heartbeats(dayStart)].flatMap((event) => sendings(random, event));
  return sent.sort((a, b) => a.at - b.at).map(({ event }) => event);
};

const heartbeats = (dayStart: number): readonly WireEvent[] =>
  Array.from({ length: DAY_MS / HEARTBEAT_EVERY_MS }, (_, index) => {
    const at = dayStart + index * HEARTBEAT_EVERY_MS;
    const type = index === 0 ? 'app.installed' : 'app.heartbeat';
    return { id: `app:${at}`, type, occurredAt: new Date(at).toISOString(), app: { version: '1.0.0' } };
  });

type Sending = { readonly at: number; readonly event: WireEvent };

/** Most arrive within seconds, some hours late and behind their successors; some arrive twice. */
const sendings = (random: Random, event: WireEvent): readonly Sending[] => {
  const send = (): Sending => {
    const delay = random.chance(LATE) ? random.between(0, DAY_MS / 4) : random.between(0, 90 * SECOND_MS);
    return { at: Date.parse(event.occurredAt) + delay, event };
  };
  return random.chance(REDELIVERED) ? [send(), send()] : [send()];
};

/** Requests of many sizes, single events too. */
export const toRequests = (events: readonly WireEvent[]): readonly (readonly WireEvent[])[] => {
  const random = createRandom(SEED);
  const requests: (readonly WireEvent[])[] = [];
  for (let start = 0; start < events.length; ) {
    const size = random.chance(0.1) ? 1 : random.between(2, MAX_BATCH);
    requests.push(events.slice(start, start + size));
    start += size;
  }
  return requests;
};
