/**
 * npm run bench:intake: how much one machine takes in, over the HTTP API of `npm start`. Single events and batches of 100,
 * from several connections; events a second as they are answered 202, as they are counted, and the CPU time of each.
 */

import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { localClient } from '../local/engines/local-account.ts';
import { runCommand } from '../ops/command.ts';
import type { Help } from '../ops/help.ts';
import { toTextTable } from './report/table.ts';

const HELP: Help = {
  usage: 'npm run bench:intake',
  does: `Starts a local system of its own and posts single events and batches of 100 to it for some seconds. Prints how many
events a second are accepted and counted, and their CPU time. Linux only.`,
  example: 'npm run bench:intake',
};

const CONNECTIONS = 8;
const SECONDS = 10;
const EVENTS_OF_A_BATCH = 100;
const LISTENS_WITHIN_MS = 60_000;
const POLL_MS = 500;

const connectionSchema = z.object({
  url: z.string(),
  apiKey: z.string(),
  dynamodbEndpoint: z.string(),
  tables: z.object({ ContactCounts: z.string() }),
});
type Connection = z.output<typeof connectionSchema>;

type Local = { readonly connection: Connection; readonly pid: number; close(): Promise<void> };

const startLocal = async (): Promise<Local> => {
  const dataDir = await mkdtemp(join(tmpdir(), 'bench-intake-'));
  const entryPoint = new URL('../local/start.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, [entryPoint, '--empty'], {
    env: { ...process.env, PORT: '0', DATA_DIR: dataDir },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await listening(child);
  const connection = connectionSchema.parse(JSON.parse(await readFile(join(dataDir, 'local.json'), 'utf8')));
  return {
    connection,
    pid: child.pid ?? 0,
    close: async () => {
      const exited = once(child, 'exit');
      child.kill('SIGTERM');
      await exited;
      await rm(dataDir, { recursive: true, force: true });
    },
  };
};

const listening = async (child: ChildProcessByStdio<null, Readable, null>): Promise<void> => {
  const found = Promise.withResolvers<void>();
  createInterface({ input: child.stdout }).on('line', (line) => line.startsWith('Listening') && found.resolve());
  child.once('exit', () => found.reject(new Error('npm start ended before it listened. Run it alone to see why.')));
  const timer = AbortSignal.timeout(LISTENS_WITHIN_MS);
  timer.addEventListener('abort', () => found.reject(new Error('npm start does not listen.')));
  await found.promise;
};

/** What the process has used so far, its functions' threads included and the DynamoDB engine not. Linux only. */
const cpuMs = (pid: number): number => {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The fields after the name, which may hold anything but ends with the last parenthesis: user and system ticks.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * MS_OF_A_TICK;
};

/** The kernel's interface to user space has 100 ticks a second, whatever the kernel's own are. */
const MS_OF_A_TICK = 10;

let lastChat = 0;

const nextEvent = () => {
  lastChat += 1;
  const now = Date.now();
  return {
    id: `intake-${lastChat}:resolved`,
    type: 'chat.resolved',
    occurredAt: new Date(now).toISOString(),
    chat: {
      id: `intake-${lastChat}`,
      createdAt: new Date(now - 25 * 60_000).toISOString(),
      group: { id: `g-${lastChat % 20}`, name: `Support team ${lastChat % 20}` },
    },
  };
};

const post = async ({ url, apiKey }: Connection, size: number): Promise<number> => {
  const events = Array.from({ length: size }, nextEvent);
  const answer = await fetch(`${url}/v1/events`, {
    method: 'POST',
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify(size === 1 ? events[0] : { events }),
  });
  await answer.arrayBuffer();
  return answer.status === 202 ? size : 0;
};

type Intake = { readonly accepted: number; readonly refused: number; readonly seconds: number };

const postFor = async (connection: Connection, size: number): Promise<Intake> => {
  const start = performance.now();
  let accepted = 0;
  let sent = 0;
  const keepPosting = async (): Promise<void> => {
    while (performance.now() - start < SECONDS * 1_000) {
      sent += size;
      // In two steps: `accepted += await …` would add to what it was before the wait.
      const answered = await post(connection, size);
      accepted += answered;
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, keepPosting));
  return { accepted, refused: sent - accepted, seconds: (performance.now() - start) / 1_000 };
};

const countedContacts = async (client: DynamoDBClient, { tables }: Connection): Promise<number> => {
  const { Items: items = [] } = await client.send(new ScanCommand({ TableName: tables.ContactCounts }));
  return items.reduce((sum, item) => sum + Number(item['contacts']?.N ?? 0), 0);
};

const measure = async (name: string, size: number): Promise<readonly string[]> => {
  const local = await startLocal();
  const client = new DynamoDBClient(localClient(local.connection.dynamodbEndpoint));
  try {
    const start = performance.now();
    const before = cpuMs(local.pid);
    const { accepted, refused, seconds } = await postFor(local.connection, size);
    const intakeMs = cpuMs(local.pid) - before;
    while ((await countedContacts(client, local.connection)) < accepted) await setTimeout(POLL_MS);
    const countedSeconds = (performance.now() - start) / 1_000;
    const wholeMs = cpuMs(local.pid) - before;
    return [
      name,
      String(accepted),
      String(refused),
      (accepted / seconds).toFixed(0),
      ((intakeMs / accepted) * 1_000).toFixed(0),
      (accepted / countedSeconds).toFixed(0),
      ((wholeMs / accepted) * 1_000).toFixed(0),
    ];
  } finally {
    client.destroy();
    await local.close();
  }
};

const HEADER = [
  'posts',
  'events accepted',
  'refused',
  'accepted/s',
  'CPU µs/event while posting',
  'counted/s',
  'CPU µs/event until counted',
];

await runCommand(HELP, async () => {
  process.stdout.write(`${CONNECTIONS} connections for ${SECONDS} s, ${cpus().length} × ${cpus()[0]?.model}\n`);
  const rows = [
    HEADER,
    await measure('single', 1),
    await measure(`batches of ${EVENTS_OF_A_BATCH}`, EVENTS_OF_A_BATCH),
  ];
  process.stdout.write(`${toTextTable(rows)}\n`);
});
