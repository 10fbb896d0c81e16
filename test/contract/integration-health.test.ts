import { unmarshall } from '@aws-sdk/util-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Claims } from '../../shared/completeness/claims.ts';
import { HEALTH_ITEM, integrationKey } from '../../shared/core/dynamo/keys.ts';
import type { Evidence } from '../../shared/silence/evidence.ts';
import { createIntegrationHealth } from '../../shared/silence/integration-health.dynamo.ts';
import type { IntegrationHealth } from '../../shared/silence/integration-health.port.ts';
import { SPARING_MS } from '../../shared/silence/note-evidence.ts';
import { type DynamoTables, startDynamoTables } from '../support/dynamo-tables.ts';
import { MINUTE_MS, NOW } from '../support/events.ts';
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
  health: createIntegrationHealth({ client: tables.client, table: tables.names.Integrations }),
  create: (integrationId, isFlagged) =>
    tables.put(tables.names.Integrations, {
      ...integrationKey(integrationId, HEALTH_ITEM),
      ...(isFlagged && { flaggedAt: { S: '2026-11-22T11:00:00.000Z' } }),
    }),
});

const revoked = { reason: 'key_revoked', keyId: 'old' } as const;

describe.each([
  ['the fake', openFake],
  ['DynamoDB', openDynamo],
])('the health of an integration: %s', (_, open) => {
  const setUp = async ({ isFlagged = false } = {}) => {
    const { health, create } = open();
    const integrationId = `demo.${crypto.randomUUID()}`;
    await create(integrationId, isFlagged);
    return (evidence: Evidence) => health.note(integrationId, evidence);
  };

  it('takes evidence of every kind, with its details', async () => {
    const note = await setUp();
    const evidence = {
      acceptedAt: NOW,
      chatEventAt: NOW + 1,
      heartbeatAt: NOW + 2,
      installedAt: NOW + 3,
      uninstalledAt: NOW + 4,
      refusedAt: NOW + 5,
      invalidAt: NOW + 6,
      refusal: revoked,
      appVersion: '1.2.3',
    };
    expect(await note(evidence)).toMatchObject({ kind: 'noted', health: { evidence, isFlagged: false } });
  });

  it('keeps the kinds that are not spoken of', async () => {
    const note = await setUp();
    await note({ acceptedAt: NOW, heartbeatAt: NOW, appVersion: '1' });
    expect(await note({ refusedAt: NOW, refusal: revoked })).toMatchObject({
      kind: 'noted',
      health: {
        evidence: { acceptedAt: NOW, heartbeatAt: NOW, appVersion: '1', refusedAt: NOW, refusal: revoked },
        isFlagged: false,
      },
    });
  });

  it.each([
    ['older', { acceptedAt: NOW - 1 }],
    ['the same', { acceptedAt: NOW }],
    ['later in one kind, older in another', { acceptedAt: NOW - 1, heartbeatAt: NOW + 1 }],
  ])('never moves backwards: %s evidence is kept out as a whole', async (_, evidence) => {
    const note = await setUp();
    await note({ acceptedAt: NOW, chatEventAt: NOW });
    expect(await note(evidence)).toEqual({
      kind: 'kept',
      health: { evidence: { acceptedAt: NOW, chatEventAt: NOW }, isFlagged: false },
    });
  });

  it('is written once in five minutes', async () => {
    const note = await setUp();
    await note({ acceptedAt: NOW });
    expect(await note({ acceptedAt: NOW + SPARING_MS - 1 })).toMatchObject({ kind: 'kept' });
    expect(await note({ acceptedAt: NOW + SPARING_MS })).toMatchObject({ kind: 'noted' });
  });

  it('is written when one of its kinds is due, the others with it', async () => {
    const note = await setUp();
    await note({ acceptedAt: NOW });
    const both = { acceptedAt: NOW + 1, heartbeatAt: NOW + 1 };
    expect(await note(both)).toEqual({ kind: 'noted', health: { evidence: both, isFlagged: false } });
  });

  it('is written at once while the integration is flagged', async () => {
    const note = await setUp({ isFlagged: true });
    await note({ acceptedAt: NOW });
    expect(await note({ acceptedAt: NOW + 1 })).toEqual({
      kind: 'noted',
      health: { evidence: { acceptedAt: NOW + 1 }, isFlagged: true },
    });
    expect(await note({ acceptedAt: NOW })).toMatchObject({ kind: 'kept', health: { isFlagged: true } });
  });

  it.each(['refusedAt', 'invalidAt'] as const)(
    'is written at once when a request is accepted after %s',
    async (kind) => {
      const note = await setUp();
      await note({ acceptedAt: NOW });
      await note({ [kind]: NOW + 2 });
      expect(await note({ acceptedAt: NOW + 1 })).toMatchObject({ kind: 'kept' });
      expect(await note({ acceptedAt: NOW + 3 })).toMatchObject({ kind: 'noted' });
      expect(await note({ acceptedAt: NOW + 4 })).toMatchObject({ kind: 'kept' });
    },
  );

  it.each(['refusedAt', 'invalidAt'] as const)(
    'is written at once when %s follows an accepted request',
    async (kind) => {
      const note = await setUp();
      await note({ [kind]: NOW });
      await note({ acceptedAt: NOW + 1 });
      expect(await note({ [kind]: NOW + 2 })).toMatchObject({ kind: 'noted' });
      expect(await note({ [kind]: NOW + 3 })).toMatchObject({ kind: 'kept' });
    },
  );

  it('is written at once whenever the app comes or goes, with the instant of that', async () => {
    const note = await setUp();
    await note({ installedAt: NOW, installedOccurredAt: NOW - 5 });
    await note({ uninstalledAt: NOW + 1, uninstalledOccurredAt: NOW - 4 });
    const back = { installedAt: NOW + 2, installedOccurredAt: NOW - 3 };
    expect(await note(back)).toEqual({
      kind: 'noted',
      health: { evidence: { ...back, uninstalledAt: NOW + 1, uninstalledOccurredAt: NOW - 4 }, isFlagged: false },
    });
  });

  describe('takes claims', () => {
    const claims: Claims = {
      completeFrom: NOW,
      accounts: new Map([
        ['acme', { until: NOW, known: NOW + 2, heardAt: NOW + 3, gaps: [{ from: NOW, until: NOW + 1 }] }],
        ['emea', { until: NOW, known: NOW, next: { until: NOW, at: NOW + 4 }, heardAt: NOW + 4, gaps: [] }],
      ]),
    };
    const write = (replaces: number | undefined) => ({ claims, replaces, hasNewGap: true });

    it('with the evidence, whatever was written a moment before, and gives them back', async () => {
      const { health, create } = open();
      const id = `demo.${crypto.randomUUID()}`;
      await create(id, false);
      expect(await health.note(id, { acceptedAt: NOW })).not.toHaveProperty('health.stored');
      const stored = { claims, version: 1 };
      expect(await health.note(id, { acceptedAt: NOW + 1 }, write(undefined))).toMatchObject({ health: { stored } });
      expect(await health.find(id)).toEqual({ evidence: { acceptedAt: NOW + 1 }, isFlagged: false, stored });
      expect(await health.note(id, {}, write(1))).toMatchObject({ kind: 'noted', health: { stored: { version: 2 } } });
    });

    it('only in place of those that were read', async () => {
      const { health, create } = open();
      const id = `demo.${crypto.randomUUID()}`;
      await create(id, false);
      expect(await health.note(id, {}, write(1))).toMatchObject({ kind: 'kept' });
      await health.note(id, {}, write(undefined));
      const kept = await health.note(id, { heartbeatAt: NOW }, write(undefined));
      expect(kept).toEqual({
        kind: 'kept',
        health: { evidence: {}, isFlagged: false, stored: { claims, version: 1 } },
      });
    });

    it('of no integration that is gone', async () => {
      const { health } = open();
      expect(await health.note('erased.two', {}, write(undefined))).toEqual({ kind: 'gone' });
      expect(await health.find('erased.two')).toBeUndefined();
    });
  });

  describe('takes the share of refused events', () => {
    const share = (version: number, isSteady = false) => ({
      since: NOW,
      lastAt: NOW + 3,
      mixedAt: NOW + 2,
      isSteady,
      day: { from: NOW + 1, accepted: 5, refused: { too_long: 2, missing: 1 }, mixedHours: 1 },
      dayBefore: { from: NOW, accepted: 7, refused: {}, mixedHours: 0 },
      version,
    });
    const found = async (health: IntegrationHealth, id: string) => (await health.find(id))?.evidence.refusedShare;

    it('by itself when it is due, whatever was written a moment before', async () => {
      const { health, create } = open();
      const id = `demo.${crypto.randomUUID()}`;
      await create(id, false);
      await health.note(id, { acceptedAt: NOW });
      const first = { share: share(1), replaces: undefined, isDue: true };
      expect(await health.note(id, {}, undefined, first)).toMatchObject({ kind: 'noted' });
      expect(await found(health, id)).toEqual(share(1));
      const next = { share: share(2, true), replaces: 1, isDue: true };
      await health.note(id, { acceptedAt: NOW + 1 }, undefined, next);
      expect(await health.find(id)).toMatchObject({ evidence: { acceptedAt: NOW + 1, refusedShare: share(2, true) } });
    });

    it('only along with evidence when it is not', async () => {
      const { health, create } = open();
      const id = `demo.${crypto.randomUUID()}`;
      await create(id, false);
      await health.note(id, { acceptedAt: NOW });
      const write = { share: share(1), replaces: undefined, isDue: false };
      expect(await health.note(id, { acceptedAt: NOW + 1 }, undefined, write)).toMatchObject({ kind: 'kept' });
      const later = { acceptedAt: NOW + SPARING_MS };
      expect(await health.note(id, later, undefined, write)).toMatchObject({ kind: 'noted' });
    });

    it('only in place of the one that was read', async () => {
      const { health, create } = open();
      const id = `demo.${crypto.randomUUID()}`;
      await create(id, false);
      await health.note(id, {}, undefined, { share: share(1), replaces: undefined, isDue: true });
      for (const replaces of [undefined, 2]) {
        const write = { share: share(9), replaces, isDue: true };
        expect(await health.note(id, { acceptedAt: NOW }, undefined, write)).toMatchObject({
          kind: 'kept',
          health: { evidence: { refusedShare: share(1) } },
        });
      }
    });
  });

  it('is not made by evidence', async () => {
    const { health } = open();
    expect(await health.note('erased.one', { acceptedAt: NOW })).toEqual({ kind: 'gone' });
    expect(await health.note('erased.one', { acceptedAt: NOW })).toEqual({ kind: 'gone' });
  });
});

