import { describe, expect, it } from 'vitest';
import { chatKey } from '../../../shared/core/dynamo/keys.ts';
import { StatementFailedError } from '../../../shared/core/dynamo/statement-answer.ts';
import { createChatLedger } from '../../../shared/counting/chat-ledger.dynamo.ts';
import { type CannedAnswer, createAnsweringClient } from '../../support/answering-client.ts';
import { chatFrom, entryOf, toImage } from '../../support/changes.ts';
import { resolved } from '../../support/events.ts';

const entry = (chatId: string) => entryOf(chatFrom(resolved()), { chatId });
const [a, b] = [entry('a'), entry('b')];

const setUp = (...answers: readonly CannedAnswer[]) => {
  const { client, inputs } = createAnsweringClient(...answers);
  const pauses: number[] = [];
  const ledger = createChatLedger({ client, table: 'Chats', pause: async (attempt) => void pauses.push(attempt) });
  return { ledger, inputs, pauses };
};

const throttled = { Error: { Code: 'ThrottlingError' as const } };
const known = { Error: { Code: 'DuplicateItem' as const } };

describe('inserting while single statements fail', () => {
  it('tells them from the others, and leaves the repetition to who knows how much time there is', async () => {
    const { ledger, inputs, pauses } = setUp({ Responses: [throttled, known] });
    expect(await ledger.insert([a, b])).toEqual(['unavailable', 'already_there']);
    expect(inputs).toHaveLength(1);
    expect(pauses).toEqual([]);
  });

  it('takes no statement for done that was not answered', async () => {
    const { ledger } = setUp(...Array(4).fill({ Responses: [] }));
    expect(await ledger.insert([a])).toEqual(['unavailable']);
    const { ledger: silent } = setUp(...Array(4).fill({}));
    expect(await silent.insert([a])).toEqual(['unavailable']);
  });

  it.each(['AccessDenied', 'ResourceNotFound'] as const)('throws what every statement will meet: %s', async (Code) => {
    const { ledger } = setUp({ Responses: [{ Error: { Code } }] });
    await expect(ledger.insert([a])).rejects.toThrow(StatementFailedError);
  });

  it('throws what the whole call met', async () => {
    await expect(setUp(new Error('no answer')).ledger.insert([a])).rejects.toThrow('no answer');
  });
});

describe('reading while keys stay unprocessed', () => {
  const rest = { Chats: { Keys: [chatKey(b)] } };

  it('asks for the rest, consistently', async () => {
    const { ledger, inputs } = setUp(
      { Responses: { Chats: [toImage(a)] }, UnprocessedKeys: rest },
      { Responses: { Chats: [toImage(b, 7)] } },
    );
    expect(await ledger.read([a, b])).toEqual([
      { ...a, version: 1 },
      { ...b, version: 7 },
    ]);
    expect(inputs).toMatchObject([
      { RequestItems: { Chats: { ConsistentRead: true } } },
      { RequestItems: { Chats: { Keys: [chatKey(b)], ConsistentRead: true } } },
    ]);
  });

  it('never takes an unprocessed key for a chat that is not there', async () => {
    const { ledger } = setUp(
      { Responses: { Chats: [toImage(a)] }, UnprocessedKeys: rest },
      ...Array(3).fill({ UnprocessedKeys: rest }),
    );
    expect(await ledger.read([a, b])).toMatchObject([
      { ...a, version: 1 },
      { chatId: 'b', problem: 'busy' },
    ]);
  });

  it('hands over the readable neighbours of an item that cannot be read', async () => {
    const spoiled = { ...toImage(b), schema: { N: '3' } };
    const { ledger } = setUp({ Responses: { Chats: [toImage(a), spoiled] } });
    expect(await ledger.read([a, b])).toMatchObject([
      { ...a, version: 1 },
      { chatId: 'b', problem: { name: 'UnreadableChatItemError' } },
    ]);
  });
});
