/**
 * How every adapter reads that may meet more than a page, or something older than the last write. The engine on this
 * machine shows neither: its pages are large, and all its reads are consistent.
 */

import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { createReadCounts } from '../../../shared/counting/count-range.dynamo.ts';
import { createGroupNames } from '../../../shared/counting/group-names.dynamo.ts';
import { createRecountTables, findCountedIntegrations } from '../../../shared/counting/recount.dynamo.ts';
import { createFindKey } from '../../../shared/intake/api-keys.dynamo.ts';
import { countWrite } from '../../../shared/integrations/integration-count.dynamo.ts';
import { createFindKeys } from '../../../shared/integrations/integration-keys.dynamo.ts';
import {
  createFindIntegration,
  createPageOfIntegrations,
} from '../../../shared/integrations/integration-store.dynamo.ts';
import { createIsErased } from '../../../shared/integrations/is-erased.dynamo.ts';
import { createPageOfIncidents } from '../../../shared/integrations/list-incidents.dynamo.ts';
import { scanIntegrations } from '../../../shared/integrations/scan-integrations.dynamo.ts';
import { createOperationsStore } from '../../../shared/operations/survey.dynamo.ts';
import { createFindCompleteness } from '../../../shared/reading/completeness.dynamo.ts';
import { createPageOfCorrections } from '../../../shared/reading/corrections.dynamo.ts';
import { createReadCountRows } from '../../../shared/reading/count-rows.dynamo.ts';
import { createReadCheckShard } from '../../../shared/silence/check-shard.dynamo.ts';
import { createFindPipelineMemory, createMonitorMemory } from '../../../shared/silence/monitor-memory.dynamo.ts';
import { createFindEvidence } from '../../../shared/silence/seen-evidence.dynamo.ts';
import { createWatchStore } from '../../../shared/silence/watch-store.dynamo.ts';
import { createAnsweringClient } from '../../support/answering-client.ts';

const ID = 'acme.one';
const RANGE = { integrationId: ID, from: '2026-11-22T09:00:00Z', to: '2026-11-22T11:00:00Z' };
const HOURS = {
  integrationId: ID,
  from: Date.parse(RANGE.from),
  to: Date.parse(RANGE.to),
  measure: 'contacts',
} as const;
const INTEGRATION = {
  integrationId: ID,
  accountId: 'acme',
  name: 'Support',
  template: 'freshchat',
  keyIds: [],
  version: 1,
  revision: 1,
  createdAt: 0,
} as const;
const pause = async () => undefined;
const failOn = (error: unknown): never => {
  throw error;
};
const store = (client: DynamoDBClient) => ({ client, integrations: 'Integrations', apiKeys: 'ApiKeys', pause });
const watch = (client: DynamoDBClient) => createWatchStore({ client, table: 'Integrations', pause, onError: failOn });
const operations = (client: DynamoDBClient) =>
  createOperationsStore({ client, table: 'Integrations', pause, onError: failOn });
const recount = (client: DynamoDBClient) =>
  createRecountTables({ client, chats: 'Chats', contactCounts: 'ContactCounts' });

type Read = (client: DynamoDBClient) => Promise<unknown>;

const WHOLE_RANGES: Readonly<Record<string, Read>> = {
  'the counts of a range': (client) => createReadCounts({ client, table: 'ContactCounts' })(RANGE),
  'the rows of a range': (client) =>
    createReadCountRows({ client, table: 'ContactCounts', onUnreadable: () => undefined })(HOURS, () => true),
  'the ledger of a recount': (client) => recount(client).readLedger(RANGE),
  'the integrations that have counts': (client) => findCountedIntegrations(client, ['Chats']),
  'a shard of the index by next look': (client) => createReadCheckShard({ client, table: 'Integrations' })('all'),
  'all integrations, for an operator': (client) => scanIntegrations(client, 'Integrations'),
  'all that are listed, for on-call': (client) => operations(client).findListed(),
};

