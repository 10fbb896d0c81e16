import { describe, expect, it } from 'vitest';
import { createWriteChats } from '../../../shared/counting/write-chats.ts';
import { backoffSeconds } from '../../../shared/intake/postponement.ts';
import { createRecordChats } from '../../../shared/intake/record-chats.ts';
import { EVENTS_QUEUE } from '../../../shared/queues.ts';
import { createNoteEvidence } from '../../../shared/silence/note-evidence.ts';
import { apiKey } from '../../support/api-keys.ts';
import { entryOf, recordedChat } from '../../support/changes.ts';
import { appEvent, at, heartbeat, NOW, reopened, resolved } from '../../support/events.ts';
import { createFakeApiKeys } from '../../support/fakes/api-keys.ts';
import { createFakeChatLedger } from '../../support/fakes/chat-ledger.ts';
import { createFakeEventQueue } from '../../support/fakes/event-queue.ts';
import { createFakeIntegrationHealth } from '../../support/fakes/integration-health.ts';
import { deliveriesOf, delivery, eventsMessage, INTEGRATION, refusalMessage } from '../../support/messages.ts';

const setUp = () => {
  const ledger = createFakeChatLedger();
  const health = createFakeIntegrationHealth(INTEGRATION);
  const keys = createFakeApiKeys(apiKey().known);
  const queue = createFakeEventQueue();
  const errors: unknown[] = [];
  const onError = (error: unknown) => void errors.push(error);
  const record = createRecordChats({
    writeChats: createWriteChats({ ledger, pause: async () => undefined, onError }),
    noteEvidence: createNoteEvidence({ health, findCaughtUpTo: async () => undefined, onError }),
    noteGroups: async () => undefined,
    queue,
    onError,
  });
  return { record, ledger, health, keys, queue, errors };
};

const of = (...chatIds: readonly string[]) => eventsMessage(chatIds.map((chatId) => resolved({ chatId })));

describe('recording a batch', () => {
  it('joins what the batch says of one chat into one write', async () => {
    const { record, ledger } = setUp();
    const events = [
      resolved({ occurredAt: at('10:00') }),
      resolved({ occurredAt: at('09:00'), group: 'Sales' }),
    ] as const;
    const again = eventsMessage([resolved({ occurredAt: at('11:00') })]);
    expect(await record(deliveriesOf(eventsMessage(events), again))).toEqual({
      failed: [],
      inserted: 1,
      changed: 0,
      unchanged: 0,
      rejected: 0,
      skipped: 0,
    });
    expect(ledger.items()).toEqual([{ ...entryOf(recordedChat(...events)), version: 1 }]);
    expect(ledger.writes).toHaveLength(1);
  });

  it('keeps of an event that came twice the first receipt, in any order and in one batch or two', async () => {
    const events = [resolved({ createdAt: at('08:58') })];
    const sent = [
      eventsMessage(events, { receivedAt: NOW + 1 }),
      eventsMessage(events, { receivedAt: NOW, source: { kind: 'key', keyId: 'key-2' } }),
      eventsMessage(events, { receivedAt: NOW, source: { kind: 'key', keyId: 'key-3' } }),
    ];
    const receipt = { at: NOW, keyId: 'key-2' };
    for (const messages of [sent, sent.toReversed()]) {
      const [together, apart] = [setUp(), setUp()];
      await together.record(deliveriesOf(...messages));
      for (const message of messages) await apart.record(deliveriesOf(message));
      for (const { ledger } of [together, apart]) {
        expect(ledger.items()).toMatchObject([
          { chat: { resolved: { receipt }, resolvedInGroup: { receipt }, creationReceipt: receipt } },
        ]);
      }
    }
  });

  it('writes nothing for an event that comes again with another key', async () => {
    const { record, ledger } = setUp();
    await record(deliveriesOf(of('a')));
    const again = eventsMessage([resolved({ chatId: 'a' })], {
      receivedAt: NOW + 60_000,
      source: { kind: 'key', keyId: 'a-key' },
    });
    expect(await record(deliveriesOf(again))).toMatchObject({ changed: 0, unchanged: 1 });
    expect(ledger.writes).toHaveLength(1);
  });

  it('of the monitor and of a report notes no key', async () => {
    const { record, ledger } = setUp();
    await record(deliveriesOf(eventsMessage([resolved()], { source: { kind: 'probe' } })));
    const row = { ...resolved({ chatId: 'b' }), type: 'chat.reported' } as const;
    await record(deliveriesOf(eventsMessage([row], { source: { kind: 'report' } })));
    expect(ledger.items().map(({ chat }) => [chat.resolved?.receipt, chat.reported?.resolved?.receipt])).toEqual([
      [{ at: NOW }, undefined],
      [undefined, { at: NOW }],
    ]);
  });

  it('reads a redelivered chat before it writes, and a first delivery not', async () => {
    const { record, ledger } = setUp();
    await record([delivery(of('a', 'b'))]);
    await record([delivery(of('a', 'b'), { receiveCount: 2 })]);
    expect(ledger.calls).toEqual(['insert 2', 'read 2']);
  });

  it('reads a chat first when one of the messages that speak of it was redelivered', async () => {
    const { record, ledger } = setUp();
    const messages = deliveriesOf(of('a', 'b'), of('b'));
    await record(messages);
    await record(messages.map((one, index) => ({ ...one, receiveCount: index + 1 })));
    expect(ledger.calls).toEqual(['insert 2', 'read 1', 'insert 1', 'read 1']);
  });

  it('keeps chats of two integrations apart', async () => {
    const { record, ledger } = setUp();
    await record(deliveriesOf(of('c'), eventsMessage([resolved({ chatId: 'c' })], { integrationId: 'other.one' })));
    expect(ledger.items().map(({ integrationId }) => integrationId)).toEqual([INTEGRATION, 'other.one']);
  });

  it('brings only terminal events to the ledger, the others are evidence', async () => {
    const { record, ledger, health } = setUp();
    await record(deliveriesOf(eventsMessage([reopened(), heartbeat('1.2')])));
    expect(ledger.calls).toEqual([]);
    expect(health.healthOf(INTEGRATION)?.evidence).toMatchObject({
      acceptedAt: NOW,
      chatEventAt: NOW,
      heartbeatAt: NOW,
      appVersion: '1.2',
    });
  });

  it('counts what it did', async () => {
    const { record } = setUp();
    await record(deliveriesOf(of('a', 'b')));
    const news = eventsMessage([resolved({ chatId: 'a', occurredAt: at('08:00') })]);
    expect(await record(deliveriesOf(news, of('b', 'c'), '{'))).toEqual({
      failed: [],
      inserted: 1,
      changed: 1,
      unchanged: 1,
      rejected: 1,
      skipped: 0,
    });
  });

  it('writes down that the key was used', async () => {
    const { record, health } = setUp();
    await record(deliveriesOf(eventsMessage([resolved()], { source: { kind: 'key', keyId: 'key-7' } })));
    expect(health.healthOf(INTEGRATION)?.evidence.keyUses).toEqual({ 'key-7': NOW });
  });
});

