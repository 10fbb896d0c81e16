import { DeleteItemCommand, DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import { describe, expect, onTestFinished, test } from 'vitest';
import * as z from 'zod';
import { startDynamoEngine } from '../../local/engines/dynamo-engine.ts';
import { localClient } from '../../local/engines/local-account.ts';
import { createTables, tableNames } from '../../local/engines/schema.ts';
import { readStreamLagMs } from '../../local/stream/stream-lag.ts';
import { type StreamPollerOptions, startStreamPoller } from '../../local/stream/stream-poller.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const openLedger = async () => {
  const dataDir = temporaryDirectory();
  const engine = await startDynamoEngine({ dataDir });
  onTestFinished(engine.close);
  const client = new DynamoDBClient(localClient(engine.endpoint));
  const tables = tableNames(`${dataDir.slice(-6)}-`);
  const { ledgerStreamArn } = await createTables(client, tables);
  const streams = new DynamoDBStreamsClient(localClient(engine.endpoint));
  return { dataDir, client, streams, table: tables.Chats, streamArn: ledgerStreamArn };
};

type Ledger = Awaited<ReturnType<typeof openLedger>>;

const eventSchema = z.looseObject({
  Records: z.array(
    z.looseObject({
      eventName: z.string(),
      dynamodb: z.looseObject({
        Keys: z.object({ chatId: z.object({ S: z.string() }) }).loose(),
        SequenceNumber: z.string(),
      }),
    }),
  ),
  state: z.record(z.string(), z.unknown()),
  isFinalInvokeForWindow: z.boolean(),
});
type TumblingEvent = z.output<typeof eventSchema>;
type Handler = (event: TumblingEvent, deliveries: number) => unknown;

const chatIds = ({ Records }: TumblingEvent): readonly string[] =>
  Records.map(({ dynamodb }) => dynamodb.Keys.chatId.S);

const DONE = { state: {}, batchItemFailures: [] };

/** Starts a poller whose function is the handler; answers the events that were delivered. */
const poll = (ledger: Ledger, handler: Handler, overrides: Partial<StreamPollerOptions> = {}) => {
  const events: TumblingEvent[] = [];
  const poller = startStreamPoller({
    client: ledger.streams,
    streamArn: ledger.streamArn,
    invoke: async (event) => {
      const parsed = eventSchema.parse(event);
      events.push(parsed);
      return handler(parsed, events.length);
    },
    dataDir: ledger.dataDir,
    batchSize: 1_000,
    batchingWindowMs: 10,
    tumblingWindowMs: 900_000,
    eventNames: ['INSERT', 'MODIFY'],
    report: () => undefined,
    ...overrides,
  });
  onTestFinished(poller.close);
  return { poller, events };
};

const put = async ({ client, table }: Ledger, ...ids: readonly string[]): Promise<void> => {
  for (const chatId of ids) {
    const Item = { integrationId: { S: 'demo.1' }, chatId: { S: chatId }, version: { N: '1' } };
    await client.send(new PutItemCommand({ TableName: table, Item }));
  }
};

const EVENTUALLY = { timeout: 60_000 };
const numbered = (count: number): readonly string[] => Array.from({ length: count }, (_, index) => `c${index}`);

