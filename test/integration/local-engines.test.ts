import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import {
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { describe, expect, onTestFinished, test } from 'vitest';
import { findDynamoBinary, NoDynamoEngineError } from '../../local/engines/dynamo-binary.ts';
import {
  DYNAMO_FILE,
  DynamoEngineError,
  type DynamoEngineOptions,
  startDynamoEngine,
} from '../../local/engines/dynamo-engine.ts';
import { findFreePort } from '../../local/engines/free-port.ts';
import { localClient } from '../../local/engines/local-account.ts';
import { startQueueEngine } from '../../local/engines/queue-engine.ts';
import { createQueues, createTables, tableNames } from '../../local/engines/schema.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

/** The packaged engine, whatever the developer's environment names. */
const openDynamo = async (options: DynamoEngineOptions) => {
  const engine = await startDynamoEngine({ environment: {}, ...options });
  onTestFinished(engine.close);
  return { engine, client: new DynamoDBClient(localClient(engine.endpoint)) };
};

const openQueues = async (dataDir: string) => {
  const engine = await startQueueEngine({ dataDir });
  onTestFinished(engine.close);
  return { engine, client: new SQSClient(localClient(engine.endpoint)) };
};

type Running = { readonly pid: number; readonly command: string };

/** The processes whose command line names this directory. */
const processesOf = (dataDir: string): readonly Running[] =>
  execFileSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes(dataDir))
    .map((line) => ({ pid: Number.parseInt(line, 10), command: line.trim().replace(/^\d+ /, '') }));

const isEngine = ({ command }: Running): boolean => /dynoxide serve/.test(command);

describe('the DynamoDB engine', () => {
  test('keeps its tables, and making them again changes nothing', async () => {
    const dataDir = temporaryDirectory();
    const first = await openDynamo({ dataDir });
    const { ledgerStreamArn } = await createTables(first.client, tableNames());
    await first.engine.close();

    const second = await openDynamo({ dataDir });
    expect(await createTables(second.client, tableNames())).toEqual({ ledgerStreamArn });
    const { TableNames } = await second.client.send(new ListTablesCommand({}));
    expect(TableNames).toEqual(['ApiKeys', 'Chats', 'ContactCounts', 'Integrations']);
  });

  const portOfAStranger = async (): Promise<number> => {
    const stranger = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void stranger.close());
    await once(stranger, 'listening');
    const address = stranger.address();
    return typeof address === 'object' && address ? address.port : 0;
  };

  test('takes another port when somebody else was faster', async () => {
    const taken = await portOfAStranger();
    const choices = [taken, taken, await findFreePort()];
    const { engine, client } = await openDynamo({ choosePort: async () => choices.shift() ?? (await findFreePort()) });
    expect(engine.endpoint).not.toBe(`http://127.0.0.1:${taken}`);
    expect((await client.send(new ListTablesCommand({}))).TableNames).toEqual([]);
  });

  test('gives up after a few ports that are taken, and says so', async () => {
    const taken = await portOfAStranger();
    let asked = 0;
    const choosePort = async () => {
      asked += 1;
      return taken;
    };
    await expect(openDynamo({ choosePort })).rejects.toBeInstanceOf(DynamoEngineError);
    expect(asked).toBe(5);
  });

  test('is started again on its port when it dies', async () => {
    const dataDir = temporaryDirectory();
    const { client } = await openDynamo({ dataDir });
    await createTables(client, tableNames());
    const [engine] = processesOf(dataDir).filter(({ command }) => command.startsWith(findDynamoBinary({})));
    process.kill(engine?.pid ?? 0, 'SIGKILL');
    await expect
      .poll(() => client.send(new ListTablesCommand({})), { timeout: 60_000 })
      .toHaveProperty('TableNames.length', 4);
  });

  test.each([
    ['alone', (pid: number) => pid],
    ['with its whole process group', (pid: number) => -pid],
  ])('dies with its parent when that is killed %s', async (_, target) => {
    const dataDir = temporaryDirectory();
    const engine = new URL('../../local/engines/dynamo-engine.ts', import.meta.url).href;
    const script = `const { startDynamoEngine } = await import(${JSON.stringify(engine)});
      await startDynamoEngine({ dataDir: ${JSON.stringify(dataDir)}, environment: {} });
      console.log('started');`;
    const parent = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
      detached: true,
    });
    await once(createInterface({ input: parent.stdout }), 'line');
    const engines = (): number => processesOf(dataDir).filter(isEngine).length;
    expect(engines()).toBeGreaterThan(0);

    process.kill(target(parent.pid ?? 0), 'SIGKILL');
    await expect.poll(engines, { timeout: 60_000 }).toBe(0);
  });

  test('finds stream records through our index, in the very conditions that its binary holds', async () => {
    const dataDir = temporaryDirectory();
    await openDynamo({ dataDir });
    const afterCheckpoint = 'WHERE table_name = ?1 AND shard_id = ?2 AND CAST(sequence_number AS INTEGER) > ?3';
    const newest =
      'SELECT COALESCE(MAX(CAST(sequence_number AS INTEGER)), 0) + 1 FROM _stream_records WHERE table_name = ?1';
    const binary = readFileSync(findDynamoBinary({}));
    expect([binary.includes(afterCheckpoint), binary.includes(newest)]).toEqual([true, true]);

    const database = new DatabaseSync(join(dataDir, DYNAMO_FILE), { readOnly: true });
    onTestFinished(() => database.close());
    const plan = (query: string): string => JSON.stringify(database.prepare(`EXPLAIN QUERY PLAN ${query}`).all());
    expect(plan(newest)).toContain('contact_pipeline_stream_position');
    expect(plan(`SELECT event_name FROM _stream_records ${afterCheckpoint}`)).toContain(
      'contact_pipeline_stream_position (table_name=? AND <expr>>?)',
    );
  });

  test('is another one where DYNAMODB_ENDPOINT names it', async () => {
    const engine = await startDynamoEngine({ environment: { DYNAMODB_ENDPOINT: 'http://127.0.0.1:8000' } });
    expect(engine).toMatchObject({ endpoint: 'http://127.0.0.1:8000', isShared: true });
  });

  test('says what to do when it cannot be started', async () => {
    await expect(openDynamo({ environment: { DYNOXIDE_BIN: '/nowhere/dynoxide' } })).rejects.toThrow('DYNOXIDE_BIN');
    expect(new NoDynamoEngineError(undefined).message).toContain('DYNAMODB_ENDPOINT');
  });
});