describe('a whole range', () => {
  it.each(Object.entries(WHOLE_RANGES))('goes on where a page ended: %s', async (_, read) => {
    const end = { integrationId: { S: ID } };
    const { client, inputs } = createAnsweringClient(
      { LastEvaluatedKey: end },
      { Items: [], LastEvaluatedKey: end },
      {},
    );
    await read(client);
    expect(inputs).toEqual([
      expect.not.objectContaining({ ExclusiveStartKey: expect.anything() }),
      expect.objectContaining({ ExclusiveStartKey: end }),
      expect.objectContaining({ ExclusiveStartKey: end }),
    ]);
  });

  it('of claims and holes goes on where a page ended, too', async () => {
    const end = { integrationId: { S: ID }, item: { S: 'hole#1' } };
    // The outages are asked for at the same time.
    const { client, inputs } = createAnsweringClient({ LastEvaluatedKey: end }, {}, {});
    expect(await createFindCompleteness({ client, table: 'Integrations' })(ID)).toBeUndefined();
    expect(inputs[2]).toMatchObject({ ExclusiveStartKey: end });
  });

  it('of integrations that nobody counted yet is counted from all its pages', async () => {
    const page = (id: string) => ({ Items: [{ integrationId: { S: id } }] });
    const config = (id: string, deletedAt?: string) => ({
      integrationId: { S: id },
      item: { S: 'config' },
      accountId: { S: 'acme' },
      name: { S: id },
      template: { S: 'freshchat' },
      keyIds: { L: [] },
      version: { N: '1' },
      revision: { N: '1' },
      createdAt: { S: '2026-11-22T09:00:00.000Z' },
      ...(deletedAt !== undefined && { deletedAt: { S: deletedAt } }),
    });
    const { client, inputs } = createAnsweringClient(
      {},
      { ...page('acme.a'), LastEvaluatedKey: { integrationId: { S: 'acme.a' } } },
      page('acme.b'),
      { Responses: { Integrations: [config('acme.a'), config('acme.b', '2026-11-22T10:00:00.000Z')] } },
    );
    const write = await countWrite(store(client), { after: INTEGRATION, checkAt: 0 }, 50);
    expect(write).toMatchObject({ Update: { ExpressionAttributeValues: { ':held': { N: '1' } } } });
    expect(inputs).toHaveLength(4);
  });
});

/** What is decided by it must be the last that was written. */
const DECIDING: Readonly<Record<string, Read>> = {
  'an integration': (client) => createFindIntegration(store(client))(ID),
  'how many an account has': (client) => countWrite(store(client), { after: INTEGRATION, checkAt: 0 }, 50),
  'whether it is erased': (client) => createIsErased({ client, table: 'Integrations' })(ID),
  'what the monitor remembers': (client) => createMonitorMemory({ client, table: 'Integrations' }).read(),
  'the names of groups, for a reader': (client) => createGroupNames({ client, table: 'Integrations', pause }).read(ID),
  'the counts of a range': (client) => createReadCounts({ client, table: 'ContactCounts' })(RANGE),
  'the rows of a range': (client) =>
    createReadCountRows({ client, table: 'ContactCounts', onUnreadable: () => undefined })(HOURS, () => true),
  'the ledger of a recount': (client) => recount(client).readLedger(RANGE),
  'the integrations that have counts': (client) => findCountedIntegrations(client, ['Chats']),
  'all integrations, for an operator': (client) => scanIntegrations(client, 'Integrations'),
  'claims and holes': (client) => createFindCompleteness({ client, table: 'Integrations' })(ID),
};

/** What is only shown, or is checked again by the write that follows, is read for half the price. */
const SHOWING: Readonly<Record<string, Read>> = {
  'an API key, which receive-events remembers for longer': (client) => createFindKey({ client, table: 'ApiKeys' })('k'),
  'what the monitor found, for a page': (client) => createFindPipelineMemory({ client, table: 'Integrations' })(),
  'the corrections, from an index': (client) =>
    createPageOfCorrections({ client, table: 'ContactCounts' })(ID, { at: 0 }, 1),
  'the incidents of an integration': (client) =>
    createPageOfIncidents({ client, table: 'Integrations' })(ID, { limit: 10 }),
};

const isConsistent = (input: object | undefined): unknown => input && Reflect.get(input, 'ConsistentRead');

describe('what is read', () => {
  it.each(Object.entries(DECIDING))('is the last that was written, where it decides: %s', async (_, read) => {
    const { client, inputs } = createAnsweringClient({}, {});
    await read(client);
    expect(isConsistent(inputs[0])).toBe(true);
  });

  it.each(Object.entries(SHOWING))('may be a moment old, where it is only shown: %s', async (_, read) => {
    const { client, inputs } = createAnsweringClient({});
    await read(client);
    expect(isConsistent(inputs[0])).not.toBe(true);
  });
});

