/** The monitor on the real engine: its optimistic lock and its two-item write. */

import { type DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { toApiKeyItem } from '../../shared/intake/api-keys.dynamo.ts';
import type { Integration } from '../../shared/integrations/integration.ts';
import { createFindIntegration, createSaveIntegration } from '../../shared/integrations/integration-store.dynamo.ts';
import { createPageOfIncidents } from '../../shared/integrations/list-incidents.dynamo.ts';
import { createIntegrationHealth } from '../../shared/silence/integration-health.dynamo.ts';
import { createFindKeyStates } from '../../shared/silence/key-states.dynamo.ts';
import { createFindPipelineHealth, createMonitorMemory } from '../../shared/silence/monitor-memory.dynamo.ts';
import type { NoticeMessage } from '../../shared/silence/notice-message.ts';
import { createFindNewestProbe } from '../../shared/silence/probe.dynamo.ts';
import { parseSilencePolicy } from '../../shared/silence/silence-policy-json.ts';
import { createWatchSilence } from '../../shared/silence/watch-silence.ts';
import { createWatchStore } from '../../shared/silence/watch-store.dynamo.ts';
import { WEEKDAYS } from '../../shared/silence/weekly-hours.ts';
import { startEngineTables } from '../support/engine-tables.ts';
import { createNote } from '../support/note.ts';

const START = Date.parse('2026-11-02T08:00:00Z');
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

let engine: Awaited<ReturnType<typeof startEngineTables>>;
beforeEach(async () => {
  engine = await startEngineTables();
});
afterEach(() => engine.close());

const unexpected = (error: unknown): never => {
  throw error;
};

const createMonitor = (client: DynamoDBClient, table: string, apiKeys: string) => {
  const pause = async () => undefined;
  const notices: NoticeMessage[] = [];
  let now = START;
  const sent: number[] = [];
  const watchSilence = createWatchSilence({
    store: createWatchStore({ client, table, pause, onError: unexpected }),
    memory: createMonitorMemory({ client, table }),
    sendProbe: async (sentAt) => void sent.push(sentAt),
    findNewestProbe: async () => sent.at(-1),
    findKeyStates: createFindKeyStates({ client, table: apiKeys, pause, onError: unexpected }),
    publish: async (some) => {
      notices.push(...some);
      return new Set(some.map(({ id }) => id));
    },
    measureAges: async () => ({}),
    clock: () => now,
    onError: unexpected,
  });
  return {
    notices,
    runAt: (instant: number) => {
      now = instant;
      return watchSilence();
    },
  };
};

const integration = (id: string, more: Partial<Integration> = {}): Integration => ({
  integrationId: id,
  accountId: id.split('.')[0] ?? '',
  name: `Shop ${id}`,
  template: 'freshchat',
  keyIds: [],
  version: 1,
  revision: 1,
  createdAt: START,
  ...more,
});

describe('the monitor on the engine', () => {
  it('opens, tells and closes what the recorder’s evidence shows, and lists it as an outage', async () => {
    const { client, tables } = engine;
    const table = tables.Integrations;
    const save = createSaveIntegration({
      client,
      integrations: table,
      apiKeys: tables.ApiKeys,
      pause: async () => undefined,
    });
    const created = integration('acme.one', { silencePolicy: { windowMs: HOUR } });
    await save({ after: created, checkAt: START });
    const note = createNote(createIntegrationHealth({ client, table, pause: async () => undefined }));
    await note('acme.one', { acceptedAt: START + MINUTE, chatEventAt: START + MINUTE });

    const monitor = createMonitor(client, table, tables.ApiKeys);
    expect(await monitor.runAt(START + 5 * MINUTE)).toMatchObject({ due: 1, incidentsWritten: 0, failures: 0 });
    expect(await monitor.runAt(START + 10 * MINUTE)).toMatchObject({ due: 0 });
    for (let minute = 15; minute < 70; minute += 5) await monitor.runAt(START + minute * MINUTE);
    expect(await monitor.runAt(START + 70 * MINUTE)).toMatchObject({ due: 1, silentWarning: 1, noticesTold: 1 });
    expect(monitor.notices[0]).toMatchObject({ kind: 'opened', subject: expect.stringContaining('Shop acme.one') });
    expect(await monitor.runAt(START + 75 * MINUTE)).toMatchObject({ due: 1, noticesTold: 0, incidentsWritten: 0 });

    // Flagged: written at once, however little time has passed.
    const first = START + 76 * MINUTE;
    expect(await note('acme.one', { acceptedAt: first, chatEventAt: first })).toBe('written');
    expect(await note('acme.one', { acceptedAt: first + 1, chatEventAt: first + 1 })).toBe('written');
    expect(await monitor.runAt(START + 80 * MINUTE)).toMatchObject({ noticesTold: 1, silentWarning: 0 });
    expect(await monitor.runAt(START + 85 * MINUTE)).toMatchObject({ due: 1, noticesTold: 0 });
    expect(await monitor.runAt(START + 90 * MINUTE)).toMatchObject({ due: 0 });
    expect(await note('acme.one', { acceptedAt: first + 2, chatEventAt: first + 2 })).toBe('spared');
    const { items } = await createPageOfIncidents({ client, table })('acme.one', { limit: 10 });
    expect(items).toMatchObject([
      { openedAt: START + 70 * MINUTE, silentFrom: START + MINUTE, closedAt: first + 1, cause: 'no_chats' },
    ]);
  });

  it('looks at once when the recorder noted a refusal, and whenever the settings change', async () => {
    const { client, tables } = engine;
    const table = tables.Integrations;
    const save = createSaveIntegration({
      client,
      integrations: table,
      apiKeys: tables.ApiKeys,
      pause: async () => undefined,
    });
    const at = START + 2 * HOUR;
    const before = integration('acme.two', { createdAt: at, keyIds: ['k', 'k-new1', 'k-gone'] });
    await save({ after: before, checkAt: at });
    for (const life of [
      { keyId: 'k', createdAt: at, revokedAt: at + MINUTE },
      { keyId: 'k-new1', createdAt: at + 1 },
    ]) {
      const key = { ...life, hash: 'h', integrationId: 'acme.two', accountId: 'acme' };
      await client.send(new PutItemCommand({ TableName: tables.ApiKeys, Item: toApiKeyItem(key) }));
    }
    const monitor = createMonitor(client, table, tables.ApiKeys);
    await monitor.runAt(at + MINUTE);
    expect(await monitor.runAt(at + 2 * MINUTE)).toMatchObject({ due: 0 });
    const note = createNote(createIntegrationHealth({ client, table, pause: async () => undefined }));
    const refusal = { reason: 'key_revoked', keyId: 'k' } as const;
    await note('acme.two', { refusedAt: at + 3 * MINUTE, refusal });
    expect(await monitor.runAt(at + 5 * MINUTE)).toMatchObject({ due: 1, silentWarning: 0 });
    await note('acme.two', { refusedAt: at + 8 * MINUTE, refusal });
    expect(await monitor.runAt(at + 10 * MINUTE)).toMatchObject({ due: 1, silentWarning: 1, noticesTold: 1 });
    expect(monitor.notices[0]?.message).toMatch(
      /revoked on 2026-11-02 10:01 UTC.* Paste the API key …new1 into the app/,
    );

    const paused = { ...before, pausedAt: at, version: 2, revision: 2 };
    await save({ before, after: paused, checkAt: at + 11 * MINUTE });
    expect(await monitor.runAt(at + 15 * MINUTE)).toMatchObject({ due: 1, silentWarning: 0 });
    const found = await createFindIntegration({ client, integrations: table })('acme.two');
    expect(found).toEqual(paused);
    const resumed = { ...before, version: 3, revision: 3 };
    await save({ before: paused, after: resumed, checkAt: at + 16 * MINUTE });
    expect(await monitor.runAt(at + 20 * MINUTE)).toMatchObject({ due: 1, silentWarning: 1, noticesTold: 1 });
    await save({ before: resumed, after: { ...resumed, deletedAt: at, revision: 4 }, checkAt: at + 21 * MINUTE });
    expect(await monitor.runAt(at + 25 * MINUTE)).toMatchObject({ due: 1, silentWarning: 0, noticesTold: 1 });
    await monitor.runAt(at + 30 * MINUTE);
    expect(await monitor.runAt(at + 35 * MINUTE)).toMatchObject({ due: 0 });
    expect(monitor.notices.map(({ subject }) => subject.split(':')[0])).toEqual([
      'Chats may be missing',
      'Notices are paused',
      'Chats may be missing',
      'Integration deleted',
    ]);
    const { items } = await createPageOfIncidents({ client, table })('acme.two', { limit: 10 });
    expect(items.map(({ endedBy }) => endedBy)).toEqual(['deletion']);
  });

  it('keeps the bytes of the settings out of the evidence, and reads the policy beside it', async () => {
    const { client, tables } = engine;
    const table = tables.Integrations;
    const deps = { client, pause: async () => undefined };
    const days = Array.from({ length: 400 }, (_, day) => day);
    const parsed = parseSilencePolicy({
      window: 'PT1H',
      activeHours: {
        timeZone: 'UTC',
        weekly: Object.fromEntries(WEEKDAYS.map((day) => [day, ['00:00-24:00']])),
        holidays: days.map((day) => new Date(START + day * 24 * HOUR).toISOString().slice(0, 10)),
      },
    });
    if (!parsed.ok) throw new Error(parsed.problem.code);
    const shop = integration('acme.one', { silencePolicy: parsed.policy });
    await createSaveIntegration({ ...deps, integrations: table, apiKeys: tables.ApiKeys })({
      after: shop,
      checkAt: START,
    });
    const Key = { integrationId: { S: 'acme.one' }, item: { S: 'health' } };
    const { Item: health } = await client.send(new GetItemCommand({ TableName: table, Key }));
    expect(JSON.stringify(health).length).toBeLessThan(500);
    const store = createWatchStore({ ...deps, table, onError: unexpected });
    expect((await store.findDue(START)).watched).toMatchObject([{ policy: parsed.policy }]);
  });

  it('finds all that are watched, and the evidence of some', async () => {
    const { client, tables } = engine;
    const table = tables.Integrations;
    const deps = { client, pause: async () => undefined };
    const save = createSaveIntegration({ ...deps, integrations: table, apiKeys: tables.ApiKeys });
    await save({ after: integration('acme.one'), checkAt: START });
    await save({ after: integration('bold.one'), checkAt: START + HOUR });
    await createNote(createIntegrationHealth({ ...deps, table }))('bold.one', { acceptedAt: START });
    const store = createWatchStore({ ...deps, table, onError: unexpected });
    expect((await store.findActive()).toSorted()).toEqual(['acme.one', 'bold.one']);
    expect(await store.findEvidence(['bold.one', 'nobody.one'])).toEqual(
      new Map([['bold.one', { acceptedAt: START }]]),
    );
  });

  it('remembers itself, over one version at a time', async () => {
    const { client, tables } = engine;
    const memory = createMonitorMemory({ client, table: tables.Integrations });
    const { state, version } = await memory.read();
    const ourOutages = [{ from: START, until: START + 1 }];
    const refusal = 'events_invalid' as const;
    const manySilent = { startedAt: START, endedAt: START + 1, refusal, escalatedAt: START + 1, notOurs: true };
    const next = { ...state, lastRunAt: START, ourOutages, stall: { startedAt: START }, manySilent };
    expect(await memory.write(next, version)).toBe('written');
    expect(await memory.write(next, version)).toBe('overtaken');
    expect(await memory.read()).toEqual({ state: next, version: version + 1 });
    const health = createFindPipelineHealth({ client, table: tables.Integrations, clock: () => START + HOUR });
    expect(await health()).toEqual({ stalledSince: START, ourOutages });
    expect(await createFindNewestProbe({ client, table: tables.ContactCounts })()).toBeUndefined();
  });
});
