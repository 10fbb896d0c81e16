/**
 * An older recorder behind a newer HTTP API: whatever a future version adds to the vocabulary, the known events are
 * counted the same, and what may be the end of a chat is kept word for word.
 */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createWriteChats } from '../../shared/counting/write-chats.ts';
import { createRecordChats } from '../../shared/intake/record-chats.ts';
import { resolved } from '../support/events.ts';
import { createFakeChatLedger } from '../support/fakes/chat-ledger.ts';
import { createFakeEventQueue } from '../support/fakes/event-queue.ts';
import { deliveriesOf, eventsMessage } from '../support/messages.ts';

const known = fc.integer({ min: 0, max: 8 }).map((chat) => resolved({ chatId: `chat-${chat}` }));
const chatNews = fc.record({
  id: fc.string(),
  type: fc.stringMatching(/^chat\.[a-z]{1,9}2$/),
  chat: fc.record({ id: fc.string() }),
  extra: fc.jsonValue(),
});
const otherNews = fc.record({ type: fc.stringMatching(/^(?:app|agent|team)\.[a-z]{1,9}2$/), extra: fc.jsonValue() });
const vocabulary = fc.array(fc.oneof(known, chatNews, otherNews), { minLength: 1, maxLength: 12 });

const record = async (bodies: readonly string[]) => {
  const ledger = createFakeChatLedger();
  const queue = createFakeEventQueue();
  const pause = async () => undefined;
  const recording = await createRecordChats({
    writeChats: createWriteChats({ ledger, pause, onError: () => undefined }),
    noteEvidence: async () => new Set(),
    noteGroups: async () => undefined,
    queue,
    onError: () => undefined,
  })(deliveriesOf(...bodies));
  return { recording, chats: ledger.items(), letters: queue.letters.map((letter): unknown => JSON.parse(letter)) };
};

const asSent = (events: readonly unknown[]) => JSON.parse(JSON.stringify({ ...eventsMessage([]), events }));

describe('a message of a newer HTTP API', () => {
  it('loses no known event and no event about a chat, and never comes back', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(vocabulary, { minLength: 1, maxLength: 4 }), async (messages) => {
        const { recording, chats, letters } = await record(messages.map((events) => JSON.stringify(asSent(events))));
        const isKnown = (event: { readonly type: string }) => event.type === 'chat.resolved';
        const isNews = (event: { readonly type: string }) => event.type.startsWith('chat.') && !isKnown(event);
        const old = await record(messages.map((events) => JSON.stringify(asSent(events.filter(isKnown)))));
        expect(recording.failed).toEqual([]);
        expect(chats).toEqual(old.chats);
        expect(letters).toEqual(messages.map((events) => asSent(events.filter(isNews))).filter(hasEvents));
        expect(recording.skipped).toBe(messages.flat().filter((event) => !event.type.startsWith('chat.')).length);
      }),
    );
  });
});

const hasEvents = ({ events }: { readonly events: readonly unknown[] }): boolean => events.length > 0;
