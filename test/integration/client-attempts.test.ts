/**
 * Time-outs and attempts of each SDK client, by kind of failure, as they are and not as the settings say: an update of
 * the SDK that changes them changes how long a function hangs and how often it hammers a store that is down.
 */

import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { localEnvironment } from '../../local/engines/local-account.ts';
import { createDynamoClient, createQuickDynamoClient } from '../../shared/core/dynamo/dynamo-client.ts';
import { createQueueClient } from '../../shared/core/sqs/sqs-client.ts';
import { FAILURES, type FailingServer, type Failure, startFailingServer } from '../support/failing-server.ts';

type Row = { readonly failure: Failure; readonly attempts: number; readonly elapsedMs: number; readonly error: string };

let server: FailingServer;

beforeAll(async () => {
  server = await startFailingServer();
  const environment = localEnvironment({ dynamodb: server.url, sqs: server.url });
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
});

afterAll(async () => {
  vi.unstubAllEnvs();
  await server.close();
});

const read = (client: ReturnType<typeof createDynamoClient>) => (failure: Failure) =>
  client.send(new GetItemCommand({ TableName: failure, Key: { id: { S: 'x' } } }));

const send = (client: ReturnType<typeof createQueueClient>) => (failure: Failure) =>
  client.send(new SendMessageCommand({ QueueUrl: `${server.url}/000000000000/${failure}`, MessageBody: failure }));

const measure = async (failure: Failure, call: (failure: Failure) => Promise<unknown>): Promise<Row> => {
  const before = server.attempts(failure);
  const start = performance.now();
  const error = await call(failure).then(
    () => 'none',
    (reason: unknown) => (reason instanceof Error ? reason.name : 'unknown'),
  );
  const elapsedMs = Math.round(performance.now() - start);
  return { failure, attempts: server.attempts(failure) - before, elapsedMs, error };
};

const CLIENTS = [
  { client: 'createDynamoClient', open: () => read(createDynamoClient()), attempts: 3 },
  { client: 'createQuickDynamoClient', open: () => read(createQuickDynamoClient()), attempts: 2 },
  { client: 'createQueueClient', open: () => send(createQueueClient()), attempts: 3 },
] as const;

test.each(CLIENTS)('$client asks $attempts times, and once where asking again cannot help', async (row) => {
  const call = row.open();
  const rows = await Promise.all(FAILURES.map((failure) => measure(failure, call)));
  console.table(rows.map((measured) => ({ client: row.client, ...measured })));
  expect(Object.fromEntries(rows.map(({ failure, attempts }) => [failure, attempts]))).toEqual({
    internal_error: row.attempts,
    throttling: row.attempts,
    reset: row.attempts,
    silence: row.attempts,
    standstill: row.attempts,
    validation: 1,
  });
  // A hanging call ends in an error: the SDK's own default would only warn.
  expect(rows.find(({ failure }) => failure === 'silence')?.error).toBe('TimeoutError');
  // So does an answer that stops halfway, which the time-out of the request does not cover.
  expect(rows.find(({ failure }) => failure === 'standstill')?.error).toBe('TimeoutError');
});
