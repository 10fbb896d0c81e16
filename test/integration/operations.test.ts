/** What on-call reads across accounts, on the real engine: what the administrators and the monitor wrote. */

import { afterEach, beforeEach, expect, it } from 'vitest';
import { meter } from '../../bench/meter.ts';
import type { Integration } from '../../shared/integrations/integration.ts';
import { createSaveIntegration } from '../../shared/integrations/integration-store.dynamo.ts';
import { createOperationsStore } from '../../shared/operations/survey.dynamo.ts';
import { createSurveyIntegrations, createTakeSnapshot } from '../../shared/operations/survey-integrations.ts';
import type { Incident } from '../../shared/silence/incident.ts';
import { createIntegrationHealth } from '../../shared/silence/integration-health.dynamo.ts';
import { createMonitorMemory } from '../../shared/silence/monitor-memory.dynamo.ts';
import { createWatchStore } from '../../shared/silence/watch-store.dynamo.ts';
import { startEngineTables } from '../support/engine-tables.ts';
import { createNote } from '../support/note.ts';

const NOW = Date.parse('2026-11-22T12:00:00Z');
const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;

let engine: Awaited<ReturnType<typeof startEngineTables>>;
beforeEach(async () => {
  engine = await startEngineTables();
});
afterEach(() => engine.close());

const unexpected = (error: unknown): never => {
  throw error;
};

const open = () => {
  const { client, tables } = engine;
  const table = tables.Integrations;
  const pause = async () => undefined;
  const store = createOperationsStore({ client, table, pause, onError: unexpected });
  const save = createSaveIntegration({ client, integrations: table, apiKeys: tables.ApiKeys, pause });
  const watch = createWatchStore({ client, table, pause, onError: unexpected });
  const add = async (integrationId: string, more: Partial<Integration> = {}, checkAt = NOW + DAY) => {
    const after: Integration = {
      integrationId,
      accountId: integrationId.split('.')[0] ?? '',
      name: `Shop ${integrationId}`,
      template: 'freshchat',
      freshchatDomain: 'acme.freshchat.com',
      freshchatKey: 'ciphertext',
      keyIds: [],
      version: 1,
      revision: 1,
      createdAt: NOW - 30 * DAY,
      ...more,
    };
    await save({ after, checkAt });
    return after;
  };
  const openIncident = async (integrationId: string, openedAt: number) => {
    const [watched] = (await watch.findDue(NOW)).watched.filter((one) => one.integrationId === integrationId);
    if (!watched) return expect.fail('is not due');
    const incident: Incident = {
      openedAt,
      silentFrom: NOW - 30 * DAY,
      cause: 'never_connected',
      severity: 'critical',
      keyNotices: {},
    };
    expect(await watch.writeIncident({ watched, incident, checkAt: NOW })).toBe('written');
  };
  const takeSnapshot = createTakeSnapshot(store, () => NOW);
  return { client, table, store, save, add, openIncident, survey: createSurveyIntegrations(takeSnapshot, store) };
};

it('finds everybody: in trouble, quiet, paused for good, being erased; and not what is gone', async () => {
  const { client, table, save, add, survey } = open();
  await add('acme.trouble', {}, NOW - HOUR);
  await add('acme.quiet', { createdAt: NOW - HOUR });
  const paused = await add('other.paused', { pausedAt: NOW - HOUR });
  await createWatchStore({ client, table, pause: async () => undefined, onError: unexpected }).moveAll([
    { watched: { integrationId: paused.integrationId, checkAt: NOW + DAY }, to: 'never' },
  ]);
  const erased = await add('other.erasing');
  const erasure = { requestedAt: NOW - HOUR, deletedChats: 0, deletedCounts: 0, nextPassAt: NOW };
  await save({ before: erased, after: { ...erased, revision: 2, deletedAt: NOW, erasure }, checkAt: NOW });
  const gone = await add('other.gone');
  await save({ before: gone, after: { ...gone, revision: 2, deletedAt: NOW }, checkAt: NOW });

  const { items, snapshot } = await survey({ limit: 100 });
  expect(items.map(({ surveyed, judged }) => [surveyed.integrationId, judged.urgency])).toEqual([
    ['acme.trouble', 'critical'],
    ['acme.quiet', 'waiting'],
    ['other.paused', 'paused'],
    ['other.erasing', 'critical'],
  ]);
  expect(items.map(({ surveyed }) => surveyed.erasingSince)).toEqual([undefined, undefined, undefined, NOW - HOUR]);
  expect(snapshot.counts).toMatchObject({ total: 4, critical: 1, quiet: 1, paused: 1, erasing: 1 });
});

it('reads evidence, incident and name, and nothing that a key or a domain is in', async () => {
  const { client, table, store, add, openIncident } = open();
  await add('acme.one', {}, NOW - HOUR);
  await openIncident('acme.one', NOW - HOUR);
  const note = createNote(createIntegrationHealth({ client, table, pause: async () => undefined }));
  await note('acme.one', { refusedAt: NOW, refusal: { reason: 'key_revoked', keyId: 'k' } });
  const answers: unknown[] = [];
  client.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args);
      answers.push(result.output);
      return result;
    },
    { step: 'initialize', name: 'answers' },
  );
  const [one] = await store.readSurveyed(['acme.one', 'acme.unknown']);
  expect(one).toMatchObject({
    name: 'Shop acme.one',
    evidence: { refusedAt: NOW, refusedSince: NOW, refusal: { keyId: 'k' } },
    incident: { cause: 'never_connected' },
  });
  expect(JSON.stringify(answers)).not.toMatch(/ciphertext|freshchat\.com|freshchatKey/);
});

it('pages through the incidents of all accounts, the newest first, with their names', async () => {
  const { store, add, openIncident } = open();
  for (const [index, id] of ['acme.one', 'other.two', 'acme.three'].entries()) {
    await add(id, {}, NOW - HOUR);
    await openIncident(id, NOW - (3 - index) * HOUR);
  }
  const first = await store.pageOfIncidents({ limit: 2 });
  expect(first.items.map(({ integrationId, name }) => [integrationId, name])).toEqual([
    ['acme.three', 'Shop acme.three'],
    ['other.two', 'Shop other.two'],
  ]);
  const rest = await store.pageOfIncidents({ limit: 2, ...(first.next !== undefined && { after: first.next }) });
  expect(rest.items.map(({ integrationId }) => integrationId)).toEqual(['acme.one']);
});

it('reads what the monitor remembers of ourselves, and before its first run nothing', async () => {
  const { client, table, store } = open();
  expect(await store.findPipelineMemory()).toEqual({ ourOutages: [], probes: [] });
  await createMonitorMemory({ client, table }).write(
    { lastRunAt: NOW, probes: [NOW], ourOutages: [], isNoticePending: false, stall: { startedAt: NOW - HOUR } },
    0,
  );
  expect(await store.findPipelineMemory()).toMatchObject({ lastRunAt: NOW, stall: { startedAt: NOW - HOUR } });
});

it('reads the keys of all in two indexes, and the items of the page alone', async () => {
  const { client, add, survey } = open();
  const COUNT = 400;
  for (let index = 0; index < COUNT; index += 1) await add(`a${index % 40}.${String(index).padStart(12, '0')}`);
  const { usage } = meter(client);
  await survey({ limit: 25 });
  const { readUnits } = usage();
  // The page: 25 settings and 25 health items, half a unit each. The rest is the two indexes, of keys alone.
  expect(readUnits).toBeGreaterThan(25);
  expect((readUnits - 25) / COUNT).toBeLessThan(0.04);
});