describe('the stream poller', () => {
  test('delivers the event that Lambda delivers with a tumbling window', async () => {
    const ledger = await openLedger();
    await put(ledger, 'c0');
    const { events } = poll(ledger, () => DONE);
    await expect
      .poll(() => events, EVENTUALLY)
      .toEqual([
        {
          Records: [
            {
              eventID: expect.any(String),
              eventName: 'INSERT',
              eventVersion: expect.any(String),
              eventSource: 'aws:dynamodb',
              awsRegion: 'us-east-1',
              dynamodb: {
                ApproximateCreationDateTime: expect.any(Number),
                Keys: { integrationId: { S: 'demo.1' }, chatId: { S: 'c0' } },
                NewImage: { integrationId: { S: 'demo.1' }, chatId: { S: 'c0' }, version: { N: '1' } },
                SequenceNumber: expect.stringMatching(/^\d+$/),
                SizeBytes: expect.any(Number),
                StreamViewType: 'NEW_AND_OLD_IMAGES',
              },
              eventSourceARN: ledger.streamArn,
            },
          ],
          window: {
            start: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:(00|15|30|45):00Z$/),
            end: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:(00|15|30|45):00Z$/),
          },
          state: {},
          shardId: expect.stringMatching(/^shardId-/),
          eventSourceARN: ledger.streamArn,
          isFinalInvokeForWindow: false,
          isWindowTerminatedEarly: false,
        },
      ]);
  });

  test('delivers in order, in batches of its size', async () => {
    const ledger = await openLedger();
    await put(ledger, ...numbered(25));
    const { events } = poll(ledger, () => DONE, { batchSize: 10 });
    await expect.poll(() => events.flatMap(chatIds), EVENTUALLY).toEqual(numbered(25));
    expect(events.map(({ Records }) => Records.length)).toEqual([10, 10, 5]);
  });

  test.each<[string, () => unknown]>([
    ['throws', () => Promise.reject(new Error('down'))],
    ['answers without a state', () => ({ batchItemFailures: [] })],
  ])('delivers a batch again, and nothing behind it, while the function %s', async (_, failing) => {
    const ledger = await openLedger();
    await put(ledger, 'c0', 'c1');
    const { events } = poll(ledger, (_event, deliveries) => (deliveries < 3 ? failing() : DONE), { batchSize: 1 });
    await expect.poll(() => events.flatMap(chatIds), EVENTUALLY).toEqual(['c0', 'c0', 'c0', 'c1']);
  });

  test('goes on behind the records that a partial answer accepted', async () => {
    const ledger = await openLedger();
    await put(ledger, 'c0', 'c1', 'c2');
    const { events } = poll(ledger, ({ Records }, deliveries) => ({
      state: {},
      batchItemFailures:
        deliveries === 1
          ? Records.slice(1, 2).map(({ dynamodb }) => ({ itemIdentifier: dynamodb.SequenceNumber }))
          : [],
    }));
    await expect
      .poll(() => events.map(chatIds), EVENTUALLY)
      .toEqual([
        ['c0', 'c1', 'c2'],
        ['c1', 'c2'],
      ]);
  });

  test('passes over records of other kinds', async () => {
    const ledger = await openLedger();
    await put(ledger, 'c0');
    const Key = { integrationId: { S: 'demo.1' }, chatId: { S: 'c0' } };
    await ledger.client.send(new DeleteItemCommand({ TableName: ledger.table, Key }));
    await put(ledger, 'c1');
    const { events } = poll(ledger, () => DONE);
    await expect.poll(() => events.flatMap(chatIds), EVENTUALLY).toEqual(['c0', 'c1']);
    expect(events.flatMap(({ Records }) => Records.map(({ eventName }) => eventName))).toEqual(['INSERT', 'INSERT']);
  });

  test('goes on after a restart behind the last batch that was accepted', async () => {
    const ledger = await openLedger();
    await put(ledger, 'c0', 'c1');
    const accepting = poll(ledger, () => DONE);
    await expect.poll(() => accepting.events.flatMap(chatIds), EVENTUALLY).toEqual(['c0', 'c1']);
    await accepting.poller.close();

    await put(ledger, 'c2');
    const failing = poll(ledger, () => undefined);
    await expect.poll(() => failing.events.flatMap(chatIds), EVENTUALLY).toContain('c2');
    await failing.poller.close();

    const { events } = poll(ledger, () => DONE);
    await expect.poll(() => events.flatMap(chatIds), EVENTUALLY).toEqual(['c2']);
  });

  test('lags as long as the function refuses the oldest record, and no longer', async () => {
    const ledger = await openLedger();
    const lagMs = () =>
      readStreamLagMs({ client: ledger.streams, streamArn: ledger.streamArn, dataDir: ledger.dataDir });
    expect(await lagMs()).toBe(0);
    await put(ledger, 'c0');
    let isDown = true;
    const { events } = poll(ledger, () => (isDown ? undefined : DONE));
    await expect.poll(lagMs, EVENTUALLY).toBeGreaterThan(1_500);
    await put(ledger, 'c1');
    expect(await lagMs()).toBeGreaterThan(1_500);
    isDown = false;
    await expect.poll(lagMs, EVENTUALLY).toBe(0);
    expect(events.flatMap(chatIds)).toContain('c1');
  });

  test('carries the state through a window, and ends it with a final invocation', async () => {
    const ledger = await openLedger();
    await put(ledger, 'c0', 'c1');
    const { events } = poll(ledger, ({ state }) => ({ state: { seen: Number(state['seen'] ?? 0) + 1 } }), {
      batchSize: 1,
      tumblingWindowMs: 2_000,
    });
    const finals = () => events.filter(({ isFinalInvokeForWindow }) => isFinalInvokeForWindow);
    await expect.poll(finals, EVENTUALLY).not.toHaveLength(0);
    const [first, ...rest] = events;
    expect(first?.state).toEqual({});
    expect(rest[0]?.state).toEqual({ seen: 1 });
    expect(finals()[0]?.Records).toEqual([]);
  });
});
