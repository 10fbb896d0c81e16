import { describe, expect, it } from 'vitest';
import { contributionsOf } from '../../../shared/counting/contributions.ts';
import { createWriteChats, type SeenChat } from '../../../shared/counting/write-chats.ts';
import { chatFrom, entryOf } from '../../support/changes.ts';
import { at, deleted, markedSpam, resolved } from '../../support/events.ts';
import { createFakeChatLedger } from '../../support/fakes/chat-ledger.ts';
import { StoreDownError } from '../../support/fakes/outage.ts';
import { INTEGRATION } from '../../support/messages.ts';

const setUp = () => {
  const ledger = createFakeChatLedger();
  const errors: unknown[] = [];
  const pauses: number[] = [];
  const writeChats = createWriteChats({
    ledger,
    pause: async (attempt) => void pauses.push(attempt),
    onError: (error) => errors.push(error),
  });
  const write = async (...chats: readonly SeenChat[]) => {
    const outcomes = await writeChats(chats);
    return chats.map((chat) => outcomes.get(chat));
  };
  const chatNow = (chatId = 'chat-1') => ledger.items().find((item) => item.chatId === chatId);
  return { ledger, errors, pauses, write, chatNow };
};

const seen = (chatId: string, ...events: Parameters<typeof chatFrom>): SeenChat => ({
  integrationId: INTEGRATION,
  chatId,
  chat: chatFrom(...events),
  isRedelivered: false,
});
const redelivered = (chat: SeenChat): SeenChat => ({ ...chat, isRedelivered: true });
const EARLY = seen('chat-1', resolved({ occurredAt: at('09:00') }));
const LATE = seen('chat-1', resolved({ occurredAt: at('10:00') }));
const EARLY_AND_LATE = [resolved({ occurredAt: at('09:00') }), resolved({ occurredAt: at('10:00') })] as const;
const SPAM = seen('chat-1', markedSpam({ occurredAt: at('11:00') }));
const manyChats = (count: number) => Array.from({ length: count }, (_, index) => seen(`chat-${index}`, resolved()));

describe('writing chats', () => {
  it('puts a new chat with its contributions', async () => {
    const { ledger, write } = setUp();
    expect(await write(EARLY)).toEqual(['inserted']);
    expect(ledger.items()).toEqual([{ ...entryOf(EARLY.chat), version: 1 }]);
  });

  it('puts 25 a call, and writes nothing for an empty batch', async () => {
    const { ledger, write } = setUp();
    expect(new Set(await write(...manyChats(60)))).toEqual(new Set(['inserted']));
    expect(ledger.calls).toEqual(['insert 25', 'insert 25', 'insert 10']);
    expect(await write()).toEqual([]);
    expect(ledger.calls).toHaveLength(3);
  });

  it('reads chats that it met 100 a call', async () => {
    const { ledger, write } = setUp();
    await write(...manyChats(120));
    expect(new Set(await write(...manyChats(120)))).toEqual(new Set(['unchanged']));
    expect(ledger.calls.filter((call) => call.startsWith('read'))).toEqual(['read 100', 'read 20']);
    expect(ledger.calls).not.toContain('update');
  });

  it('leaves a chat alone that says nothing new', async () => {
    const { ledger, write } = setUp();
    await write(EARLY);
    expect(await write(EARLY)).toEqual(['unchanged']);
    expect(await write(LATE)).toEqual(['unchanged']);
    expect(ledger.writes).toHaveLength(1);
  });

  it('joins what is new, and stores the contributions of the whole', async () => {
    const { chatNow, write } = setUp();
    await write(LATE);
    expect(await write(EARLY)).toEqual(['changed']);
    expect(await write(SPAM)).toEqual(['changed']);
    const chat = chatFrom(
      resolved({ occurredAt: at('09:00') }),
      resolved({ occurredAt: at('10:00') }),
      markedSpam({ occurredAt: at('11:00') }),
    );
    expect(chatNow()).toEqual({ ...entryOf(chat), version: 3 });
  });

  it('keeps contributions of an older rule while nothing is new', async () => {
    const { ledger, write, chatNow } = setUp();
    await ledger.insert([{ ...entryOf(EARLY.chat), contributions: [] }]);
    await write(LATE);
    expect(chatNow()?.contributions).toEqual([]);
    await write(SPAM);
    expect(chatNow()?.contributions).toEqual(
      contributionsOf(chatFrom(resolved({ occurredAt: at('09:00') }), markedSpam())),
    );
  });

  it('never lets two tenants meet in one chat id', async () => {
    const { ledger, write } = setUp();
    const other = { ...SPAM, integrationId: 'other.one' };
    expect(await write(EARLY, other)).toEqual(['inserted', 'inserted']);
    expect(await write(EARLY, other)).toEqual(['unchanged', 'unchanged']);
    expect(ledger.items()).toHaveLength(2);
  });
});

