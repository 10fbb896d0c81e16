/**
 * Every call of record-chats and tally-contacts, on the real engine, fails once: in one attempt, which the SDK repeats, or
 * in all of them, so that the message or the stream's batch comes again. The counts must not notice.
 */

import { ScanCommand } from '@aws-sdk/client-dynamodb';
import type { SQSEvent } from 'aws-lambda';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { INTEGRATION_ID, KEY_ID } from '../../bench/day.ts';
import { createContext, inBatches, readStream, toDeliveredEvent, toStreamEvent } from '../../bench/events.ts';
import { createRecordChatsHandler, createTallyContactsHandler } from '../../bench/pipeline.ts';
import { openStage, type PipelineTables, type Stage } from '../../bench/stage.ts';
import type { TerminalEvent } from '../../shared/counting/terminal-event.ts';
import { toBody } from '../../shared/intake/queue-message.ts';
import { type Fault, type FaultPlan, planFaults } from '../support/faults.ts';

let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
});

afterAll(() => stage.close());

const MINUTE_MS = 60_000;
const NINE = Date.UTC(2026, 10, 23, 9);

const ended = (chatId: string, type: TerminalEvent['type'], atMinute: number, group?: string): TerminalEvent => ({
  id: `${chatId}:${type}:${atMinute}`,
  type,
  occurredAt: NINE + atMinute * MINUTE_MS,
  chat: { id: chatId, createdAt: NINE - 20 * MINUTE_MS, ...(group !== undefined && { group: { name: group } }) },
});

/** Two batches: the second knows some chats of the first again, moves one to another hour and one to another queue. */
const BATCHES = [
  [
    ended('c-1', 'chat.resolved', 5, 'Sales'),
    ended('c-2', 'chat.resolved', 6, 'Sales'),
    ended('c-3', 'chat.resolved', 70, 'Support'),
    ended('c-4', 'chat.resolved', 7),
  ],
  [
    ended('c-1', 'chat.resolved', 5, 'Sales'),
    ended('c-2', 'chat.marked_spam', 30),
    ended('c-3', 'chat.resolved', 10, 'Support'),
    ended('c-5', 'chat.resolved', 80, 'Sales'),
  ],
];

const EXPECTED = {
  '2026-11-23T08:00:00Z#Sales': { contacts: 0, arrivals: 2 },
  '2026-11-23T08:00:00Z#Support': { contacts: 0, arrivals: 1 },
  '2026-11-23T08:00:00Z#Undefined_Queue': { contacts: 0, arrivals: 2 },
  '2026-11-23T09:00:00Z#Sales': { contacts: 1, arrivals: 0 },
  '2026-11-23T09:00:00Z#Support': { contacts: 1, arrivals: 0 },
  '2026-11-23T09:00:00Z#Undefined_Queue': { contacts: 2, arrivals: 0 },
  '2026-11-23T10:00:00Z#Sales': { contacts: 1, arrivals: 0 },
};

const STREAM_BATCH = 4;

const toEvent = (events: readonly TerminalEvent[], batch: number, receiveCount: number): SQSEvent =>
  toDeliveredEvent(
    events.map((event, index) => ({
      messageId: `m-${batch}-${index}`,
      arrivesAt: NINE,
      body: toBody({
        v: 2,
        kind: 'events',
        integrationId: INTEGRATION_ID,
        source: { kind: 'key', keyId: KEY_ID },
        receivedAt: NINE + batch * 10 * MINUTE_MS,
        events: [event],
      }),
    })),
    receiveCount,
  );

/** Delivers a batch until nothing of it fails; a plan that fails for ever would fail the test by time. */
const untilDone = async (deliver: (receiveCount: number) => Promise<boolean>): Promise<void> => {
  for (let receiveCount = 1; !(await deliver(receiveCount)); receiveCount += 1);
};