describe('evidence that cannot be written', () => {
  it('keeps no message back that a later one repeats', async () => {
    const { record, health } = setUp();
    health.outage.next('request_lost');
    expect((await record(deliveriesOf(of('a')))).failed).toEqual([]);
  });

  it.each(['app.installed', 'app.uninstalled'] as const)('keeps an %s, which none repeats', async (type) => {
    const { record, health, queue } = setUp();
    health.outage.next('request_lost');
    expect((await record(deliveriesOf(eventsMessage([appEvent(type)])))).failed).toEqual(['message-1']);
    expect(queue.postponed).toEqual([{ messageId: 'message-1', delaySeconds: 30 }]);
  });

  it('that hangs until the expiry ends with it', async () => {
    const { ledger, queue } = setUp();
    const record = createRecordChats({
      writeChats: createWriteChats({ ledger, pause: async () => undefined, onError: () => undefined }),
      noteEvidence: createNoteEvidence({
        health: { write: () => new Promise(() => undefined), find: () => new Promise(() => undefined) },
        findCaughtUpTo: async () => undefined,
        onError: () => undefined,
      }),
      noteGroups: async () => undefined,
      queue,
      onError: () => undefined,
    });
    const deadline = { hasTime: () => true, elapsedMs: () => 20_000, expiry: Promise.resolve() };
    const { failed } = await record(deliveriesOf(of('a'), eventsMessage([appEvent('app.installed')])), deadline);
    expect(failed).toContain('message-2');
  });
});

