/**
 * Events for properties. Few chats, instants, ids and groups, so that everything that can collide does: one event id
 * for two groups, two ids at one instant, a deletion at the instant of the resolution.
 */

import fc from 'fast-check';
import { type Chat, chatOf, joinChat, type Receipt } from '../../shared/counting/chat.ts';
import { TERMINAL_TYPES, type TerminalEvent } from '../../shared/counting/terminal-event.ts';
import { type Event, PASSING_TYPES } from '../../shared/intake/event.ts';
import { at, HOUR_MS } from './events.ts';
import type { Received } from './slow-reference.ts';

/** Around two full hours, at and beside the borders of quarters. */
const instant = fc
  .tuple(fc.integer({ min: 0, max: 12 }), fc.constantFrom(-1, 0, 1))
  .map(([quarters, beside]) => at('08:00') + (quarters * HOUR_MS) / 4 + beside);

const group = fc.record(
  { id: fc.constantFrom('g-1', 'g-2'), name: fc.constantFrom('Support', 'Sales', 'Sales!', 'Undefined_Queue') },
  { requiredKeys: ['name'], noNullPrototype: true },
);

const chat = fc.record(
  { id: fc.constantFrom('chat-1', 'chat-2', 'chat-3'), createdAt: instant, group },
  { requiredKeys: ['id'], noNullPrototype: true },
);

const eventId = fc.constantFrom('e-1', 'e-2', 'E-3');

const terminalEvent: fc.Arbitrary<TerminalEvent> = fc.record({
  id: eventId,
  type: fc.constantFrom(...TERMINAL_TYPES, 'chat.resolved' as const),
  occurredAt: instant,
  chat,
});

/** Of one chat, so that they can be joined. */
export const terminalEvents = fc
  .array(terminalEvent, { minLength: 1, maxLength: 6 })
  .map((events) => events.map((event) => ({ ...event, chat: { ...event.chat, id: 'chat-1' } })));

/** Few instants and keys; a probe and a row of a report have no key. */
export const receipt: fc.Arbitrary<Receipt> = fc.record(
  { at: fc.constantFrom(at('12:00'), at('12:01')), keyId: fc.constantFrom('k-1', 'k-2') },
  { requiredKeys: ['at'], noNullPrototype: true },
);

/** A chat of the ledger; some of what it knows is from before receipts were kept. */
export const chatOfLedger: fc.Arbitrary<Chat> = fc
  .tuple(terminalEvents, fc.array(fc.option(receipt, { nil: undefined }), { minLength: 6, maxLength: 6 }))
  .map(([events, receipts]) => events.map((event, index) => chatOf(event, receipts[index])).reduce(joinChat));

const passingEvent: fc.Arbitrary<Event> = fc.record({
  id: eventId,
  type: fc.constantFrom(...PASSING_TYPES),
  occurredAt: instant,
  chat: chat.map(({ id }) => ({ id })),
});

export const received: fc.Arbitrary<Received> = fc.record({
  integrationId: fc.constantFrom('demo.one', 'demo.two'),
  event: fc.oneof({ weight: 6, arbitrary: terminalEvent }, { weight: 1, arbitrary: passingEvent }),
});

/** The same things in another order, some of them more than once. */
export const redelivered = <T>(things: readonly T[]): fc.Arbitrary<readonly T[]> =>
  fc
    .tuple(
      fc.shuffledSubarray([...things], { minLength: things.length }),
      fc.subarray([...things]),
      fc.integer({ min: 0, max: things.length }),
    )
    .map(([all, again, where]) => [...all.slice(0, where), ...again, ...all.slice(where), ...again.slice(0, 2)]);

/** The same things in their order, cut into batches. */
export const batched = <T>(things: readonly T[], maxLength: number): fc.Arbitrary<readonly (readonly T[])[]> =>
  fc
    .array(fc.integer({ min: 1, max: maxLength }), { minLength: things.length, maxLength: things.length })
    .map((sizes) => {
      const batches: (readonly T[])[] = [];
      let start = 0;
      for (const size of sizes) {
        if (start >= things.length) break;
        batches.push(things.slice(start, start + size));
        start += size;
      }
      return batches;
    });
