/**
 * The counts as docs/counting-rules.md words them, computed slowly from all events at once. Shares no code with the
 * product, not even the names of hours: where both agree, they agree by the rules.
 */

import type { TerminalEvent } from '../../shared/counting/terminal-event.ts';
import type { Event } from '../../shared/intake/event.ts';

export type Received = { readonly integrationId: string; readonly event: Event };

/** `integration hour queue measure` → a number that is not 0. */
export type Counts = Readonly<Record<string, number>>;

export const countSlowly = (received: readonly Received[]): Counts => {
  const counts: Record<string, number> = {};
  const chats = Map.groupBy(received.filter(isEnd), ({ integrationId, event }) => `${integrationId}\n${event.chat.id}`);
  for (const ends of chats.values()) {
    const [first] = ends;
    if (!first) continue;
    const events = ends.map(({ event }) => event);
    const end = Math.min(...events.map(({ occurredAt }) => occurredAt));
    for (const [measure, instant] of [
      ['contacts', end],
      ['arrivals', arrivalOf(events, end)],
    ] as const) {
      const { hour, quarter } = placeOf(instant);
      for (const name of [measure, `${measure}${quarter}`]) {
        const place = `${first.integrationId} ${hour} ${queueOf(events)} ${name}`;
        counts[place] = (counts[place] ?? 0) + 1;
      }
    }
  }
  return counts;
};

type End = { readonly integrationId: string; readonly event: TerminalEvent };
const isEnd = (one: Received): one is End =>
  ['chat.resolved', 'chat.deleted', 'chat.marked_spam'].includes(one.event.type);

/** docs/counting-rules.md, rule 2, sentence by sentence. */
const queueOf = (events: readonly TerminalEvent[]): string => {
  if (events.some(({ type }) => type === 'chat.marked_spam')) return 'Undefined_Queue';
  const [named] = events
    .filter(({ type, chat }) => type === 'chat.resolved' && chat.group !== undefined)
    .toSorted((a, b) => (isBefore(a, b) ? -1 : 1));
  if (!named) return 'Undefined_Queue';
  const deletions = events.filter(({ type }) => type === 'chat.deleted');
  if (deletions.some(({ occurredAt }) => occurredAt <= named.occurredAt)) return 'Undefined_Queue';
  return named.chat.group?.name ?? 'Undefined_Queue';
};

/** docs/counting-rules.md, rule 4: by instant, event id, canonical payload. */
const isBefore = (a: TerminalEvent, b: TerminalEvent): boolean => {
  if (a.occurredAt !== b.occurredAt) return a.occurredAt < b.occurredAt;
  if (a.id !== b.id) return a.id < b.id;
  return payload(a) < payload(b);
};
const payload = ({ chat: { group } }: TerminalEvent): string => JSON.stringify([group?.name, group?.id ?? null]);

/** docs/counting-rules.md, rule 3: the earliest creation that is not later than the event which told it; never later than the end. */
const arrivalOf = (events: readonly TerminalEvent[], end: number): number =>
  events
    .filter(({ occurredAt, chat }) => chat.createdAt !== undefined && chat.createdAt <= occurredAt)
    .reduce((earliest, { chat }) => Math.min(earliest, chat.createdAt ?? earliest), end);

const two = (number: number): string => String(number).padStart(2, '0');

const placeOf = (instant: number): { readonly hour: string; readonly quarter: string } => {
  const date = new Date(instant);
  const day = `${date.getUTCFullYear()}-${two(date.getUTCMonth() + 1)}-${two(date.getUTCDate())}`;
  const minute = date.getUTCMinutes();
  return { hour: `${day}T${two(date.getUTCHours())}:00:00Z`, quarter: two(minute - (minute % 15)) };
};
