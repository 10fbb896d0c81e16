import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTables, tableNames } from '../../local/engines/schema.ts';
import { toClaimsAttributes } from '../../shared/completeness/claims-item.ts';
import { toHoleItem } from '../../shared/completeness/hole-item.ts';
import { HEALTH_ITEM, integrationKey } from '../../shared/core/dynamo/keys.ts';
import { createCountStore } from '../../shared/counting/contact-counts.dynamo.ts';
import { createFindCompleteness } from '../../shared/reading/completeness.dynamo.ts';
import { createPageOfCorrections } from '../../shared/reading/corrections.dynamo.ts';
import { createReadCountRows } from '../../shared/reading/count-rows.dynamo.ts';
import { createMonitorMemory } from '../../shared/silence/monitor-memory.dynamo.ts';
import { type DynamoTables, startDynamoTables } from '../support/dynamo-tables.ts';

const SHARD = 'shardId-00000001795334400000-0a1b2c3d';
const at = (time: string): number => Date.parse(`2026-11-22T${time}:00Z`);

let tables: DynamoTables;
beforeAll(async () => {
  tables = await startDynamoTables();
});
afterAll(() => tables.close());

/** Writes a count as the tally does, at that time. */
const count = async (integrationId: string, hour: string, queue: string, contacts: number, now: number) => {
  const store = createCountStore({
    client: tables.client,
    table: tables.names.ContactCounts,
    pause: async () => undefined,
    clock: () => now,
  });
  const measures = { contacts, contacts15: contacts, arrivals: contacts, arrivals15: contacts };
  const place = { integrationId, hour, queue };
  const marks = { [SHARD]: '1'.padStart(40, '0') };
  await store.write([{ count: { ...place, measures, marks }, shardId: SHARD, replaces: undefined }]);
};

describe('the rows of a range', () => {
  it('come by hour and queue, with the quarters of one measure, and end when the reader has enough', async () => {
    const unreadable: string[] = [];
    const read = createReadCountRows({
      client: tables.client,
      table: tables.names.ContactCounts,
      onUnreadable: (key) => unreadable.push(key),
    });
    await count('acme.rows', '2026-11-22T08:00:00Z', 'Sales', 1, at('08:30'));
    await count('acme.rows', '2026-11-22T09:00:00Z', 'Sales#2', 2, at('09:30'));
    await count('acme.rows', '2026-11-22T10:00:00Z', 'Sales', 3, at('10:30'));
    await tables.put(tables.names.ContactCounts, {
      integrationId: { S: 'acme.rows' },
      hourQueue: { S: '2026-11-22T09:00:00Z#Zzz' },
    });
    const rows: unknown[] = [];
    const wanted = { integrationId: 'acme.rows', from: at('08:00'), to: at('10:00'), measure: 'contacts' } as const;
    await read(wanted, (row) => rows.push(row) > 0);
    expect(rows).toEqual([
      { hour: at('08:00'), queue: 'Sales', quarters: [0, 1, 0, 0] },
      { hour: at('09:00'), queue: 'Sales#2', quarters: [0, 2, 0, 0] },
    ]);
    expect(unreadable).toEqual(['2026-11-22T09:00:00Z#Zzz']);
    const first: unknown[] = [];
    await read(wanted, (row) => first.push(row) > 1);
    expect(first).toHaveLength(1);
  });
});

describe('completeness', () => {
  const find = (integrationId: string) =>
    createFindCompleteness({ client: tables.client, table: tables.names.Integrations })(integrationId);

  it('is read with its holes, and with our own outage; of no integration there is none', async () => {
    const id = 'acme.whole';
    const claims = {
      completeFrom: at('06:00'),
      accounts: new Map([['acme', { until: at('09:00'), known: at('10:00'), heardAt: at('10:05'), gaps: [] }]]),
    };
    const hole = {
      account: 'acme',
      from: at('07:00'),
      until: at('08:00'),
      cause: 'app_silent',
      recovery: 'none',
    } as const;
    await tables.put(tables.names.Integrations, {
      ...integrationKey(id, HEALTH_ITEM),
      ...toClaimsAttributes(claims, 3),
      acceptedAt: { S: '2026-11-22T10:05:00.000Z' },
    });
    await tables.put(tables.names.Integrations, toHoleItem(id, hole));
    await tables.put(tables.names.Integrations, integrationKey(id, 'incident#2026-11-22T08:00:00.000Z'));
    expect(await find(id)).toEqual({ completeness: { claims, holes: [hole] }, outages: [] });
    const stall = { startedAt: at('09:00'), endedAt: at('09:30') };
    const ourOutages = [{ from: at('02:00'), until: at('03:00') }];
    const memory = createMonitorMemory({ client: tables.client, table: tables.names.Integrations });
    await memory.write({ probes: [], isNoticePending: false, ourOutages, stall }, 0);
    expect(await find(id)).toMatchObject({
      outages: [...ourOutages, { from: stall.startedAt, until: stall.endedAt }],
    });
    expect(await find('acme.nobody')).toBeUndefined();
  });
});

