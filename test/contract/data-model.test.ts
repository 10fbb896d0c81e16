/** docs/data-model.md against the writers: every attribute that is written is on the page, and nothing else is. */

import { readFileSync } from 'node:fs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { localClient } from '../../local/engines/local-account.ts';
import { EVIDENCE_KINDS } from '../../shared/attributes.ts';
import type { ClaimsWrite } from '../../shared/completeness/claims.port.ts';
import { toHoleItem } from '../../shared/completeness/hole-item.ts';
import { createChatLedger } from '../../shared/counting/chat-ledger.dynamo.ts';
import { createCountStore } from '../../shared/counting/contact-counts.dynamo.ts';
import { createRecountTables } from '../../shared/counting/recount.dynamo.ts';
import { toApiKeyItem } from '../../shared/intake/api-keys.dynamo.ts';
import type { Integration } from '../../shared/integrations/integration.ts';
import { createSaveIntegration } from '../../shared/integrations/integration-store.dynamo.ts';
import { newJob } from '../../shared/recovery/recovery-job.ts';
import { toJobItem } from '../../shared/recovery/recovery-job-item.ts';
import type { Evidence } from '../../shared/silence/evidence.ts';
import type { Incident } from '../../shared/silence/incident.ts';
import { createIntegrationHealth } from '../../shared/silence/integration-health.dynamo.ts';
import { createMonitorMemory } from '../../shared/silence/monitor-memory.dynamo.ts';
import { createWatchStore } from '../../shared/silence/watch-store.dynamo.ts';
import { TABLES } from '../../shared/tables.ts';
import { NOW } from '../support/events.ts';

const PAGE = readFileSync(new URL('../../docs/data-model.md', import.meta.url), 'utf8');
const KEYS = new Set<string>(
  Object.values(TABLES).flatMap((table) => [
    table.partitionKey.name,
    ...('sortKey' in table && table.sortKey ? [table.sortKey.name] : []),
  ]),
);