describe('the streaks of refusals', () => {
  const setUp = async () => {
    const { health, create } = openDynamo();
    const integrationId = `demo.${crypto.randomUUID()}`;
    await create(integrationId, true);
    return async (evidence: Evidence) => {
      await health.note(integrationId, evidence);
      const item = await tables.get(tables.names.Integrations, integrationKey(integrationId, HEALTH_ITEM));
      const { refusedSince, invalidSince } = unmarshall(item ?? {});
      return [refusedSince, invalidSince].map((text) =>
        text === undefined ? undefined : (Date.parse(text) - NOW) / MINUTE_MS,
      );
    };
  };
  const minute = (minutes: number) => NOW + minutes * MINUTE_MS;

  it('begin with the first refusal, each for its own kind', async () => {
    const streaks = await setUp();
    expect(await streaks({ refusedAt: minute(1), refusal: revoked })).toEqual([1, undefined]);
    expect(await streaks({ refusedAt: minute(2), refusal: revoked })).toEqual([1, undefined]);
    expect(await streaks({ invalidAt: minute(3) })).toEqual([1, 3]);
  });

  it('end with an accepted request, and begin anew', async () => {
    const streaks = await setUp();
    await streaks({ refusedAt: minute(1), refusal: revoked, invalidAt: minute(1) });
    expect(await streaks({ acceptedAt: minute(2) })).toEqual([undefined, undefined]);
    expect(await streaks({ refusedAt: minute(3), refusal: revoked })).toEqual([3, undefined]);
  });

  it('begin anew when one write tells of an accepted request and of a later refusal', async () => {
    const streaks = await setUp();
    await streaks({ refusedAt: minute(1), refusal: revoked });
    expect(await streaks({ acceptedAt: minute(2), refusedAt: minute(3), refusal: revoked })).toEqual([3, undefined]);
    expect(await streaks({ acceptedAt: minute(5), refusedAt: minute(4), refusal: revoked })).toEqual([
      undefined,
      undefined,
    ]);
  });
});