describe('corrections', () => {
  const page = (id: string, after: Parameters<ReturnType<typeof createPageOfCorrections>>[1], until: number) =>
    createPageOfCorrections({ client: tables.client, table: tables.names.ContactCounts })(id, after, until);

  it('are the counts that changed after they could be final, in the order of the change', async () => {
    const id = 'acme.corrected';
    await count(id, '2026-11-22T09:00:00Z', 'In time', 1, at('10:20'));
    await count(id, '2026-11-22T08:00:00Z', 'Later', 2, at('11:00'));
    await count(id, '2026-11-22T09:00:00Z', 'Late', 1, at('10:40'));
    const { corrections, next } = await page(id, { at: at('09:00') }, at('12:00'));
    expect(corrections).toEqual([
      { hour: at('09:00'), queue: 'Late', contacts: 1, arrivals: 1, correctedAt: at('10:40') },
      { hour: at('08:00'), queue: 'Later', contacts: 2, arrivals: 2, correctedAt: at('11:00') },
    ]);
    expect(next).toBeUndefined();
    expect((await page(id, { at: at('10:40') }, at('12:00'))).corrections.map(({ queue }) => queue)).toEqual(['Later']);
    expect((await page(id, { at: at('09:00') }, at('10:50'))).corrections.map(({ queue }) => queue)).toEqual(['Late']);
    expect((await page('acme.other', { at: 0 }, at('12:00'))).corrections).toEqual([]);
  });

  it('of one instant go on behind the count that was read last', async () => {
    const id = 'acme.burst';
    const queues = ['a', 'b', 'c', 'd'];
    for (const queue of queues) await count(id, '2026-11-22T05:00:00Z', queue, 1, at('11:00'));
    const all = (await page(id, { at: 0 }, at('12:00'))).corrections.map(({ queue }) => queue);
    expect(all.toSorted()).toEqual(queues);
    for (const [index, queue] of all.entries()) {
      const after = { at: at('11:00'), hourQueue: `2026-11-22T05:00:00Z#${queue}` };
      const rest = (await page(id, after, at('12:00'))).corrections.map((one) => one.queue);
      expect(rest).toEqual(all.slice(index + 1));
    }
  });
});

describe('a data directory that is older than an index', () => {
  it('gets it when the system starts, with what was stored before', async () => {
    const { client } = tables;
    const names = tableNames(`old-${crypto.randomUUID()}-`);
    await client.send(
      new CreateTableCommand({
        TableName: names.ContactCounts,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [
          { AttributeName: 'integrationId', AttributeType: 'S' },
          { AttributeName: 'hourQueue', AttributeType: 'S' },
        ],
        KeySchema: [
          { AttributeName: 'integrationId', KeyType: 'HASH' },
          { AttributeName: 'hourQueue', KeyType: 'RANGE' },
        ],
      }),
    );
    await tables.put(names.ContactCounts, {
      integrationId: { S: 'acme.old' },
      hourQueue: { S: '2026-11-22T09:00:00Z#Sales' },
      correctedAt: { S: '2026-11-22T11:00:00.000Z' },
      hour: { S: '2026-11-22T09:00:00Z' },
      queue: { S: 'Sales' },
      contacts: { N: '1' },
      arrivals: { N: '1' },
    });
    await createTables(client, names);
    const page = createPageOfCorrections({ client, table: names.ContactCounts });
    expect((await page('acme.old', { at: 0 }, at('12:00'))).corrections).toHaveLength(1);
  });
});
