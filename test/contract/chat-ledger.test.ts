import { DeleteItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chatKey } from '../../shared/core/dynamo/keys.ts';
import { createChatLedger } from '../../shared/counting/chat-ledger.dynamo.ts';
import type { ChatLedger, ChatRef } from '../../shared/counting/chat-ledger.port.ts';
import { createWriteChats } from '../../shared/counting/write-chats.ts';
import { chatFrom, entryOf } from '../support/changes.ts';
import { type DynamoTables, startDynamoTables } from '../support/dynamo-tables.ts';
import { at, deleted, markedSpam, resolved } from '../support/events.ts';
import { createFakeChatLedger } from '../support/fakes/chat-ledger.ts';

type Subject = { readonly ledger: ChatLedger; readonly erase: (ref: ChatRef) => void | Promise<void> };

let tables: DynamoTables;
beforeAll(async () => {
  tables = await startDynamoTables();
});
afterAll(() => tables.close());

const openFake = (): Subject => {
  const ledger = createFakeChatLedger();
  return { ledger, erase: ledger.erase };
};
const openDynamo = (): Subject => ({
  ledger: createChatLedger({ client: tables.client, table: tables.names.Chats, pause: async () => undefined }),
  erase: async (ref) =>
    void (await tables.client.send(new DeleteItemCommand({ TableName: tables.names.Chats, Key: chatKey(ref) }))),
});