/** The names in the first column of the tables below a heading; keys of tables stand with the access patterns. */
const documented = (heading: string): readonly string[] => {
  const [, section = ''] = PAGE.split(`\n${heading}`);
  const [own = ''] = section.split(/\n##/);
  const cells = [...own.matchAll(/^\| (`.*?) \|/gm)].flatMap(([, cell = '']) => cell.match(/`[^`]+`/g) ?? []);
  return sorted(cells.map((name) => name.replaceAll('`', '')));
};

const sorted = (names: Iterable<string>): readonly string[] =>
  [...new Set(names)].filter((name) => !KEYS.has(name)).sort();

const namesSchema = z.record(z.string(), z.string());
const inputSchema = z.looseObject({
  Item: z.record(z.string(), z.unknown()).exactOptional(),
  UpdateExpression: z.string().exactOptional(),
  ExpressionAttributeNames: namesSchema.exactOptional(),
  Statement: z.string().exactOptional(),
});

/** The attributes that one write sets, whatever its form. */
const namesIn = (write: unknown): readonly string[] => {
  const { Item = {}, UpdateExpression = '', ExpressionAttributeNames = {}, Statement = '' } = inputSchema.parse(write);
  const changes = UpdateExpression.replace(/\bREMOVE\b.*/, '').split(/\bSET\b|\bADD\b|,(?![^(]*\))/);
  const updated = changes.flatMap((change) => change.trim().match(/^[#\w]+/) ?? []);
  const inserted = [...Statement.matchAll(/'([^']+)': \?/g)].map(([, name = '']) => name);
  const [, set = ''] = /\bSET (.*) WHERE/.exec(Statement) ?? [];
  const replaced = [...set.matchAll(/"?([\w:.-]+)"? = \?/g)].map(([, name = '']) => name);
  const resolved = updated.map((name) => ExpressionAttributeNames[name] ?? name);
  return [...Object.keys(Item), ...resolved, ...inserted, ...replaced];
};

const callSchema = z.looseObject({
  TransactItems: z
    .array(z.looseObject({ Put: z.unknown().exactOptional(), Update: z.unknown().exactOptional() }))
    .default([]),
  Statements: z.array(z.unknown()).default([]),
});

const writesIn = (input: unknown): readonly unknown[] => {
  const { TransactItems, Statements } = callSchema.parse(input);
  return [input, ...Statements, ...TransactItems.flatMap(({ Put, Update }) => [Put, Update].filter(Boolean))];
};

/** What an adapter would write; nobody answers it, so what it makes of the answer is not asked. */
const written = async (
  write: (client: DynamoDBClient) => Promise<unknown>,
  of: RegExp = /^/,
): Promise<readonly string[]> => {
  const client = new DynamoDBClient(localClient('http://127.0.0.1:9'));
  const writes: unknown[] = [];
  client.middlewareStack.add(
    () =>
      async ({ input }) => {
        writes.push(...writesIn(input));
        return { output: { $metadata: {}, Attributes: {}, Responses: [] }, response: {} };
      },
    { step: 'initialize', name: 'record', priority: 'low' },
  );
  await write(client).catch(() => undefined);
  return writes.filter((one) => of.test(JSON.stringify(one))).flatMap(namesIn);
};

const pause = async (): Promise<void> => undefined;
const clock = () => NOW;
const table = 'T';
const integrationId = 'demo.one';
const PLACE = { integrationId, hour: '2026-11-22T09:00:00Z', queue: 'Support' };

test('Chats', async () => {
  const key = { integrationId, chatId: 'c' };
  const entry = { ...key, chat: {}, contributions: [] };
  const names = [
    ...(await written((client) => createChatLedger({ client, table, pause }).insert([entry]))),
    ...(await written((client) => createChatLedger({ client, table, pause }).update(entry, 1))),
  ];
  expect(sorted(names)).toEqual(documented('## Chats'));
});

test('ContactCounts', async () => {
  const count = { ...PLACE, measures: {}, marks: { shard: '1' } };
  const drift = { ...PLACE, measures: { contacts: 1 }, counted: {} };
  const changed = { ...count, measures: { contacts: 1 } };
  const recount = { recountId: 'r', recountedUntil: 1 };
  const names = [
    ...(await written((client) =>
      createCountStore({ client, table, pause, clock }).write([
        { count: changed, shardId: 'shard', replaces: undefined },
      ]),
    )),
    ...(await written((client) =>
      createRecountTables({ client, chats: table, contactCounts: table }).addDrift(drift, recount),
    )),
  ];
  expect(sorted(names.map((name) => name.replace(/^m:.*/, 'm:<shardId>')))).toEqual(documented('## ContactCounts'));
});

const SETTINGS = {
  integrationId,
  accountId: 'demo',
  name: 'Support',
  template: 'freshchat',
  freshchatDomain: 'acme.freshchat.com',
  freshchatKey: 'ciphertext',
  silencePolicy: { windowMs: 86_400_000 },
  pausedAt: NOW,
  acceptsFrom: NOW,
  keyIds: ['k'],
  version: 1,
  revision: 1,
  createdAt: NOW,
  createdBy: 's',
} as const;

const save = async (change: Partial<Integration>, of: RegExp): Promise<readonly string[]> =>
  await written(
    (client) =>
      createSaveIntegration({ client, integrations: table, apiKeys: table, pause })({
        after: { ...SETTINGS, ...change },
        checkAt: NOW,
      }),
    of,
  );

const DELETED = {
  deletedAt: NOW,
  deletedBy: 's',
  erasure: { requestedAt: NOW, erasedAt: NOW, nextPassAt: NOW, deletedChats: 1, deletedCounts: 1 },
} as const;

test('config', async () => {
  const names = [...(await save({}, /"S":"config"/)), ...(await save(DELETED, /"S":"config"/))];
  expect(sorted(names)).toEqual(documented('### `config`'));
});

test('the reservation of a name', async () => {
  expect(sorted(await save({}, /"S":"name#/))).toEqual(documented('### `name#'));
});

const INCIDENT = {
  openedAt: NOW,
  silentFrom: NOW,
  cause: 'app_silent',
  severity: 'critical',
  reopenedAt: NOW,
  recoveredAt: NOW,
  closedAt: NOW,
  endedBy: 'settings',
  announcedCause: 'app_silent',
  keyNotices: {},
} as const satisfies Incident;

const forgotten = { ...SETTINGS, deletedAt: NOW };

const writeIncident = async ({ closedAt, ...open }: Incident, of: RegExp): Promise<readonly string[]> => {
  const watched = { integrationId, checkAt: NOW, evidence: { createdAt: NOW }, policy: { windowMs: 1 } };
  const pendingNotice = { notice: 'opened', until: NOW } as const;
  const writes = [open, { ...open, closedAt: closedAt ?? NOW }].map((incident) =>
    written(
      (client) =>
        createWatchStore({ client, table, pause, onError: () => undefined }).writeIncident({
          watched,
          incident,
          checkAt: NOW,
          pendingNotice,
        }),
      of,
    ),
  );
  return (await Promise.all(writes)).flat();
};

test('an incident', async () => {
  expect(sorted(await writeIncident(INCIDENT, /"S":"incident#/))).toEqual(documented('### `incident#'));
});

const CLAIMS: ClaimsWrite = {
  claims: {
    completeFrom: NOW,
    accounts: new Map([['acme', { until: NOW, known: NOW, heardAt: NOW, gaps: [] }]]),
  },
  replaces: 1,
  hasNewGap: false,
};

test('a hole', () => {
  const hole = { account: 'acme', from: NOW, until: NOW, cause: 'app_silent', recovery: 'none' } as const;
  const { integrationId: _, item: _item, ...attributes } = toHoleItem(integrationId, hole);
  expect(sorted(Object.keys(attributes))).toEqual(documented('### `hole#'));
});

test('a recovery', () => {
  const job = newJob({ integrationId, trigger: 'admin', from: NOW - 1, until: NOW, requestedBy: 's' }, NOW);
  const figures = { reported: 1, known: 1, missing: 0, sent: 0, countedOnly: 0, unusable: 0 };
  const checks = { compared: 1, comparedKnown: 1, resolutionMs: 1, counted: 1, countedInReport: 1 };
  const ended = { reason: 'not_counted', endedAt: NOW, sentAt: NOW, figures, checks } as const;
  const { integrationId: _, item: _item, ...attributes } = toJobItem({ ...job, ...ended });
  expect(sorted(Object.keys(attributes))).toEqual(documented('### `backfill#'));
});

test('health', async () => {
  const instants = Object.fromEntries(EVIDENCE_KINDS.map((kind) => [kind, NOW]));
  const refusal = { reason: 'key_revoked', keyId: 'k' } as const;
  const note = (after: Evidence, claims?: ClaimsWrite) =>
    written((client) =>
      createIntegrationHealth({ client, table, pause }).write([
        { integrationId, before: {}, after, lookAt: NOW, ...(claims && { claims }) },
      ]),
    );
  const day = { from: NOW, accepted: 1, refused: { too_long: 1 }, mixedHours: 1 };
  const details = {
    appVersion: '1',
    installedOccurredAt: NOW,
    uninstalledOccurredAt: NOW,
    keyUses: { k: NOW },
    refusedShare: { since: NOW, lastAt: NOW, isSteady: true, day },
    refusedShareVersion: 1,
  };
  const names = [
    ...(await note({ ...instants, ...details, refusal, refusedSince: NOW, invalidSince: NOW })),
    ...(await save({}, /"S":"health"/)),
    ...(await save(forgotten, /"S":"health"/)),
    ...(await writeIncident(INCIDENT, /"S":"health"/)),
    ...(await note({}, CLAIMS)),
  ];
  expect(sorted(names)).toEqual(documented('### `health`'));
});

test('what the monitor remembers', async () => {
  const stretch = { startedAt: NOW, endedAt: NOW };
  const state = {
    lastRunAt: NOW,
    ourOutages: [{ from: NOW, until: NOW + 1 }],
    probes: [NOW],
    isNoticePending: true,
    caughtUpTo: NOW,
    stall: stretch,
    manySilent: { ...stretch, notOurs: true },
  };
  const names = await written((client) => createMonitorMemory({ client, table }).write(state, 1));
  expect(sorted(names)).toEqual(documented('### `monitor`'));
});

const LIFE = { acceptsFrom: NOW, createdAt: NOW, createdBy: 's', expiresAt: NOW, revokedAt: NOW, revokedBy: 's' };

test('ApiKeys', () => {
  const key = { keyId: 'k', hash: 'h', integrationId, accountId: 'demo' };
  const item = toApiKeyItem({ ...key, ...LIFE, lastUsedAt: NOW });
  expect(sorted(Object.keys(item))).toEqual(documented('## ApiKeys'));
});
