import { expect, test } from 'vitest';
import { createDay, type Delivery } from '../../bench/day.ts';
import type { TerminalEvent } from '../../shared/counting/terminal-event.ts';
import { isTerminal } from '../../shared/intake/event.ts';
import { parseQueueMessage } from '../../shared/intake/queue-message.ts';

const DELIVERIES = 4_000;
const MINUTE_MS = 60_000;

const day = createDay({ seed: 3, deliveries: DELIVERIES });

const eventOf = ({ body }: Delivery): TerminalEvent => {
  const parsed = parseQueueMessage(body);
  if (!parsed.ok || parsed.message.kind !== 'events') throw new Error('No message of events');
  const [event] = parsed.message.events;
  if (!event || !isTerminal(event)) throw new Error('No terminal event');
  return event;
};
const events = day.deliveries.map(eventOf);

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

test('one seed makes one day, another seed another', () => {
  expect(createDay({ seed: 3, deliveries: DELIVERIES })).toEqual(day);
  expect(createDay({ seed: 4, deliveries: DELIVERIES }).deliveries).not.toEqual(day.deliveries);
});

test('85 % of the deliveries tell of a new chat, 10 % come twice and 5 % are second resolutions', () => {
  const eventIds = new Set(events.map(({ id }) => id));
  const chatIds = new Set(events.map(({ chat }) => chat.id));
  expect(day.deliveries).toHaveLength(DELIVERIES);
  expect(DELIVERIES - eventIds.size).toBe(0.1 * DELIVERIES);
  expect(eventIds.size - chatIds.size).toBe(0.05 * DELIVERIES);
  expect(chatIds.size).toBe(day.chats);
});

test('deliveries arrive in disorder, at most ten minutes late', () => {
  const lateness = day.deliveries.map(({ arrivesAt }, index) => arrivesAt - (events[index]?.occurredAt ?? 0));
  expect(Math.min(...lateness)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...lateness)).toBeLessThanOrEqual(10 * MINUTE_MS);
  expect(events.some(({ occurredAt }, index) => occurredAt < (events[index - 1]?.occurredAt ?? 0))).toBe(true);
});

test('chats are created a median of 25 minutes before they end', () => {
  const firstEnds = new Map<string, TerminalEvent>();
  for (const event of events) {
    const known = firstEnds.get(event.chat.id);
    if (!known || event.occurredAt < known.occurredAt) firstEnds.set(event.chat.id, event);
  }
  const minutes = [...firstEnds.values()].map(
    ({ occurredAt, chat }) => (occurredAt - (chat.createdAt ?? 0)) / MINUTE_MS,
  );
  expect(median(minutes)).toBeGreaterThan(23);
  expect(median(minutes)).toBeLessThan(27);
});

test('the first of 20 groups gets twice the chats of the second', () => {
  const perGroup = Map.groupBy(events, ({ chat }) => chat.group?.name);
  const sizes = [...perGroup.values()].map((of) => of.length).sort((a, b) => b - a);
  expect(sizes).toHaveLength(20);
  expect((sizes[0] ?? 0) / (sizes[1] ?? 1)).toBeCloseTo(2, 0);
});
