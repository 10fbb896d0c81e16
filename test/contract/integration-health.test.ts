import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ClaimsWrite } from '../../shared/completeness/claims.port.ts';
import type { Claims } from '../../shared/completeness/claims.ts';
import { HEALTH_ITEM, integrationKey } from '../../shared/core/dynamo/keys.ts';
import type { Evidence } from '../../shared/silence/evidence.ts';
import { createIntegrationHealth } from '../../shared/silence/integration-health.dynamo.ts';
import type { IntegrationHealth } from '../../shared/silence/integration-health.port.ts';
import { type DynamoTables, startDynamoTables } from '../support/dynamo-tables.ts';
import { NOW } from '../support/events.ts';
import { createFakeIntegrationHealth } from '../support/fakes/integration-health.ts';

type Subject = {
  readonly health: IntegrationHealth;
  readonly create: (integrationId: string, isFlagged: boolean) => void | Promise<void>;
};

let tables: DynamoTables;
beforeAll(async () => {
  tables = await startDynamoTables();
});
afterAll(() => tables.close());

const openFake = (): Subject => {
  const health = createFakeIntegrationHealth();
  return { health, create: (integrationId, isFlagged) => health.create(integrationId, { isFlagged }) };
};
const openDynamo = (): Subject => ({
  health: createIntegrationHealth({
    client: tables.client,
    table: tables.names.Integrations,
    pause: async () => undefined,
  }),
  create: (integrationId, isFlagged) =>
    tables.put(tables.names.Integrations, {
      ...integrationKey(integrationId, HEALTH_ITEM),
      ...(isFlagged && { flaggedAt: { S: '2026-11-22T11:00:00.000Z' } }),
    }),
});

const revoked = { reason: 'key_revoked', keyId: 'old' } as const;

const EVIDENCE: Evidence = {
  acceptedAt: NOW,
  chatEventAt: NOW + 1,
  heartbeatAt: NOW + 2,
  installedAt: NOW + 3,
  uninstalledAt: NOW + 4,
  refusedAt: NOW + 5,
  invalidAt: NOW + 6,
  typesUnknownAt: NOW + 7,
  refusal: revoked,
  appVersion: '1.2.3',
  installedOccurredAt: NOW + 8,
  uninstalledOccurredAt: NOW + 9,
  refusedSince: NOW + 10,
  invalidSince: NOW + 11,
  keyUses: { k7f3: NOW + 12, k8: NOW + 13 },
};