const record = async (tables: PipelineTables, plan: FaultPlan): Promise<readonly string[]> => {
  const client = stage.createClient();
  const { calls } = planFaults(client, plan);
  for (const [batch, events] of BATCHES.entries()) {
    // Another process, that remembers nothing of the first batch.
    const handler = createRecordChatsHandler({ client, tables: tables.tables });
    await untilDone(async (receiveCount) => {
      const { batchItemFailures } = await handler(toEvent(events, batch, receiveCount), createContext());
      return batchItemFailures.length === 0;
    });
  }
  client.destroy();
  return calls();
};

const tally = async (tables: PipelineTables, plan: FaultPlan): Promise<readonly string[]> => {
  const client = stage.createClient();
  const { calls } = planFaults(client, plan);
  const handler = createTallyContactsHandler({ client, tables: tables.tables });
  const stream = await readStream(stage.endpoint, tables.ledgerStreamArn);
  for (const records of inBatches(stream.records, STREAM_BATCH)) {
    const event: unknown = JSON.parse(JSON.stringify(toStreamEvent({ ...stream, records })));
    await untilDone(() =>
      handler(event, createContext()).then(
        () => true,
        () => false,
      ),
    );
  }
  client.destroy();
  return calls();
};

/** A count that chats have left holds 0; readers treat it like an absent one. */
const readCounts = async ({ tables }: PipelineTables) => {
  const { Items: items = [] } = await stage.onlooker.send(new ScanCommand({ TableName: tables.ContactCounts }));
  const counts = items.map((item) => ({
    key: item['hourQueue']?.S,
    contacts: Number(item['contacts']?.N),
    arrivals: Number(item['arrivals']?.N),
  }));
  return Object.fromEntries(
    counts
      .filter(({ contacts, arrivals }) => contacts !== 0 || arrivals !== 0)
      .map(({ key, ...measures }) => [key, measures]),
  );
};

const noFaults: FaultPlan = () => undefined;

const once =
  (fault: Fault) =>
  (lost: number): FaultPlan =>
  ({ call, attempt }) =>
    call === lost && attempt === 1 ? fault : undefined;

const always =
  (fault: Fault) =>
  (lost: number): FaultPlan =>
  ({ call }) =>
    call === lost ? fault : undefined;

/** Each maps the number of a call to a plan that fails it. */
const LOSSES = [
  { loss: 'one answer, by an error 500', planFor: once('commits_then_500') },
  { loss: 'one answer, by its connection', planFor: once('commits_then_resets') },
  { loss: 'all its answers', planFor: always('commits_then_500') },
  { loss: 'all its requests', planFor: always('resets') },
  { loss: 'each part of its batch', planFor: once('throttles_each_part') },
] as const;

test('the story calls every operation of both functions', async () => {
  const tables = await stage.createPipelineTables();
  expect(new Set(await record(tables, noFaults))).toEqual(
    new Set(['BatchExecuteStatementCommand', 'BatchGetItemCommand', 'UpdateItemCommand']),
  );
  expect(new Set(await tally(tables, noFaults))).toEqual(
    new Set(['BatchExecuteStatementCommand', 'BatchGetItemCommand']),
  );
  expect(await readCounts(tables)).toEqual(EXPECTED);
});

describe.each(LOSSES)('when one call loses $loss', ({ planFor }) => {
  test('the counts are exact, whichever call of record-chats it is', async () => {
    const calls = await record(await stage.createPipelineTables(), noFaults);
    for (const [index] of calls.entries()) {
      const tables = await stage.createPipelineTables();
      await record(tables, planFor(index + 1));
      await tally(tables, noFaults);
      expect(await readCounts(tables), `call ${index + 1} of record-chats`).toEqual(EXPECTED);
    }
  });

  test('the counts are exact, whichever call of tally-contacts it is', async () => {
    const first = await stage.createPipelineTables();
    await record(first, noFaults);
    const calls = await tally(first, noFaults);
    for (const [index] of calls.entries()) {
      const tables = await stage.createPipelineTables();
      await record(tables, noFaults);
      await tally(tables, planFor(index + 1));
      expect(await readCounts(tables), `call ${index + 1} of tally-contacts`).toEqual(EXPECTED);
    }
  });
});
