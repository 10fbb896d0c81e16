/** The commands of the runbook's section "A key has leaked", run as an operator runs them, on a real engine. */

import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { toClaimsAttributes } from '../../shared/completeness/claims-item.ts';
import { HEALTH_ITEM, integrationKey } from '../../shared/core/dynamo/keys.ts';
import { createChatLedger } from '../../shared/counting/chat-ledger.dynamo.ts';
import { createCountStore } from '../../shared/counting/contact-counts.dynamo.ts';
import { createReadCounts } from '../../shared/counting/count-range.dynamo.ts';
import { createWriteChats } from '../../shared/counting/write-chats.ts';
import { createRecordChats } from '../../shared/intake/record-chats.ts';
import { toChangesCursor } from '../../shared/reading/changes-cursor.ts';
import { createFindCompleteness } from '../../shared/reading/completeness.dynamo.ts';
import { createPageOfCorrections } from '../../shared/reading/corrections.dynamo.ts';
import { createReadChanges } from '../../shared/reading/read-changes.ts';
import { SHARD, sequenceNumber } from '../support/changes.ts';
import { startEngineTables } from '../support/engine-tables.ts';
import { at, deleted, MINUTE_MS, NOW, resolved } from '../support/events.ts';
import { createFakeEventQueue } from '../support/fakes/event-queue.ts';
import { deliveriesOf, eventsMessage, INTEGRATION } from '../support/messages.ts';

const HOURS = { integrationId: INTEGRATION, from: '2026-11-22T00:00:00Z', to: '2026-11-23T00:00:00Z' };
const dataDirectory = mkdtempSync(join(tmpdir(), 'leaked-key-'));

let engine: Awaited<ReturnType<typeof startEngineTables>>;

/** A day that is complete until noon: three chats by the app's own key, two by the one that leaked. */
beforeAll(async () => {
  engine = await startEngineTables();
  const { client, tables, endpoint } = engine;
  const unused = 'http://127.0.0.1:9';
  const local = { sqsEndpoint: unused, lambdaEndpoint: unused, cloudWatchEndpoint: unused, queueUrl: unused };
  writeFileSync(
    join(dataDirectory, 'local.json'),
    JSON.stringify({ ...local, dynamodbEndpoint: endpoint, tables, tallyFunction: 'tally' }),
  );
  const pause = async () => undefined;
  const onError = (error: unknown) => {
    throw error;
  };
  const record = createRecordChats({
    writeChats: createWriteChats({ ledger: createChatLedger({ client, table: tables.Chats, pause }), pause, onError }),
    noteEvidence: async () => new Set(),
    noteGroups: async () => undefined,
    queue: createFakeEventQueue(),
    onError,
  });
  const leaked = (minute: number) => ({
    receivedAt: NOW + minute * MINUTE_MS,
    source: { kind: 'key', keyId: 'leaked' } as const,
  });
  await record(
    deliveriesOf(
      eventsMessage(['a', 'b', 'c'].map((chatId) => resolved({ chatId, occurredAt: at('09:14') }))),
      // Before it leaked the key was honest.
      eventsMessage([resolved({ chatId: 'honest', occurredAt: at('08:14') })], leaked(-1)),
      eventsMessage(
        [
          resolved({ chatId: 'forged', occurredAt: at('05:14'), createdAt: at('04:59') }),
          // Moves the chat, and decides nothing of the next: it was over before.
          resolved({ chatId: 'b', occurredAt: at('07:14'), group: 'Sales' }),
          deleted({ chatId: 'c', occurredAt: at('10:14') }),
        ],
        leaked(1),
      ),
    ),
  );
  const counts = createCountStore({ client, table: tables.ContactCounts, pause, clock: () => NOW });
  const places = [
    ['2026-11-22T05:00:00Z', 'Support'],
    ['2026-11-22T07:00:00Z', 'Sales'],
    ['2026-11-22T08:00:00Z', 'Support'],
    ['2026-11-22T09:00:00Z', 'Support'],
  ] as const;
  await counts.write(
    places.map(([hour, queue]) => ({
      count: {
        integrationId: INTEGRATION,
        hour,
        queue,
        measures: { contacts: 1, contacts00: 1 },
        marks: { [SHARD]: sequenceNumber(1) },
      },
      shardId: SHARD,
      replaces: undefined,
    })),
  );
  const claims = {
    completeFrom: at('01:00'),
    accounts: new Map([['acme', { until: at('12:00'), known: at('12:00'), heardAt: at('12:05'), gaps: [] }]]),
  };
  await client.send(
    new PutItemCommand({
      TableName: tables.Integrations,
      Item: { ...integrationKey(INTEGRATION, HEALTH_ITEM), ...toClaimsAttributes(claims, 1) },
    }),
  );
});
afterAll(async () => {
  await engine.close();
  rmSync(dataDirectory, { recursive: true });
});

type Run = { readonly code: number; readonly out: string; readonly err: string };

const ROOT = new URL('../..', import.meta.url).pathname;

const run = async (command: string, ...args: readonly string[]): Promise<Run> => {
  const env = { PATH: process.env['PATH'], DATA_DIR: dataDirectory };
  const options = { cwd: ROOT, encoding: 'utf8', env } as const;
  try {
    const done = await promisify(execFile)(process.execPath, [`ops/${command}.ts`, ...args], options);
    return { code: 0, out: done.stdout, err: done.stderr };
  } catch (error) {
    const failed = z.object({ code: z.int(), stdout: z.string(), stderr: z.string() }).parse(error);
    return { code: failed.code, out: failed.stdout, err: failed.stderr };
  }
};

const writtenBy = (key: string, since = '2026-11-22T12:00:00Z') =>
  run('written-by', '--integration', INTEGRATION, '--key', key, '--since', since);

