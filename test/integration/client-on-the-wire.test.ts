/** What a service sees of our DynamoDB client, which leaves out some of what the SDK does and does some of it itself. */

import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { ConditionalCheckFailedException, GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { localEnvironment } from '../../local/engines/local-account.ts';
import { createDynamoClient } from '../../shared/core/dynamo/dynamo-client.ts';
import { isSignedBy, type SignedRequest } from '../support/signature-check.ts';

const HOUR_MS = 3_600_000;
const NAME = 'Zürich ☎';

let server: Server;
let requests: SignedRequest[];
let answer: (response: ServerResponse) => void;

beforeEach(async () => {
  requests = [];
  answer = (response) => response.end('{}');
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    requests.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
    answer(response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const environment = localEnvironment({ dynamodb: `http://127.0.0.1:${port}`, sqs: 'http://127.0.0.1:9' });
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
});

afterEach(async () => {
  vi.unstubAllEnvs();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const read = () => new GetItemCommand({ TableName: 'table', Key: { id: { S: NAME } } });

/** From `20261122T135730Z`. */
const toMs = (amzDate: string): number => Date.parse(amzDate.replace(/(....)(..)(..T..)(..)(..Z)/, '$1-$2-$3:$4:$5'));

/** The environment is asked again only for credentials that end soon. */
const useCredentials = (accessKeyId: string, secret: string, endsAt: number): void => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', accessKeyId);
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', secret);
  vi.stubEnv('AWS_SESSION_TOKEN', `session of ${accessKeyId}`);
  vi.stubEnv('AWS_CREDENTIAL_EXPIRATION', new Date(endsAt).toISOString());
};

test('signs each call so that a service accepts it, with whatever credentials hold by then', async () => {
  const client = createDynamoClient();
  useCredentials('AKIDFIRST', 'first', Date.now() + 60_000);
  await client.send(read());
  await client.send(read());
  useCredentials('AKIDSECOND', 'second', Date.now() + 60_000);
  await client.send(read());

  const ids = requests.map(({ headers }) => /Credential=(\w+)/.exec(headers.authorization ?? '')?.[1]);
  expect(ids).toEqual(['AKIDFIRST', 'AKIDFIRST', 'AKIDSECOND']);
  expect(requests.map((request) => isSignedBy('first', request))).toEqual([true, true, false]);
  expect(requests.map((request) => isSignedBy('second', request))).toEqual([false, false, true]);
  expect(requests.at(-1)?.headers['x-amz-security-token']).toBe('session of AKIDSECOND');
});

test('signs with the clock of the service when its own is an hour behind', async () => {
  const client = createDynamoClient();
  answer = (response) => response.setHeader('date', new Date(Date.now() + HOUR_MS).toUTCString()).end('{}');
  await client.send(read());
  await client.send(read());

  const [before = 0, after = 0] = requests.map(({ headers }) => toMs(`${headers['x-amz-date']}`));
  expect(Math.round((after - before) / HOUR_MS)).toBe(1);
});

test('says nothing about itself', async () => {
  await createDynamoClient().send(read());
  expect(requests[0]?.headers['user-agent']).toBeUndefined();
  expect(requests[0]?.headers['x-amz-user-agent']).toBeUndefined();
});

test('reads an answer that comes in pieces, cut within a letter', async () => {
  const body = Buffer.from(JSON.stringify({ Item: { id: { S: NAME } } }));
  const cut = body.indexOf('ü') + 1;
  answer = (response) => {
    response.write(body.subarray(0, cut), () => response.end(body.subarray(cut)));
  };
  expect((await createDynamoClient().send(read())).Item).toEqual({ id: { S: NAME } });
});

test('fails when an answer breaks off', async () => {
  answer = (response) => {
    response.writeHead(200, { 'content-length': 100 });
    response.write('{"Item":', () => response.destroy());
  };
  await expect(createDynamoClient().send(read())).rejects.toThrow();
  expect(requests).toHaveLength(3);
});

test('hands over the item of a condition that failed', async () => {
  answer = (response) => {
    response.writeHead(400);
    response.end(
      JSON.stringify({
        __type: 'com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException',
        Item: { id: { S: NAME } },
      }),
    );
  };
  const error = await createDynamoClient()
    .send(new UpdateItemCommand({ TableName: 'table', Key: { id: { S: NAME } } }))
    .catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(ConditionalCheckFailedException);
  expect(error).toMatchObject({ Item: { id: { S: NAME } } });
});