describe('the SQS engine', () => {
  test('keeps messages, and hands those in flight out again at once: their receiver died with it', async () => {
    const dataDir = temporaryDirectory();
    const first = await openQueues(dataDir);
    const { events } = await createQueues(first.client, first.engine.endpoint);
    await first.client.send(new SendMessageCommand({ QueueUrl: events, MessageBody: 'queued' }));
    const received = await first.client.send(new ReceiveMessageCommand({ QueueUrl: events, VisibilityTimeout: 600 }));
    expect(received.Messages).toHaveLength(1);
    await first.engine.close();

    const second = await openQueues(dataDir);
    const queues = await createQueues(second.client, second.engine.endpoint);
    const again = await second.client.send(new ReceiveMessageCommand({ QueueUrl: queues.events, WaitTimeSeconds: 10 }));
    expect(again.Messages?.map(({ Body }) => Body)).toEqual(['queued']);
  });

  test('takes changed settings of a queue that is there', async () => {
    const { engine, client } = await openQueues(temporaryDirectory());
    const { events } = await createQueues(client, engine.endpoint);
    const before = { QueueUrl: events, Attributes: { VisibilityTimeout: '1' } };
    await client.send(new SetQueueAttributesCommand(before));

    await createQueues(client, engine.endpoint);
    const { Attributes } = await client.send(
      new GetQueueAttributesCommand({ QueueUrl: events, AttributeNames: ['VisibilityTimeout', 'RedrivePolicy'] }),
    );
    expect(Attributes?.['VisibilityTimeout']).toBe('181');
    expect(Attributes?.['RedrivePolicy']).toContain(':events-dlq');
  });

  test('listens on loopback only', async () => {
    const { engine } = await openQueues(temporaryDirectory());
    expect(new URL(engine.endpoint).hostname).toBe('127.0.0.1');
  });
});