const ITEMS: Readonly<Record<string, readonly [consistent: boolean, read: Read]>> = {
  'evidence of a status': [true, (client) => createFindEvidence({ client, table: 'T', pause })([ID])],
  'keys of an integration': [true, (client) => createFindKeys({ client, table: 'T', pause })(['key'])],
  'names for a notice': [true, (client) => watch(client).findNames([ID])],
  'evidence for the platform': [false, (client) => watch(client).findEvidence([ID])],
  'what on-call sees': [false, (client) => operations(client).readSurveyed([ID])],
  'groups before they are added': [false, (client) => createGroupNames({ client, table: 'T', pause }).readMany([ID])],
};

describe('items by their keys', () => {
  it.each(Object.entries(ITEMS))('are read as fresh as they must be: %s', async (_, [consistent, read]) => {
    const { client, inputs } = createAnsweringClient({});
    await read(client);
    const [call] = inputs;
    expect(call).toMatchObject({ RequestItems: {} });
    const [table] = Object.values(call && Reflect.get(call, 'RequestItems'));
    expect(table).toMatchObject({ ConsistentRead: consistent });
  });

  it('of integrations that are due are read for half the price, their settings not', async () => {
    const keys = { integrationId: { S: ID }, item: { S: 'health' }, checkAt: { S: '2026-11-22T09:00:00.000Z' } };
    const { client, inputs } = createAnsweringClient(
      { Items: [keys] },
      { Responses: { Integrations: [{ ...keys, createdAt: keys.checkAt }] } },
      {},
    );
    const { watched } = await watch(client).findDue(Date.parse('2026-11-22T09:00:00Z'));
    expect(watched).toMatchObject([{ integrationId: ID }]);
    expect(inputs.slice(1)).toMatchObject([
      { RequestItems: { Integrations: { ConsistentRead: false } } },
      { RequestItems: { Integrations: { ConsistentRead: true } } },
    ]);
  });
});

describe('a page of a list', () => {
  const entry = { integrationId: { S: ID } };

  it('of integrations has the size that was asked for, and says where the next one begins', async () => {
    const { client, inputs } = createAnsweringClient({ Items: [entry], LastEvaluatedKey: entry }, {}, {});
    const page = createPageOfIntegrations(store(client));
    expect(await page('acme', { limit: 7, after: 'acme.before' })).toEqual({ items: [], next: ID });
    expect(await page('acme', { limit: 7 })).toEqual({ items: [] });
    expect(inputs[0]).toMatchObject({
      IndexName: 'byAccount',
      Limit: 7,
      ExclusiveStartKey: { accountId: { S: 'acme' }, integrationId: { S: 'acme.before' }, item: { S: 'config' } },
    });
    expect(inputs[2]).not.toHaveProperty('ExclusiveStartKey');
  });

  it('of incidents has the newest first, and says where the next one begins', async () => {
    const last = { ...entry, item: { S: 'incident#2026-11-22T09:00:00.000Z' } };
    const { client, inputs } = createAnsweringClient({ LastEvaluatedKey: last }, {});
    const page = createPageOfIncidents({ client, table: 'Integrations' });
    const after = '2026-11-22T10:00:00.000Z';
    expect(await page(ID, { limit: 7, after })).toEqual({ items: [], next: '2026-11-22T09:00:00.000Z' });
    expect(await page(ID, { limit: 7 })).toEqual({ items: [] });
    expect(inputs[0]).toMatchObject({
      ScanIndexForward: false,
      Limit: 7,
      ExclusiveStartKey: { ...entry, item: { S: `incident#${after}` } },
    });
    expect(inputs[1]).not.toHaveProperty('ExclusiveStartKey');
  });

  it('of corrections goes on behind the place where the last one ended', async () => {
    const at = Date.parse('2026-11-22T09:00:00Z');
    const place = { hourQueue: { S: 'h#q' }, correctedAt: { S: '2026-11-22T09:00:00.000Z' } };
    const { client, inputs } = createAnsweringClient({ LastEvaluatedKey: { ...entry, ...place } }, {});
    const page = createPageOfCorrections({ client, table: 'ContactCounts' });
    expect(await page(ID, { at }, at + 9)).toEqual({ corrections: [], next: { at, hourQueue: 'h#q' } });
    expect(await page(ID, { at, hourQueue: 'h#q' }, at + 9)).toEqual({ corrections: [] });
    const from = (text: string) => ({ ':after': { S: text }, ':until': { S: '2026-11-22T09:00:00.009Z' } });
    expect(inputs).toMatchObject([
      { IndexName: 'byCorrection', ExpressionAttributeValues: from('2026-11-22T09:00:00.001Z'), Limit: 1_000 },
      { ExpressionAttributeValues: from('2026-11-22T09:00:00.000Z'), ExclusiveStartKey: { ...entry, ...place } },
    ]);
  });
});
