import { describe, expect, it } from 'vitest';
import { rememberChats } from '../../../shared/counting/remembered-chats.ts';
import { chatFrom, entryOf } from '../../support/changes.ts';
import { at, markedSpam, resolved } from '../../support/events.ts';
import { createFakeChatLedger } from '../../support/fakes/chat-ledger.ts';
import { StoreDownError } from '../../support/fakes/outage.ts';

const FIRST = entryOf(chatFrom(resolved()));
const THEN = entryOf(chatFrom(resolved(), markedSpam({ occurredAt: at('18:00') })));
const OTHER = entryOf(chatFrom(resolved()), { chatId: 'chat-2' });
const setUp = () => {
  const store = createFakeChatLedger();
  return { store, ledger: rememberChats(store) };
};

describe('a remembered chat', () => {
  it('is neither inserted nor read again, and is what the ledger holds', async () => {
    const { store, ledger } = setUp();
    expect(await ledger.insert([FIRST, OTHER])).toEqual(['inserted', 'inserted']);
    expect(await ledger.insert([FIRST])).toEqual(['already_there']);
    expect(await ledger.update(THEN, 1)).toEqual({ kind: 'updated' });
    expect(await ledger.update(THEN, 2)).toEqual({ kind: 'updated' });
    expect(await ledger.read([FIRST, OTHER])).toEqual(store.items());
    expect(store.calls).toEqual(['insert 2', 'update', 'update']);
  });

  it('stands in its place among those that are new', async () => {
    const { store, ledger } = setUp();
    await ledger.insert([FIRST]);
    const third = { ...FIRST, chatId: 'chat-3' };
    expect(await ledger.insert([OTHER, FIRST, third])).toEqual(['inserted', 'already_there', 'inserted']);
    expect(store.calls).toEqual(['insert 1', 'insert 2']);
  });

  it('is given beside those that the ledger is asked for', async () => {
    const { store, ledger } = setUp();
    await store.insert([OTHER]);
    await ledger.insert([FIRST]);
    const chats = await ledger.read([FIRST, OTHER]);
    expect(chats.map(({ chatId }) => chatId).sort()).toEqual(['chat-1', 'chat-2']);
    expect(store.calls.at(-1)).toBe('read 1');
  });

  it('is one of ten thousand: then the one goes that was longest not asked for', async () => {
    const { store, ledger } = setUp();
    const numbered = (number: number) => ({ ...FIRST, chatId: `chat-${number}` });
    const from = (start: number) => Array.from({ length: 25 }, (_, index) => numbered(start + index));
    for (let start = 0; start < 10_000; start += 25) await ledger.insert(from(start));
    await ledger.read([numbered(0)]);
    expect(store.calls.at(-1)).toBe('insert 25');
    await ledger.insert([numbered(10_000)]);
    await ledger.read([numbered(0)]);
    expect(store.calls.at(-1)).toBe('insert 1');
    await ledger.read([numbered(1)]);
    expect(store.calls.at(-1)).toBe('read 1');
  });

  it('is forgotten when another writer was faster', async () => {
    const { store, ledger } = setUp();
    await ledger.insert([FIRST]);
    await store.update(THEN, 1);
    expect(await ledger.update(FIRST, 1)).toMatchObject({ kind: 'overtaken', current: { version: 2 } });
    expect(await ledger.read([FIRST])).toEqual(store.items());
    expect(store.calls.at(-1)).toBe('read 1');
  });

  it('is inserted again when it was erased and then changed', async () => {
    const { store, ledger } = setUp();
    await ledger.insert([FIRST]);
    store.erase(FIRST);
    expect(await ledger.update(THEN, 1)).toEqual({ kind: 'overtaken', current: undefined });
    expect(await ledger.insert([THEN])).toEqual(['inserted']);
    expect(store.items()).toMatchObject([{ version: 1, chat: THEN.chat }]);
  });

  it.each(['request_lost', 'answer_lost'] as const)(
    'is forgotten when nobody answers, for it may be changed or not (%s)',
    async (fault) => {
      const { store, ledger } = setUp();
      await ledger.insert([FIRST]);
      store.updateOutage.next(fault);
      await expect(ledger.update(THEN, 1)).rejects.toThrow(StoreDownError);
      expect(await ledger.read([FIRST])).toEqual(store.items());
      expect(store.calls.at(-1)).toBe('read 1');
    },
  );
});

describe('a chat is not remembered', () => {
  it.each(['request_lost', 'answer_lost'] as const)('when nobody answered its insert (%s)', async (fault) => {
    const { store, ledger } = setUp();
    store.insertOutage.next(fault);
    await expect(ledger.insert([FIRST])).rejects.toThrow(StoreDownError);
    expect(await ledger.insert([FIRST])).toEqual([fault === 'request_lost' ? 'inserted' : 'already_there']);
  });

  it('when its statement was throttled', async () => {
    const { store, ledger } = setUp();
    store.throttle(FIRST.chatId);
    expect(await ledger.insert([FIRST, OTHER])).toEqual(['unavailable', 'inserted']);
    store.throttle();
    expect(await ledger.insert([FIRST])).toEqual(['inserted']);
  });

  it('when the ledger does not tell what became of it', async () => {
    const { store } = setUp();
    const silent = [async () => []];
    const ledger = rememberChats({ ...store, insert: (entries) => (silent.pop() ?? store.insert)(entries) });
    expect(await ledger.insert([FIRST])).toEqual(['unavailable']);
    expect(await ledger.insert([FIRST])).toEqual(['inserted']);
  });

  it('when another process inserted it', async () => {
    const { store, ledger } = setUp();
    await store.insert([FIRST]);
    await store.update(THEN, 1);
    expect(await ledger.insert([FIRST])).toEqual(['already_there']);
    expect(await ledger.read([FIRST])).toEqual(store.items());
  });
});