describe.each([
  ['the fake', openFake],
  ['DynamoDB', openDynamo],
])('the health of an integration: %s', (_, open) => {
  const setUp = async ({ isFlagged = false } = {}) => {
    const { health, create } = open();
    const integrationId = `demo.${crypto.randomUUID()}`;
    await create(integrationId, isFlagged);
    const find = async () => (await health.find([integrationId], 'strong')).get(integrationId);
    const write = async (before: Evidence, after: Evidence, claims?: ClaimsWrite) =>
      (await health.write([{ integrationId, before, after, ...(claims && { claims }) }]))[0];
    return { integrationId, health, find, write };
  };

  it('takes evidence of every kind, with its details, and gives it back', async () => {
    const { find, write } = await setUp();
    expect(await write({}, EVIDENCE)).toBe('written');
    expect(await find()).toEqual({ evidence: EVIDENCE, isFlagged: false });
  });

  it('changes what changed, and takes away what is left out', async () => {
    const { find, write } = await setUp({ isFlagged: true });
    await write({}, EVIDENCE);
    const { refusedSince: _1, invalidSince: _2, ...recovered } = { ...EVIDENCE, acceptedAt: NOW + 20 };
    expect(await write(EVIDENCE, recovered)).toBe('written');
    expect(await find()).toEqual({ evidence: recovered, isFlagged: true });
  });

  it.each([
    ['another instant stands', { acceptedAt: NOW - 1 }],
    ['there is more than was found', {}],
    ['something that was found is gone', { acceptedAt: NOW, heartbeatAt: NOW }],
    ['a streak has begun', { acceptedAt: NOW, refusedSince: NOW }],
  ])('writes nothing where %s', async (_, before) => {
    const { find, write } = await setUp();
    await write({}, { acceptedAt: NOW });
    expect(await write(before, { acceptedAt: NOW + 1 })).toBe('overtaken');
    expect(await find()).toEqual({ evidence: { acceptedAt: NOW }, isFlagged: false });
  });

  it('takes many at once, each for itself', async () => {
    const { health, create } = open();
    const ids = Array.from({ length: 24 }, () => `demo.${crypto.randomUUID()}`);
    for (const id of ids) await create(id, false);
    const all = [...ids, 'demo.gone'];
    const writes = all.map((integrationId, index) => ({
      integrationId,
      before: index === 3 ? { acceptedAt: NOW } : {},
      after: { acceptedAt: NOW + index },
    }));
    const outcomes = await health.write(writes);
    expect(all.filter((_, index) => outcomes[index] !== 'written')).toEqual([ids[3], 'demo.gone']);
    expect((await health.find(all, 'strong')).size).toBe(24);
  });

  describe('takes claims', () => {
    const claims: Claims = {
      completeFrom: NOW,
      accounts: new Map([
        ['acme', { until: NOW, known: NOW + 2, heardAt: NOW + 3, gaps: [{ from: NOW, until: NOW + 1 }] }],
        ['emea', { until: NOW, known: NOW, next: { until: NOW, at: NOW + 4 }, heardAt: NOW + 4, gaps: [] }],
      ]),
    };
    const claiming = (replaces: number | undefined) => ({ claims, replaces, hasNewGap: true });

    it('with the evidence, and gives them back', async () => {
      const { find, write } = await setUp();
      expect(await write({}, { acceptedAt: NOW }, claiming(undefined))).toBe('written');
      expect(await find()).toEqual({
        evidence: { acceptedAt: NOW },
        isFlagged: false,
        stored: { claims, version: 1 },
      });
      expect(await write({ acceptedAt: NOW }, { acceptedAt: NOW }, claiming(1))).toBe('written');
      expect(await find()).toMatchObject({ stored: { version: 2 } });
    });

    it('with the time since when each account is heard from', async () => {
      const { find, write } = await setUp();
      const accounts = new Map([['acme', { until: NOW, known: NOW, heardAt: NOW + 3, heardSince: NOW - 1, gaps: [] }]]);
      const heard = { completeFrom: NOW, accounts };
      await write({}, {}, { claims: heard, replaces: undefined, hasNewGap: false });
      expect(await find()).toMatchObject({ stored: { claims: heard } });
    });

    it('only in place of those that were read', async () => {
      const { find, write } = await setUp();
      expect(await write({}, {}, claiming(1))).toBe('overtaken');
      await write({}, {}, claiming(undefined));
      expect(await write({}, { heartbeatAt: NOW }, claiming(undefined))).toBe('overtaken');
      expect(await find()).toEqual({ evidence: {}, isFlagged: false, stored: { claims, version: 1 } });
    });
  });

  describe('takes the share of refused events', () => {
    const refusedShare = {
      since: NOW,
      lastAt: NOW + 3,
      mixedAt: NOW + 2,
      isSteady: false,
      day: { from: NOW + 1, accepted: 5, refused: { too_long: 2, missing: 1 }, mixedHours: 1 },
      dayBefore: { from: NOW, accepted: 7, refused: {}, mixedHours: 0 },
    };
    const first = { acceptedAt: NOW, refusedShare, refusedShareVersion: 1 };

    it('with the evidence, gives it back, and takes it away again', async () => {
      const { find, write } = await setUp();
      expect(await write({}, first)).toBe('written');
      expect(await find()).toEqual({ evidence: first, isFlagged: false });
      expect(await write(first, { acceptedAt: NOW + 1 })).toBe('written');
      expect(await find()).toEqual({ evidence: { acceptedAt: NOW + 1 }, isFlagged: false });
    });

    it('only in place of the one that was read, also when no instant moved', async () => {
      const { find, write } = await setUp();
      await write({}, first);
      const second = { ...first, refusedShare: { ...refusedShare, isSteady: true }, refusedShareVersion: 2 };
      expect(await write(first, second)).toBe('written');
      expect(await write(first, { ...first, refusedShareVersion: 2 })).toBe('overtaken');
      expect(await write({ acceptedAt: NOW }, second)).toBe('overtaken');
      expect(await find()).toEqual({ evidence: second, isFlagged: false });
    });
  });

  it('is not made by evidence', async () => {
    const { health } = open();
    const late = { integrationId: 'erased.one', before: {}, after: { acceptedAt: NOW } };
    const { refusedSince: _, ...rest } = EVIDENCE;
    const removing = { integrationId: 'erased.one', before: EVIDENCE, after: rest };
    expect(await health.write([late, removing])).toEqual(['overtaken', 'overtaken']);
    expect(await health.find(['erased.one'], 'strong')).toEqual(new Map());
  });
});

describe('the health item', () => {
  it('that a hand at the table spoiled is told apart from its neighbours', async () => {
    const { health, create } = openDynamo();
    await create('demo.good', false);
    await tables.put(tables.names.Integrations, {
      ...integrationKey('demo.spoiled', HEALTH_ITEM),
      acceptedAt: { S: 'yesterday' },
    });
    const found = await health.find(['demo.good', 'demo.spoiled'], 'eventual');
    expect(found.get('demo.good')).toEqual({ evidence: {}, isFlagged: false });
    expect(found.get('demo.spoiled')).toHaveProperty('problem');
  });

  it('says when the monitor should look', async () => {
    const { health, create } = openDynamo();
    await create('demo.bad', false);
    await health.write([{ integrationId: 'demo.bad', before: {}, after: { refusedAt: NOW }, lookAt: NOW }]);
    const item = await tables.get(tables.names.Integrations, integrationKey('demo.bad', HEALTH_ITEM));
    expect(item?.['checkAt']?.S).toBe('2026-11-22T12:00:00.000Z');
  });

  it('is written alone where PartiQL refuses the statement, and unknown trouble is told', async () => {
    const { create } = openDynamo();
    await create('demo.alone', false);
    const answers = [{ Error: { Code: 'ValidationError' } }, { Error: { Code: 'ThrottlingError' } }];
    const refusing = tables.openClient();
    refusing.middlewareStack.add(
      (next, { commandName }) =>
        async (args) => {
          if (commandName !== 'BatchExecuteStatementCommand') return next(args);
          return { output: { $metadata: {}, Responses: answers }, response: {} };
        },
      { step: 'initialize', name: 'refuse' },
    );
    const health = createIntegrationHealth({
      client: refusing,
      table: tables.names.Integrations,
      pause: async () => undefined,
    });
    const write = { integrationId: 'demo.alone', before: {}, after: EVIDENCE };
    expect(await health.write([write, write])).toEqual(['written', 'unavailable']);
    const found = await health.find(['demo.alone'], 'strong');
    expect(found.get('demo.alone')).toEqual({ evidence: EVIDENCE, isFlagged: false });
  });
});