describe.each([
  ['the fake', openFake],
  ['DynamoDB', openDynamo],
])('the ledger: %s', (_, open) => {
  const setUp = () => {
    const integrationId = `demo.${crypto.randomUUID()}`;
    const entry = (chatId: string, ...events: Parameters<typeof chatFrom>) =>
      entryOf(chatFrom(...events), { chatId, integrationId });
    return { ...open(), integrationId, entry };
  };

  it('inserts what is absent, and says what was there', async () => {
    const { ledger, entry } = setUp();
    const [a, b, c] = ['a', 'b', 'c'].map((chatId) => entry(chatId, resolved()));
    if (!a || !b || !c) return expect.fail();
    expect(await ledger.insert([a, b])).toEqual(['inserted', 'inserted']);
    const other = { ...b, chat: chatFrom(markedSpam()) };
    expect(await ledger.insert([other, c])).toEqual(['already_there', 'inserted']);
    const stored = await ledger.read([a, b, c]);
    expect(stored.toSorted((one, two) => (one.chatId < two.chatId ? -1 : 1))).toStrictEqual(
      [a, b, c].map((one) => ({ ...one, version: 1 })),
    );
  });

  it('takes 25 chats in one call and reads 100', async () => {
    const { ledger, entry } = setUp();
    const entries = Array.from({ length: 100 }, (_, index) => entry(`chat-${index}`, resolved()));
    for (const start of [0, 25, 50, 75]) {
      expect(await ledger.insert(entries.slice(start, start + 25))).toEqual(Array(25).fill('inserted'));
    }
    expect(await ledger.read(entries)).toHaveLength(100);
  });

  it('reads only what is there', async () => {
    const { ledger, integrationId, entry } = setUp();
    await ledger.insert([entry('a', resolved())]);
    const refs = ['a', 'b'].map((chatId) => ({ integrationId, chatId }));
    expect((await ledger.read(refs)).map(({ chatId }) => chatId)).toEqual(['a']);
    expect(await ledger.read([{ integrationId: `${integrationId}2`, chatId: 'a' }])).toEqual([]);
  });

  it('keeps the rows of a report beside what the app said', async () => {
    const { ledger, entry } = setUp();
    const live = entry('a', resolved());
    const withRows = { ...live, chat: { ...live.chat, reported: chatFrom(resolved({ occurredAt: at('08:00') })) } };
    const ofRows = { ...entry('b', resolved()), chat: { reported: live.chat } };
    await ledger.insert([live, ofRows]);
    expect(await ledger.update(withRows, 1)).toEqual({ kind: 'updated' });
    expect(await ledger.read([live])).toStrictEqual([{ ...withRows, version: 2 }]);
    expect(await ledger.read([ofRows])).toStrictEqual([{ ...ofRows, version: 1 }]);
  });

  it('replaces the version that was read, chat and contributions together', async () => {
    const { ledger, entry } = setUp();
    const after = entry('a', resolved({ groupId: 'g-7', createdAt: at('07:00') }), deleted(), markedSpam());
    await ledger.insert([entry('a', resolved())]);
    expect(await ledger.update(after, 1)).toEqual({ kind: 'updated' });
    expect(await ledger.read([after])).toStrictEqual([{ ...after, version: 2 }]);
  });

  it('replaces no other version, and shows what stands there', async () => {
    const { ledger, entry } = setUp();
    const [first, second] = [entry('a', resolved()), entry('a', markedSpam())];
    await ledger.insert([first]);
    await ledger.update(second, 1);
    expect(await ledger.update(first, 1)).toStrictEqual({ kind: 'overtaken', current: { ...second, version: 2 } });
    expect(await ledger.read([first])).toStrictEqual([{ ...second, version: 2 }]);
  });

  it('does not bring an erased item back by an update', async () => {
    const { ledger, erase, entry } = setUp();
    const first = entry('a', resolved());
    await ledger.insert([first]);
    await erase(first);
    expect(await ledger.update(first, 1)).toEqual({ kind: 'overtaken', current: undefined });
    expect(await ledger.read([first])).toEqual([]);
  });

  it('refuses a call that names one chat twice', async () => {
    const { ledger, entry } = setUp();
    const one = entry('a', resolved());
    await expect(ledger.insert([one, one])).rejects.toThrow();
    await expect(ledger.read([one, one])).rejects.toThrow();
    expect(await ledger.read([one])).toEqual([]);
  });

  it.each(['😀'.repeat(200), '\ufffe\uffff', "it's \"quoted\" \\ {'a': ?}", 'e\u0301', ' ', '#', ';DROP'])(
    'takes every text that the HTTP API accepts (%j)',
    async (text) => {
      const { ledger, entry } = setUp();
      const one = entry(text, resolved({ id: text, group: text, groupId: text, chatId: text }));
      const changed = entry(text, resolved({ id: text, group: text, occurredAt: at('01:00') }));
      expect(await ledger.insert([one])).toEqual(['inserted']);
      expect(await ledger.update(changed, 1)).toEqual({ kind: 'updated' });
      expect(await ledger.read([one])).toStrictEqual([{ ...changed, version: 2 }]);
    },
  );

  it('lets the flow find nothing new in what it wrote itself', async () => {
    const { ledger, integrationId } = setUp();
    const write = createWriteChats({
      ledger,
      pause: async () => undefined,
      onError: (error) => expect.fail(String(error)),
    });
    const seen = {
      integrationId,
      chatId: 'a',
      chat: chatFrom(resolved({ groupId: 'g', createdAt: at('08:00') }), deleted({ occurredAt: at('10:00') })),
      isRedelivered: false,
    };
    expect([...(await write([seen])).values()]).toEqual(['inserted']);
    expect([...(await write([seen])).values()]).toEqual(['unchanged']);
    const more = { ...seen, chat: chatFrom(markedSpam()) };
    expect([...(await write([more])).values()]).toEqual(['changed']);
    expect([...(await write([more])).values()]).toEqual(['unchanged']);
    expect([...(await write([{ ...more, isRedelivered: true }])).values()]).toEqual(['unchanged']);
  });

  it('lets two writers of one chat through, whoever is faster', async () => {
    const { ledger, integrationId } = setUp();
    const write = createWriteChats({
      ledger,
      pause: async () => undefined,
      onError: (error) => expect.fail(String(error)),
    });
    const times = ['09:00', '09:01', '09:02', '09:03', '09:04', '09:05'];
    const views = times.map((time, index) => ({
      integrationId,
      chatId: 'a',
      chat: chatFrom(resolved({ id: `e${index}`, occurredAt: at(time), createdAt: at(time) - index * 60_000 })),
      isRedelivered: false,
    }));
    await Promise.all(views.map((view) => write([view])));
    const [stored] = await ledger.read(views.slice(0, 1));
    expect(stored).toMatchObject({ chat: { resolved: { at: at('09:00') }, createdAt: at('09:00') } });
  });
});