describe('a batch in which something fails', () => {
  it('brings back exactly the messages that speak of an unwritten chat', async () => {
    const { record, ledger, queue } = setUp();
    ledger.throttle('b');
    const recording = await record(deliveriesOf(of('a'), of('a', 'b'), of('c'), of('b')));
    expect(recording.failed).toEqual(['message-2', 'message-4']);
    expect(ledger.items().map(({ chatId }) => chatId)).toEqual(['a', 'c']);
    expect(queue.postponed).toEqual([
      { messageId: 'message-2', delaySeconds: 1 },
      { messageId: 'message-4', delaySeconds: 1 },
    ]);
  });

  it('sends a poison message away at once, with its reason, and records its neighbours', async () => {
    const { record, ledger, queue } = setUp();
    const recording = await record(deliveriesOf(of('a'), 'not JSON', of('b'), '{"v":3}'));
    expect(recording).toMatchObject({ failed: [], inserted: 2, rejected: 2 });
    expect(queue.rejected).toEqual([
      { messageId: 'message-2', reason: 'not_json' },
      { messageId: 'message-4', reason: 'later_version' },
    ]);
    expect(queue.postponed).toEqual([]);
    expect(ledger.items()).toHaveLength(2);
  });

  it('keeps the unreadable events about chats for a later version, once their neighbours are in the ledger', async () => {
    const { record, ledger, queue } = setUp();
    const future = { id: 'f', type: 'chat.transferred', chat: { id: 'b' } };
    const body = JSON.stringify({ ...of('a'), events: [...of('a').events, future, { type: 'app.restarted' }] });
    ledger.throttle('a');
    expect(await record(deliveriesOf(body))).toMatchObject({ failed: ['message-1'], rejected: 0 });
    expect(queue.letters).toEqual([]);
    ledger.throttle();
    expect(await record(deliveriesOf(body))).toMatchObject({ failed: [], inserted: 1, rejected: 1, skipped: 1 });
    expect(queue.rejected).toEqual([{ messageId: 'message-1', reason: 'unreadable_events' }]);
    expect(queue.letters.map((letter) => JSON.parse(letter))).toEqual([{ ...of('a'), events: [future] }]);
  });

  it('brings a message back whose unreadable events the dead-letter queue did not take', async () => {
    const { record, queue } = setUp();
    const body = JSON.stringify({ ...of('a'), events: [{ type: 'chat.transferred' }] });
    queue.rejectOutage.begin();
    expect(await record(deliveriesOf(body))).toMatchObject({ failed: ['message-1'], rejected: 0 });
  });

  it('keeps a poison message that the dead-letter queue did not take', async () => {
    const { record, queue, errors } = setUp();
    queue.rejectOutage.begin();
    expect(await record(deliveriesOf('not JSON', of('a')))).toMatchObject({ failed: ['message-1'], rejected: 0 });
    expect(errors).toHaveLength(1);
  });

  it('never holds events back for evidence', async () => {
    const { record, health, errors } = setUp();
    health.outage.begin();
    expect(await record(deliveriesOf(of('a')))).toMatchObject({ failed: [], inserted: 1 });
    expect(errors).toHaveLength(1);
  });

  it('brings a refusal back that could not be noted: it is its evidence', async () => {
    const { record, health } = setUp();
    health.outage.begin();
    const other = refusalMessage({ integrationId: 'gone.one' });
    expect((await record(deliveriesOf(refusalMessage(), of('a'), other))).failed).toEqual(['message-1', 'message-3']);
    health.outage.end();
    expect((await record(deliveriesOf(refusalMessage(), other))).failed).toEqual([]);
    expect(health.healthOf(INTEGRATION)?.evidence.refusedAt).toBe(NOW);
  });

  it('still says which messages failed when they could not be postponed', async () => {
    const { record, ledger, queue, errors } = setUp();
    ledger.insertOutage.begin();
    queue.postponeOutage.begin();
    expect((await record(deliveriesOf(of('a'), of('b')))).failed).toEqual(['message-1', 'message-2']);
    expect(errors).toHaveLength(3);
  });

  it('loses nothing over an outage: the batch again gives the same ledger', async () => {
    const { record, ledger } = setUp();
    const batch = deliveriesOf(of('a', 'b'), of('b', 'c'));
    ledger.insertOutage.next('answer_lost');
    expect((await record(batch)).failed).toEqual(['message-1', 'message-2']);
    expect(await record(batch)).toMatchObject({ failed: [], unchanged: 3 });
    expect(ledger.writes).toHaveLength(3);
  });
});

describe('the back-off of a failed message', () => {
  it('is 30 s doubling to 900 s', () => {
    expect([1, 2, 3, 4, 5, 6, 7, 20, 5_000].map(backoffSeconds)).toEqual([30, 60, 120, 240, 480, 900, 900, 900, 900]);
  });

  it('counts the receives of its message', async () => {
    const { record, ledger, queue } = setUp();
    ledger.insertOutage.begin();
    await record([delivery(of('a'), { receiveCount: 4 })]);
    expect(queue.postponed).toEqual([{ messageId: 'message-1', delaySeconds: 240 }]);
  });

  it('lets a good message live through an outage of three hours', () => {
    const receives = Array.from({ length: EVENTS_QUEUE.maxReceiveCount }, (_, index) => index + 1);
    const lastReceiveAfterSeconds = receives.slice(0, -1).reduce((sum, count) => sum + backoffSeconds(count), 0);
    expect(lastReceiveAfterSeconds).toBeGreaterThan(3 * 60 * 60);
    expect(lastReceiveAfterSeconds).toBeLessThan(EVENTS_QUEUE.retentionSeconds);
  });
});
