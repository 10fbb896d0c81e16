/**
 * The whole system on one machine, in the order in which it can be started, and stopped the other way round:
 *
 *   data directory ─▶ port ─▶ engines ─▶ operators' APIs ─▶ local.json ─▶ functions ─▶ what invokes them ─▶ HTTP API
 */

import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import { ROUTES } from '../shared/routes.ts';
import { type AdminTokens, createAuthorize, LOCAL_ADMINISTRATOR, newAdminTokens } from './admin-tokens.ts';
import { openCloudWatchApi } from './aws-apis/cloudwatch-api.ts';
import { openLambdaApi } from './aws-apis/lambda-api.ts';
import { createClosers, type OnClose } from './closers.ts';
import { type Connection, readDemo, writeConnection } from './connection-file.ts';
import { createConsoleSession } from './console/session.ts';
import { createSite } from './console/site.ts';
import { takeDataDir } from './data-dir.ts';
import { type Engines, startEngines } from './engines/engines.ts';
import { localClient } from './engines/local-account.ts';
import { QUEUE_NAMES, queueArn } from './engines/schema.ts';
import { startFunctions } from './functions/functions.ts';
import { openHttpApi } from './http-api/http-api.ts';
import { startInvokers, TALLY_FUNCTION } from './invokers.ts';
import { createMappingSwitch, type MappingSwitch } from './queue/mapping-switch.ts';
import { createDemo, seedDemo } from './seed.ts';
import { readStreamLagMs } from './stream/stream-lag.ts';

export type LocalSystem = {
  readonly connection: Connection;
  /** The monitor looks now, and not only at its next time. */
  runMonitor(): Promise<unknown>;
  /** Signs in once, as the administrator of this start. */
  newConsoleLink(): string;
  /** Answers what has begun, ends the batches, stops the engines. What was answered 202 waits for the next start. */
  close(): Promise<void>;
};

export type LocalSystemOptions = {
  readonly dataDir: string;
  /** 0 for any free one. */
  readonly port: number;
  readonly report: (line: string) => void;
  /** Without it: one new token of the account `demo`. */
  readonly adminTokens?: AdminTokens;
  /** Between two runs of the monitor; every five minutes, as on AWS, when absent. */
  readonly watchEveryMs?: number;
  /** How long erasing can be undone; seven days, as on AWS, when absent. */
  readonly eraseAfterMs?: number;
};

const WATCH_EVERY_MS = 5 * 60_000;

export const startLocalSystem = async (options: LocalSystemOptions): Promise<LocalSystem> => {
  const { onClose, closeAll } = createClosers();
  try {
    return { ...(await open(options, onClose)), close: closeAll };
  } catch (error) {
    await closeAll();
    throw error;
  }
};

const open = async (options: LocalSystemOptions, onClose: OnClose): Promise<Omit<LocalSystem, 'close'>> => {
  const { dataDir, report, watchEveryMs = WATCH_EVERY_MS, adminTokens = newAdminTokens(), eraseAfterMs } = options;
  const directory = takeDataDir(dataDir);
  onClose(async () => directory.release());
  // Before anything is written: the port may be another system's.
  const api = await openHttpApi(options.port);
  onClose(api.close);

  const engines = await startEngines({ dataDir, report, onClose });
  const mapping = createMappingSwitch();
  const operatorApis = await openOperatorApis({ dataDir, engines, mapping, onClose });
  const connection: Connection = {
    url: api.url,
    ...(readDemo(dataDir) ?? createDemo()),
    adminToken: adminTokens.own,
    ...operatorApis,
    dynamodbEndpoint: engines.dynamodbEndpoint,
    sqsEndpoint: engines.sqsEndpoint,
    tallyFunction: TALLY_FUNCTION,
    tables: engines.tables,
    queueUrl: engines.queues.events,
  };
  // The key is in the file before it opens anything: who dies in between finds it again.
  writeConnection(dataDir, connection);
  await seedDemo(engines.dynamo, engines.tables, connection, Date.now());

  const { cloudWatchEndpoint } = operatorApis;
  const { invoke } = await startFunctions({ dataDir, engines, cloudWatchEndpoint, eraseAfterMs, onClose });
  startInvokers({ dataDir, engines, mapping, invoke, watchEveryMs, report, onClose });
  const session = createConsoleSession(api.url, LOCAL_ADMINISTRATOR);
  const tokens = new Map([...adminTokens.grants, [session.grant.token, LOCAL_ADMINISTRATOR] as const]);
  api.serve({
    routes: ROUTES,
    invoke,
    authorize: createAuthorize(tokens),
    site: createSite({ session, report }),
  });
  // First of all to close: what has begun is answered while the functions still run.
  onClose(api.close);
  return { connection, newConsoleLink: session.newLink, runMonitor: () => invoke('watch-silence', {}) };
};

type OperatorApis = {
  readonly dataDir: string;
  readonly engines: Engines;
  readonly mapping: MappingSwitch;
  readonly onClose: OnClose;
};

/** The parts of AWS that operators' commands ask. */
const openOperatorApis = async ({
  dataDir,
  engines: { dynamodbEndpoint, ledgerStreamArn, oldestMessageAgeMs },
  mapping,
  onClose,
}: OperatorApis): Promise<Pick<Connection, 'lambdaEndpoint' | 'cloudWatchEndpoint'>> => {
  const lambda = await openLambdaApi({ eventSourceArn: queueArn(QUEUE_NAMES.events), mapping });
  onClose(lambda.close);
  const client = new DynamoDBStreamsClient(localClient(dynamodbEndpoint));
  const cloudWatch = await openCloudWatchApi({
    functionName: TALLY_FUNCTION,
    iteratorAgeMs: () => readStreamLagMs({ client, streamArn: ledgerStreamArn, dataDir }),
    queueAgeMs: () => oldestMessageAgeMs(QUEUE_NAMES.events),
  });
  onClose(cloudWatch.close);
  return { lambdaEndpoint: lambda.endpoint, cloudWatchEndpoint: cloudWatch.endpoint };
};