describe('a redelivered chat', () => {
  it('is read and not inserted first, 100 a call', async () => {
    const { ledger, write } = setUp();
    await write(...manyChats(120));
    const before = ledger.calls.length;
    expect(new Set(await write(...manyChats(120).map(redelivered)))).toEqual(new Set(['unchanged']));
    expect(ledger.calls.slice(before)).toEqual(['read 100', 'read 20']);
  });

  it('is inserted with the new ones when no earlier delivery wrote it', async () => {
    const { ledger, write } = setUp();
    const [first, ...others] = manyChats(25);
    if (!first) return expect.fail();
    expect(new Set(await write(first, ...others.map(redelivered)))).toEqual(new Set(['inserted']));
    expect(ledger.calls).toEqual(['read 24', 'insert 25']);
  });

  it('is joined with what stands there', async () => {
    const { chatNow, write } = setUp();
    await write(LATE);
    expect(await write(redelivered(EARLY))).toEqual(['changed']);
    expect(chatNow()).toEqual({ ...entryOf(chatFrom(...EARLY_AND_LATE)), version: 2 });
  });

  it('waits alone when it cannot be read', async () => {
    const { ledger, write } = setUp();
    ledger.readOutage.next('request_lost');
    expect(await write(redelivered(EARLY), seen('chat-2', resolved()))).toEqual(['unavailable', 'inserted']);
    expect(ledger.items().map(({ chatId }) => chatId)).toEqual(['chat-2']);
  });

  it('that another writer inserts between the read and the INSERT is read again and joined', async () => {
    const { ledger, write, chatNow } = setUp();
    const { read } = ledger;
    const overtakenOnce = createWriteChats({
      ledger: {
        ...ledger,
        read: async (refs) => {
          const found = await read(refs);
          if (found.length === 0) await write(LATE);
          return found;
        },
      },
      pause: async () => undefined,
      onError: (error) => expect.fail(String(error)),
    });
    expect([...(await overtakenOnce([redelivered(EARLY)])).values()]).toEqual(['changed']);
    expect(chatNow()?.version).toBe(2);
  });
});

describe('two writers on one chat', () => {
  it('both get through: the overtaken one joins again', async () => {
    const { ledger, pauses, write, chatNow } = setUp();
    await write(LATE);
    const deletion = seen('chat-1', deleted({ occurredAt: at('12:00') }));
    ledger.beforeUpdate(async () => void (await write(deletion)));
    expect(await write(EARLY)).toEqual(['changed']);
    expect(chatNow()?.chat).toMatchObject({ resolved: { at: at('09:00') }, deleted: { at: at('12:00') } });
    expect(chatNow()?.version).toBe(3);
    expect(pauses).toEqual([1]);
  });

  it('the overtaken one has nothing to say when the other said the same', async () => {
    const { ledger, write, chatNow } = setUp();
    await write(LATE);
    ledger.beforeUpdate(async () => void (await write(EARLY)));
    expect(await write(EARLY)).toEqual(['unchanged']);
    expect(chatNow()?.version).toBe(2);
  });

  it('an item erased between read and update is put again, with what was just seen', async () => {
    const { ledger, write, chatNow } = setUp();
    await write(LATE);
    ledger.beforeUpdate(() => ledger.erase(EARLY));
    expect(await write(EARLY)).toEqual(['inserted']);
    expect(chatNow()).toEqual({ ...entryOf(EARLY.chat), version: 1 });
  });

  it('an item erased meanwhile that cannot be put again now comes back with its message', async () => {
    const { ledger, write } = setUp();
    await write(LATE);
    ledger.beforeUpdate(() => {
      ledger.erase(EARLY);
      ledger.throttle('chat-1');
    });
    expect(await write(EARLY)).toEqual(['unavailable']);
    expect(ledger.items()).toEqual([]);
  });

  it('contention on one chat ends in a retry of the message, not in a loop', async () => {
    const { ledger, write } = setUp();
    await write(LATE);
    const pauses: number[] = [];
    const writeUnderContention = createWriteChats({
      ledger: { ...ledger, update: async () => ({ kind: 'overtaken', current: ledger.items()[0] }) },
      pause: async (attempt) => void pauses.push(attempt),
      onError: (error) => expect.fail(String(error)),
    });
    expect([...(await writeUnderContention([EARLY])).values()]).toEqual(['unavailable']);
    expect(pauses).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });
});

describe('while the ledger does not answer', () => {
  it('a lost put touches no other call', async () => {
    const { ledger, errors, write } = setUp();
    ledger.insertOutage.next('request_lost');
    const outcomes = await write(...manyChats(50));
    expect(outcomes.slice(0, 25)).toEqual(Array(25).fill('unavailable'));
    expect(outcomes.slice(25)).toEqual(Array(25).fill('inserted'));
    expect(errors).toEqual([expect.any(StoreDownError)]);
  });

  it('a put whose answer was lost is known the next time', async () => {
    const { ledger, write } = setUp();
    ledger.insertOutage.next('answer_lost');
    expect(await write(EARLY)).toEqual(['unavailable']);
    expect(await write(EARLY)).toEqual(['unchanged']);
    expect(ledger.writes).toHaveLength(1);
  });

  it('an update whose answer was lost is known the next time', async () => {
    const { ledger, write } = setUp();
    await write(LATE);
    ledger.updateOutage.next('answer_lost');
    expect(await write(EARLY)).toEqual(['unavailable']);
    expect(await write(EARLY)).toEqual(['unchanged']);
    expect(ledger.writes).toHaveLength(2);
  });

  it('a throttled statement fails its chat alone', async () => {
    const { ledger, write } = setUp();
    ledger.throttle('chat-1');
    expect(await write(...manyChats(3))).toEqual(['inserted', 'no_time', 'inserted']);
  });

  it('a lost update fails its chat alone', async () => {
    const { ledger, errors, write } = setUp();
    await write(LATE, seen('chat-2', resolved({ occurredAt: at('10:00') })));
    ledger.updateOutage.next('request_lost');
    const outcomes = await write(EARLY, seen('chat-2', resolved({ occurredAt: at('09:00') })));
    expect(outcomes.toSorted()).toEqual(['changed', 'unavailable']);
    expect(errors).toHaveLength(1);
  });

  it('a lost read fails the chats that were to be read, and no new one', async () => {
    const { ledger, write } = setUp();
    await write(LATE);
    ledger.readOutage.next('request_lost');
    expect(await write(EARLY, seen('chat-2', resolved()))).toEqual(['unavailable', 'inserted']);
  });
});
