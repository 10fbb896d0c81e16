/** The monitor on one machine: its real entry point, its probe through the real pipeline, its notices in a file. */

import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { localClient } from '../../local/engines/local-account.ts';
import { type LocalSystem, startLocalSystem } from '../../local/system.ts';
import { createFindNewestProbe } from '../../shared/silence/probe.dynamo.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'silence-'));
const said: string[] = [];
let system: LocalSystem;
let dynamo: DynamoDBClient;

beforeAll(async () => {
  system = await startLocalSystem({ dataDir, port: 0, report: (line) => said.push(line), watchEveryMs: 500 });
  dynamo = new DynamoDBClient(localClient(system.connection.dynamodbEndpoint));
});
afterAll(async () => {
  dynamo.destroy();
  await system.close();
  rmSync(dataDir, { recursive: true });
});

const DAY_MS = 24 * 60 * 60_000;
const instant = (ago: number) => ({ S: new Date(Date.now() - ago).toISOString() });
const within = { timeout: 60_000, interval: 100 };

const noticesKept = (): readonly unknown[] => {
  const file = join(dataDir, 'notices.jsonl');
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line): unknown => JSON.parse(line));
};

it('sends a probe that comes through, and sees it', async () => {
  const find = createFindNewestProbe({ client: dynamo, table: system.connection.tables.ContactCounts });
  await vi.waitFor(async () => expect(Date.now() - ((await find()) ?? 0)).toBeLessThan(60_000), within);
});

it('prints and keeps a notice when the demo falls silent, and one when its chats arrive again', async () => {
  const { url, apiKey, integrationId, tables } = system.connection;
  await dynamo.send(
    new UpdateItemCommand({
      TableName: tables.Integrations,
      Key: { integrationId: { S: integrationId }, item: { S: 'health' } },
      UpdateExpression: 'SET chatEventAt = :before, acceptedAt = :before, createdAt = :created, checkAt = :now',
      ExpressionAttributeValues: {
        ':before': instant(2 * DAY_MS),
        ':created': instant(9 * DAY_MS),
        ':now': instant(0),
      },
    }),
  );
  await vi.waitFor(() => expect(noticesKept()).toMatchObject([{ kind: 'opened', cause: 'app_silent' }]), within);
  expect(said.join('\n')).toContain('Notice (critical): No chats arrive: Demo Freshchat');

  const event = { id: 'e-1', type: 'chat.resolved', occurredAt: new Date().toISOString(), chat: { id: 'c-1' } };
  const { status } = await fetch(`${url}/v1/events`, {
    method: 'POST',
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify(event),
  });
  expect(status).toBe(202);
  await vi.waitFor(() => expect(noticesKept()).toHaveLength(2), within);
  expect(noticesKept()[1]).toMatchObject({ kind: 'closed', message: expect.stringContaining('2 d') });
});
