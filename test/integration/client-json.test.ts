/** Our DynamoDB client writes and reads JSON by Node.js; it must say and understand what the SDK's own client does. */

import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import {
  type AttributeValue,
  DynamoDBClient,
  ExecuteTransactionCommand,
  GetItemCommand,
  PutItemCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { localClient, localEnvironment } from '../../local/engines/local-account.ts';
import { createDynamoClient } from '../../shared/core/dynamo/dynamo-client.ts';

let server: Server;
let ours: DynamoDBClient;
let plain: DynamoDBClient;
let bodies: unknown[];
let answers: { readonly status: number; readonly body: string }[];

beforeAll(async () => {
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    bodies.push(JSON.parse(Buffer.concat(chunks).toString()));
    const { status, body } = answers.shift() ?? { status: 200, body: '{}' };
    response.writeHead(status).end(body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  const environment = localEnvironment({ dynamodb: url, sqs: 'http://127.0.0.1:9' });
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  ours = createDynamoClient();
  plain = new DynamoDBClient(localClient(url));
});

beforeEach(() => {
  bodies = [];
  answers = [];
});

afterAll(async () => {
  vi.unstubAllEnvs();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const bytes = fc.uint8Array({ maxLength: 3 });
/** Names and texts that look like the marks of binary values. */
const word = fc.oneof(fc.string(), fc.constantFrom('B', 'BS', '"B":"', '"B":{"0":1}', 'type'));

const { value } = fc.letrec<{ value: AttributeValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    word.map((S) => ({ S })),
    fc.integer().map((N) => ({ N: `${N}` })),
    fc.boolean().map((BOOL) => ({ BOOL })),
    bytes.map((B) => ({ B })),
    bytes.map((B) => ({ B: Buffer.from(B) })),
    fc.array(bytes, { minLength: 1, maxLength: 2 }).map((BS) => ({ BS })),
    fc.array(word, { minLength: 1, maxLength: 2 }).map((SS) => ({ SS })),
    fc.array(tie('value'), { maxLength: 2 }).map((L) => ({ L })),
    fc.dictionary(word, tie('value'), { maxKeys: 2, noNullPrototype: true }).map((M) => ({ M })),
  ),
}));
const item = fc.dictionary(word, value, { maxKeys: 3, noNullPrototype: true });

test('writes and reads each item as the SDK does, with binary values and what looks like them', async () => {
  await fc.assert(
    fc.asyncProperty(item, async (written) => {
      bodies = [];
      const put = { TableName: 'table', Item: written };
      await plain.send(new PutItemCommand(put));
      await ours.send(new PutItemCommand(put));
      const [expected, said] = bodies;
      expect(said).toEqual(expected);

      const body = JSON.stringify({ Item: Reflect.get(Object(expected), 'Item') });
      answers = [
        { status: 200, body },
        { status: 200, body },
      ];
      const get = { TableName: 'table', Key: { id: { S: 'x' } } };
      const { Item: understood } = await plain.send(new GetItemCommand(get));
      expect((await ours.send(new GetItemCommand(get))).Item).toEqual(understood);
    }),
  );
});

test('gives each transaction a token, and keeps it when an attempt is repeated', async () => {
  answers = [{ status: 500, body: '{}' }];
  await ours.send(new TransactWriteItemsCommand({ TransactItems: [] }));
  await ours.send(new ExecuteTransactionCommand({ TransactStatements: [] }));
  const tokens = bodies.map((body) => Reflect.get(Object(body), 'ClientRequestToken'));
  expect(tokens).toEqual([expect.any(String), tokens[0], expect.any(String)]);
  expect(tokens[2]).not.toBe(tokens[0]);
});

test('says why a transaction was cancelled, with the item as it was', async () => {
  const reasons = [{ Code: 'ConditionalCheckFailed', Item: { id: { B: 'AQI=' } } }, { Code: 'None' }];
  const body = JSON.stringify({ __type: 'x#TransactionCanceledException', CancellationReasons: reasons });
  answers = [{ status: 400, body }];
  const error = await ours
    .send(new TransactWriteItemsCommand({ TransactItems: [] }))
    .catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(TransactionCanceledException);
  expect(error).toMatchObject({
    CancellationReasons: [
      { Code: 'ConditionalCheckFailed', Item: { id: { B: Uint8Array.of(1, 2) } } },
      { Code: 'None' },
    ],
  });
});
