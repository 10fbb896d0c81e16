/**
 * What the first version wrote, word for word, read by today's code: messages that wait in a queue, items, a batch of
 * the stream. A file under test/fixtures/v1 is never changed; a new shape gets a folder of its own beside it.
 */

import { type AttributeValue, QueryCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { createHandler } from '../../functions/tally-contacts/handler.ts';
import { chatKey } from '../../shared/core/dynamo/keys.ts';
import { createLog } from '../../shared/core/lambda/log.ts';
import { UnreadableChatItemError } from '../../shared/counting/chat-item.ts';
import { createChatLedger } from '../../shared/counting/chat-ledger.dynamo.ts';
import { createCountStore } from '../../shared/counting/contact-counts.dynamo.ts';
import { createTallyContacts } from '../../shared/counting/tally-contacts.ts';
import { createWriteChats } from '../../shared/counting/write-chats.ts';
import { parseQueueMessage } from '../../shared/intake/queue-message.ts';
import { createRecordChats } from '../../shared/intake/record-chats.ts';
import { createFindKeys } from '../../shared/integrations/integration-keys.dynamo.ts';
import { createFindIntegration } from '../../shared/integrations/integration-store.dynamo.ts';
import { createPageOfIncidents } from '../../shared/integrations/list-incidents.dynamo.ts';
import { createIntegrationHealth } from '../../shared/silence/integration-health.dynamo.ts';
import { createNoteEvidence } from '../../shared/silence/note-evidence.ts';
import { figuresOf } from '../../shared/silence/refused-share.ts';
import { createFindEvidence } from '../../shared/silence/seen-evidence.dynamo.ts';
import apiKeyItems from '../fixtures/v1/api-key-items.json' with { type: 'json' };
import integrationItems from '../fixtures/v1/integration-items.json' with { type: 'json' };
import ledgerItems from '../fixtures/v1/ledger-items.json' with { type: 'json' };
import messages from '../fixtures/v1/messages.json' with { type: 'json' };
import streamEvent from '../fixtures/v1/stream-event.json' with { type: 'json' };
import { streamRecord } from '../support/changes.ts';
import { type DynamoTables, startDynamoTables } from '../support/dynamo-tables.ts';
import { NOW } from '../support/events.ts';
import { createFakeEventQueue } from '../support/fakes/event-queue.ts';
import { createFakeSetAside } from '../support/fakes/set-aside.ts';
import { deliveriesOf } from '../support/messages.ts';

type Item = Record<string, AttributeValue>;

const itemsSchema = z.array(z.record(z.string(), z.custom<AttributeValue>()));
const [LEDGER, SETTINGS, KEYS] = [ledgerItems, integrationItems, apiKeyItems].map((items) => itemsSchema.parse(items));
const BODIES = messages.map((message) => JSON.stringify(message));

const INTEGRATION = 'acme.7Yk2Lm0pQr5t';
const pause = async () => undefined;

let tables: DynamoTables;
beforeEach(async () => {
  tables = await startDynamoTables();
  for (const item of LEDGER ?? []) await tables.put(tables.names.Chats, item);
  for (const item of SETTINGS ?? []) await tables.put(tables.names.Integrations, item);
  for (const item of KEYS ?? []) await tables.put(tables.names.ApiKeys, item);
});
afterEach(() => tables.close());

const chatItem = (chatId: string): Promise<Item | undefined> =>
  tables.get(tables.names.Chats, chatKey({ integrationId: INTEGRATION, chatId }));

const createRecorder = () => {
  const { client, names } = tables;
  const queue = createFakeEventQueue();
  const errors: unknown[] = [];
  const onError = (error: unknown) => void errors.push(error);
  const ledger = createChatLedger({ client, table: names.Chats, pause });
  const record = createRecordChats({
    writeChats: createWriteChats({ ledger, pause, onError }),
    noteEvidence: createNoteEvidence({
      health: createIntegrationHealth({ client, table: names.Integrations, pause }),
      findCaughtUpTo: async () => undefined,
      onError,
    }),
    noteGroups: async () => undefined,
    queue,
    onError,
  });
  return { record, queue, errors };
};

const createTally = () => {
  const { setAside, repairs } = createFakeSetAside();
  const counts = createCountStore({
    client: tables.client,
    table: tables.names.ContactCounts,
    pause,
    clock: () => NOW,
  });
  const handler = createHandler({
    tallyContacts: createTallyContacts({ counts, setAside, pause }),
    log: createLog({ functionName: 'tally-contacts', write: () => undefined, clock: () => NOW }),
  });
  return { tally: (records: readonly unknown[]) => handler({ ...streamEvent, Records: records }), repairs };
};

/** The measures without their zeros. */
const counts = async () => {
  const { Items: items = [] } = await tables.client.send(
    new QueryCommand({
      TableName: tables.names.ContactCounts,
      KeyConditionExpression: 'integrationId = :integration',
      ExpressionAttributeValues: { ':integration': { S: INTEGRATION } },
    }),
  );
  return items.map((item) => {
    const { version: _, ...attributes } = unmarshall(item);
    const numbers = Object.entries(attributes).filter(([, value]) => typeof value === 'number' && value !== 0);
    return [item['hourQueue']?.S, Object.fromEntries(numbers)];
  });
};

describe('what the first version wrote', () => {
  it('is counted as it would have been then: its stream, its ledger, its messages', async () => {
    const { record, queue, errors } = createRecorder();
    const { tally, repairs } = createTally();

    await tally(streamEvent.Records);
    const moved = await chatItem('conv-moved');
    expect(await record(deliveriesOf(...BODIES))).toEqual({
      failed: [],
      inserted: 2,
      changed: 1,
      unchanged: 1,
      rejected: 0,
      skipped: 0,
    });
    const written = await Promise.all(['conv-new', 'conv-gone', 'conv-moved'].map(chatItem));
    await tally(
      written.map((after = {}, index) =>
        streamRecord(`10000000000000000001${index}`, after, index === 2 ? moved : undefined),
      ),
    );

    // What stood there keeps no receipt; the message says by which key and when its own events came.
    const [fresh, , changed] = written;
    expect(fresh?.['chat']?.M?.['resolved']?.M?.['receipt']?.M).toEqual({
      at: { N: expect.stringMatching(/^\d{13}$/) },
      keyId: { S: 'k7f3k0000001' },
    });
    expect(JSON.stringify(changed)).toContain('receipt');

    expect(await counts()).toEqual([
      ['2026-11-22T08:00:00Z#Support', { contacts: 1, contacts00: 1, arrivals: 2, arrivals00: 1, arrivals45: 1 }],
      ['2026-11-22T08:00:00Z#Undefined_Queue', { contacts: 1, contacts30: 1, arrivals: 1, arrivals30: 1 }],
      ['2026-11-22T09:00:00Z#Support', { contacts: 1, contacts00: 1 }],
      ['2026-11-22T10:00:00Z#Undefined_Queue', { contacts: 1, contacts00: 1, arrivals: 1, arrivals00: 1 }],
    ]);
    expect([queue.rejected, repairs, errors]).toEqual([[], [], []]);
  });

  it('is read as settings, evidence, incidents and keys, and evidence is added to it', async () => {
    const { client, names } = tables;
    const { record } = createRecorder();
    await record(deliveriesOf(...BODIES));

    const integration = await createFindIntegration({ client, integrations: names.Integrations })(INTEGRATION);
    expect(integration).toMatchObject({
      accountId: 'acme',
      name: 'Support',
      freshchatDomain: 'acme.freshchat.com',
      revision: 3,
      createdAt: Date.parse('2026-11-20T08:00:00Z'),
    });
    const evidence = await createFindEvidence({ client, table: names.Integrations, pause })([INTEGRATION]);
    expect(evidence.get(INTEGRATION)).toMatchObject({
      chatEventAt: 1_795_348_860_000,
      heartbeatAt: 1_795_348_800_000,
      refusedAt: 1_795_348_920_000,
      refusal: { reason: 'key_revoked', keyId: 'k0ldk0000001' },
      appVersion: '1.0.0',
      keyUses: { k7f3k0000001: 1_795_348_860_000 },
    });
    const incidents = await createPageOfIncidents({ client, table: names.Integrations })(INTEGRATION, { limit: 10 });
    expect(incidents.items).toMatchObject([{ cause: 'app_silent', closedAt: Date.parse('2026-11-21T06:00:00Z') }]);
    const keys = await createFindKeys({ client, table: names.ApiKeys, pause })(integration?.keyIds ?? []);
    expect(keys).toMatchObject([
      {
        keyId: 'k0ldk0000001',
        revokedAt: Date.parse('2026-11-20T09:00:00Z'),
        lastUsedAt: Date.parse('2026-11-20T08:30:00Z'),
      },
      { keyId: 'k7f3k0000001' },
    ]);
  });
});

describe('how many events were refused', () => {
  const BEFORE = { ...messages[0], v: 2, keyId: undefined, source: { kind: 'key', keyId: 'k7f3k0000001' } };
  const recorded = async (...bodies: readonly unknown[]) => {
    const { client, names } = tables;
    const { record } = createRecorder();
    const { failed, rejected } = await record(deliveriesOf(...bodies.map((body) => JSON.stringify(body))));
    expect({ failed, rejected }).toEqual({ failed: [], rejected: 0 });
    const evidence = await createFindEvidence({ client, table: names.Integrations, pause })([INTEGRATION]);
    const share = evidence.get(INTEGRATION)?.refusedShare;
    return share && figuresOf(share).refused;
  };

  it('is read from a message that says so', async () => {
    expect(await recorded({ ...BEFORE, refused: { too_long: 99 } })).toEqual({ too_long: 99 });
  });

  it('is unknown of a message of before, and one of a request that was refused as a whole', async () => {
    expect(await recorded(BEFORE)).toBeUndefined();
    const refusal = { ...BEFORE, kind: 'refusal', reason: 'events_invalid', events: undefined };
    expect(await recorded({ ...refusal, receivedAt: 1_795_349_000_000 })).toEqual({ events_invalid: 1 });
  });

  it('costs a recorder of before nothing: the message is of its version, and it drops what it does not know', () => {
    const message = parseQueueMessage(JSON.stringify({ ...BEFORE, refused: { too_long: 99 }, somethingElse: [1] }));
    expect(message).toMatchObject({ ok: true, message: { v: 2, refused: { too_long: 99 } } });
    expect(message).not.toHaveProperty('message.somethingElse');
  });
});

describe('what a later version wrote', () => {
  it('as a message is set aside with a reason, and never dropped', async () => {
    const { record, queue } = createRecorder();
    const later = JSON.stringify({ ...messages[0], v: 3 });
    expect(await record(deliveriesOf(later))).toMatchObject({ failed: [], rejected: 1 });
    expect(queue.rejected).toEqual([{ messageId: 'message-1', reason: 'later_version' }]);

    // When even that fails, it comes again.
    queue.rejectOutage.begin();
    expect(await record(deliveriesOf(later))).toMatchObject({ failed: ['message-1'], rejected: 0 });
  });

  it.each([
    ['of another shape', { chat: { S: 'packed' } }],
    ['that only says so', {}],
  ])('as a ledger item %s is refused loudly: untouched, and its chat stays in the queue', async (_, fields) => {
    const { record, queue, errors } = createRecorder();
    const later = { ...(LEDGER ?? [])[1], schema: { N: '3' }, ...fields };
    await tables.put(tables.names.Chats, later);

    // The first message speaks of other chats only.
    expect((await record(deliveriesOf(...BODIES))).failed).toEqual(['message-2']);
    expect(errors).toEqual([expect.any(UnreadableChatItemError)]);
    expect(queue.postponed).toEqual([{ messageId: 'message-2', delaySeconds: 30 }]);
    expect(queue.rejected).toEqual([]);
    expect(await chatItem('conv-moved')).toEqual(later);
  });

  it('as a ledger item is counted by its contributions, and set aside when it has others', async () => {
    const { tally, repairs } = createTally();
    const [first = {}, second = {}] = LEDGER ?? [];
    await tally([
      streamRecord(1, { ...first, schema: { N: '3' }, chat: { S: 'packed' } }),
      streamRecord(2, { ...second, schema: { N: '3' }, contributions: { S: 'packed' } }),
    ]);
    expect(await counts()).toMatchObject([['2026-11-22T08:00:00Z#Support', { contacts: 1 }]]);
    expect(repairs).toMatchObject([{ reason: 'unreadable_record', sequenceNumber: expect.stringMatching(/^0+2$/) }]);
  });
});