const mark = (from: string, to: string, ...more: readonly string[]) =>
  run(
    'mark-unknown',
    '--integration',
    INTEGRATION,
    '--from',
    `2026-11-22T${from}:00Z`,
    '--to',
    `2026-11-22T${to}:00Z`,
    ...more,
  );

const LEAKED = ['--reason', 'key_leaked'] as const;

/** Long after the mark: the feed holds back what is younger than five minutes. */
const changes = async () => {
  const { client, tables } = engine;
  const read = createReadChanges({
    findCompleteness: createFindCompleteness({ client, table: tables.Integrations }),
    pageOfCorrections: createPageOfCorrections({ client, table: tables.ContactCounts }),
    clock: () => Date.now() + 10 * MINUTE_MS,
  });
  const outcome = await read(INTEGRATION, toChangesCursor(INTEGRATION, { at: NOW }));
  if (outcome.kind !== 'read') throw new Error(outcome.kind);
  return outcome.answer;
};

describe('ops:written-by', () => {
  it('lists the chats and the hours that a key decided since it leaked', async () => {
    const { code, out } = await writtenBy('leaked');
    expect(code).toBe(0);
    expect(
      out
        .split('\n')
        .filter((line) => line.startsWith('  '))
        .sort(),
    ).toEqual([
      '  2026-11-22T04:00:00.000Z until 2026-11-22T06:00:00.000Z',
      '  2026-11-22T07:00:00.000Z until 2026-11-22T08:00:00.000Z',
      '  b  end, queue  2026-11-22T07:00:00Z',
      '  forged  end, queue, creation  2026-11-22T05:00:00Z and 2026-11-22T04:00:00Z',
    ]);
    expect(out).toMatch(/2 of 5 chats, for \d+ read units/);
  });

  it('knows what the key decided before, and that another key decided nothing then', async () => {
    expect((await writtenBy('leaked', '2026-11-22T00:00:00Z')).out).toContain('3 of 5 chats');
    expect((await writtenBy('other')).out).toContain('0 of 5 chats');
  });

  it.each([
    ['no key', ['--integration', INTEGRATION], 'Name an integration and a key.'],
    ['a time that is none', ['--integration', INTEGRATION, '--key', 'k', '--since', 'noon'], '--since is an RFC 3339'],
    ['an option that is none', ['--all'], "Unknown option '--all'"],
  ])('says what is wrong with %s', async (_, args, sentence) => {
    const { code, err } = await run('written-by', ...args);
    expect([code, err]).toEqual([1, expect.stringContaining(sentence)]);
  });

  it('does not repeat a whole key that is pasted', async () => {
    const { code, err, out } = await writtenBy('ijx_abc_secretsecret_crc');
    expect(code).toBe(1);
    expect(err).toContain('never the key itself');
    expect(out + err).not.toContain('secretsecret');
  });
});

describe('ops:mark-unknown', () => {
  it('makes final hours unknown, announces their counts, and takes it back', async () => {
    expect((await changes()).holes).toEqual([]);
    expect((await changes()).changed.map(({ state }) => state)).not.toContain('unknown');

    expect(await mark('05:10', '07:30', ...LEAKED)).toMatchObject({
      code: 0,
      out: expect.stringContaining('2026-11-22T05:00:00.000Z until 2026-11-22T08:00:00.000Z: unknown now'),
    });
    const { changed, holes } = await changes();
    const hole = { from: at('05:00'), until: at('08:00'), cause: 'key_leaked', recovery: 'none' };
    expect(holes).toEqual([hole]);
    expect(changed.filter(({ state }) => state === 'unknown')).toMatchObject([
      { hour: at('05:00'), queue: 'Support', contacts: 1 },
      { hour: at('07:00'), queue: 'Sales', contacts: 1 },
    ]);
    // The tally writes by version: it must notice that somebody else wrote.
    const read = createReadCounts({ client: engine.client, table: engine.tables.ContactCounts });
    expect((await read(HOURS)).counts.map(({ version }) => version)).toEqual([2, 2, 1, 1]);

    const csv = await run('counts', '--integration', INTEGRATION, '--from', HOURS.from, '--to', HOURS.to, '--csv');
    expect(csv.out).toContain(' 08:00');
    expect(csv.out).not.toMatch(/ 0[567]:00/);
    const table = await run('counts', '--integration', INTEGRATION, '--from', HOURS.from, '--to', HOURS.to);
    expect(table.out).toContain('key_leaked');

    expect((await mark('05:10', '07:30', ...LEAKED)).code).toBe(0);
    expect((await mark('05:00', '06:00', ...LEAKED)).err).toContain('reaches further');
    expect((await mark('05:00', '06:00', '--undo')).err).toContain('There is no mark');
    expect((await mark('05:00', '08:00', '--undo')).code).toBe(0);
    expect((await changes()).holes).toEqual([]);
    expect((await changes()).changed.map(({ state }) => state)).not.toContain('unknown');
  });

  it.each([
    ['a reason that is none', ['--reason', 'bored'], '--reason is key_leaked'],
    ['no reason', [], '--reason is key_leaked'],
    ['an end before its beginning', ['--to', '2026-11-22T01:00:00Z', ...LEAKED], '--to lies behind --from'],
    ['hours to come', ['--to', '9999-01-01T00:00:00Z', ...LEAKED], 'what is still to come cannot'],
    ['an integration that is none', ['--integration', 'demo.nobody', ...LEAKED], 'There is no such integration'],
  ])('says what is wrong with %s', async (_, args, sentence) => {
    const { code, err } = await mark('05:00', '06:00', ...args);
    expect([code, err]).toEqual([1, expect.stringContaining(sentence)]);
  });
});
