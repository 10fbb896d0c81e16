/** DynamoDB on this machine: dynoxide as a child process, supervised, or whatever `DYNAMODB_ENDPOINT` names. */

import { join } from 'node:path';
import { findDynamoBinary } from './dynamo-binary.ts';
import { type EngineProcess, startEngineProcess } from './engine-process.ts';
import { findFreePort, LOOPBACK } from './free-port.ts';
import { indexStreamRecords } from './stream-index.ts';

export type DynamoEngine = {
  readonly endpoint: string;
  /** Others use this engine too: table names need a prefix. */
  readonly isShared: boolean;
  close(): Promise<void>;
};

export type DynamoEngineOptions = {
  /** Where the tables are kept; in memory when absent. */
  readonly dataDir?: string;
  readonly environment?: NodeJS.ProcessEnv;
  /** Another choice of ports for a test of the collision. */
  readonly choosePort?: () => Promise<number>;
  /** Told what people should know: an engine that died and was started again, a missing index. */
  readonly report?: (line: string) => void;
};

/** The engine never came up, or does not any more. */
export class DynamoEngineError extends Error {
  override readonly name = 'DynamoEngineError';
}

export const DYNAMO_FILE = 'dynamo.sqlite';

/** Another program may take the port between the search and the start. */
const START_ATTEMPTS = 5;
const START_WITHIN_MS = 15_000;
const RESTART_PAUSE_MS = 200;

export const startDynamoEngine = async (options: DynamoEngineOptions = {}): Promise<DynamoEngine> => {
  const { dataDir, environment = process.env, report = () => undefined, choosePort = findFreePort } = options;
  const endpoint = environment['DYNAMODB_ENDPOINT'];
  if (endpoint) return { endpoint, isShared: true, close: async () => undefined };

  const binary = findDynamoBinary(environment);
  const file = dataDir === undefined ? undefined : join(dataDir, DYNAMO_FILE);
  const run = (port: number): Promise<EngineProcess | undefined> => startListening({ binary, port, file, report });
  const { port, engine } = await startOnFreePort(run, choosePort);
  if (file !== undefined && indexStreamRecords(file) === 'unknown_schema') {
    report('The stream records of this dynoxide cannot be indexed: right, but slower with every chat.');
  }
  const supervisor = supervise(engine, () => run(port), report);
  return { endpoint: `http://${LOOPBACK}:${port}`, isShared: false, close: supervisor.stop };
};

type Run = (port: number) => Promise<EngineProcess | undefined>;

type Started = { readonly port: number; readonly engine: EngineProcess };

const startOnFreePort = async (run: Run, choosePort: () => Promise<number>): Promise<Started> => {
  for (let attempt = 1; attempt <= START_ATTEMPTS; attempt += 1) {
    const port = await choosePort();
    const engine = await run(port);
    if (engine) return { port, engine };
  }
  throw new DynamoEngineError(
    'dynoxide does not start; what it wrote stands above. Is DATA_DIR on a disk with space, and DYNOXIDE_BIN right?',
  );
};

type Start = {
  readonly binary: string;
  readonly port: number;
  readonly file: string | undefined;
  readonly report: (line: string) => void;
};

/** The engine, once it listens, or `undefined` when it gave up before. */
const startListening = async ({ binary, port, file, report }: Start): Promise<EngineProcess | undefined> => {
  const listening = Promise.withResolvers<'listening'>();
  const engine = startEngineProcess({
    binary,
    arguments: ['serve', '--port', `${port}`, ...(file === undefined ? [] : ['--db-path', file])],
    onLine: (line) => {
      // Our own child's word: a probe of the port could be answered by a stranger.
      if (line.includes('listening on')) listening.resolve('listening');
      else if (line !== '' && !line.startsWith('Shutting down')) report(`dynoxide: ${line}`);
    },
  });
  const timer = setTimeout(() => void engine.stop(), START_WITHIN_MS);
  const first = await Promise.race([listening.promise, engine.exited]);
  clearTimeout(timer);
  return first === 'listening' ? engine : undefined;
};

/** Some expressions abort the engine's process: it is started again on the same port, where clients retry. */
const supervise = (
  first: EngineProcess,
  restart: () => Promise<EngineProcess | undefined>,
  report: (line: string) => void,
): { readonly stop: () => Promise<void> } => {
  let engine: EngineProcess | undefined = first;
  let isStopping = false;

  const keepRunning = async (): Promise<void> => {
    while (!isStopping) {
      await engine?.exited;
      if (isStopping) return;
      report('dynoxide stopped by itself; starting it again.');
      await pause(RESTART_PAUSE_MS);
      if (!isStopping) engine = await restart();
    }
  };
  const running = keepRunning();

  return {
    stop: async () => {
      isStopping = true;
      await engine?.stop();
      await running;
      // A restart that was under way when we stopped has left a new one.
      await engine?.stop();
    },
  };
};

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
