import { describe, expect, it } from 'vitest';
import { UnprocessedKeysError } from '../../../shared/core/dynamo/read-items.ts';
import { createEraseTables } from '../../../shared/integrations/erase-integrations.dynamo.ts';
import { type CannedAnswer, createAnsweringClient } from '../../support/answering-client.ts';

const ID = 'acme.one';
const chat = (index: number) => ({ integrationId: { S: ID }, chatId: { S: `chat-${index}` } });
const chats = (count: number) => Array.from({ length: count }, (_, index) => chat(index));
const deletions = (keys: readonly object[]) => ({
  RequestItems: { Chats: keys.map((key) => ({ DeleteRequest: { Key: key } })) },
});
const leaving = (...keys: readonly ReturnType<typeof chat>[]) => ({
  UnprocessedItems: { Chats: keys.map((key) => ({ DeleteRequest: { Key: key } })) },
});

const setUp = (...answers: readonly CannedAnswer[]) => {
  const { client, inputs } = createAnsweringClient(...answers);
  const pauses: number[] = [];
  const tables = createEraseTables({
    client,
    integrations: 'Integrations',
    chats: 'Chats',
    contactCounts: 'ContactCounts',
    pause: async (attempt) => void pauses.push(attempt),
  });
  return { tables, inputs, pauses };
};

describe('a page of an erasing', () => {
  it('is read by keys alone, and deleted 25 at a time', async () => {
    const { tables, inputs, pauses } = setUp({ Items: chats(60) }, {}, {}, {});
    expect(await tables.eraseChats(ID)).toBe(60);
    expect(inputs[0]).toEqual({
      TableName: 'Chats',
      ProjectionExpression: '#partition, #sort',
      KeyConditionExpression: '#partition = :integration',
      ExpressionAttributeNames: { '#partition': 'integrationId', '#sort': 'chatId' },
      ExpressionAttributeValues: { ':integration': { S: ID } },
      Limit: 500,
    });
    expect(inputs.slice(1)).toEqual(
      [chats(60).slice(0, 25), chats(60).slice(25, 50), chats(60).slice(50)].map(deletions),
    );
    expect(pauses).toEqual([]);
  });

  it('that is empty ends the erasing, and deletes nothing', async () => {
    for (const answer of [{ Items: [] }, {}]) {
      const { tables, inputs } = setUp(answer);
      expect(await tables.eraseChats(ID)).toBe(0);
      expect(inputs).toHaveLength(1);
    }
  });

  it('repeats, after a pause, the deletions that a busy table did not take', async () => {
    const { tables, inputs, pauses } = setUp({ Items: chats(3) }, leaving(chat(1), chat(2)), leaving(chat(2)), {});
    expect(await tables.eraseChats(ID)).toBe(3);
    expect(inputs.slice(1)).toEqual([chats(3), [chat(1), chat(2)], [chat(2)]].map(deletions));
    expect(pauses).toEqual([1, 2]);
  });

  it('is given up when the table takes none six times: the next run comes again', async () => {
    const { tables, inputs, pauses } = setUp({ Items: chats(2) }, ...Array(6).fill(leaving(chat(0), chat(1))));
    await expect(tables.eraseChats(ID)).rejects.toThrow(new UnprocessedKeysError(2));
    expect(inputs).toHaveLength(1 + 6);
    expect(pauses).toEqual([1, 2, 3, 4, 5]);
  });

  it('of counts comes from their own table', async () => {
    const { tables, inputs } = setUp({ Items: [] });
    await tables.eraseCounts(ID);
    expect(inputs).toMatchObject([
      { TableName: 'ContactCounts', ExpressionAttributeNames: { '#partition': 'integrationId', '#sort': 'hourQueue' } },
    ]);
  });

  it('of incidents holds recoveries, the names of groups and the holes too, but neither settings nor health', async () => {
    const { tables, inputs } = setUp({ Items: [] }, { Items: [] });
    await tables.eraseIncidents(ID);
    const range = (first: string) => ({
      TableName: 'Integrations',
      KeyConditionExpression: '#partition = :integration AND #sort BETWEEN :first AND :last',
      ExpressionAttributeNames: { '#partition': 'integrationId', '#sort': 'item' },
      ExpressionAttributeValues: { ':integration': { S: ID }, ':first': { S: first } },
      Limit: 500,
    });
    expect(inputs).toMatchObject([range('backfill#'), range('groups')]);
  });
});

describe('the erasures that are due', () => {
  const NOW = Date.parse('2026-11-22T09:00:00Z');

  it('are found in their own shard of the index, up to this moment, and one page a run', async () => {
    const { tables, inputs } = setUp({ Items: [{ integrationId: { S: ID } }, {}] });
    expect(await tables.dueErasures(NOW)).toEqual([ID]);
    expect(inputs).toEqual([
      {
        TableName: 'Integrations',
        IndexName: 'byCheckAt',
        KeyConditionExpression: 'checkShard = :shard AND checkAt <= :now',
        ExpressionAttributeValues: { ':shard': { S: 'erase' }, ':now': { S: '2026-11-22T09:00:00.000Z' } },
        Limit: 25,
      },
    ]);
  });

  it('may be none', async () => {
    expect(await setUp({}).tables.dueErasures(NOW)).toEqual([]);
  });
});
