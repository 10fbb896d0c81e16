/**
 * The whole system on one machine, in the order in which it can be started, and stopped the other way round:
 *
 *   data directory ─▶ engines ─▶ tables, queues ─▶ local.json ─▶ functions ─▶ stream poller ─▶ queue poller ─▶ door
 */

import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { EVENTS_MAPPING, LEDGER_STREAM_MAPPING, RECORD_CHATS_TIMEOUT_SECONDS } from '../shared/queues.ts';
import { ROUTES } from '../shared/routes.ts';
import { type AdminTokens, createAuthorize, LOCAL_ADMINISTRATOR, parseAdminTokens } from './admin-tokens.ts';
import { type Connection, readDemo, writeConnection } from './connection-file.ts';
import { createConsoleSession } from './console/session.ts';
import { createSite } from './console/site.ts';
import { takeDataDir } from './data-dir.ts';
import { startDynamoEngine } from './engines/dynamo-engine.ts';
import { assertFreePort, findFreePort, LOOPBACK } from './engines/free-port.ts';
import { localClient, localEnvironment } from './engines/local-account.ts';
import { startQueueEngine } from './engines/queue-engine.ts';
import { createQueues, createTables, QUEUE_NAMES, queueArn, tableNames } from './engines/schema.ts';
import { startFakeFreshchat, takeAnyKey } from './fake-freshchat.ts';
import { type FunctionHost, startFunctionHost } from './functions/function-host.ts';
import { openFunctionLog } from './functions/function-log.ts';
import { openHttpDoor } from './http-door.ts';
import { entryPointOf, type FunctionName, functionEnvironments } from './local-functions.ts';
import { openMappingDoor } from './mapping-door.ts';
import { createMappingSwitch } from './mapping-switch.ts';
import { openMetricsDoor } from './metrics-door.ts';
import { createNoticesTopic, startNoticeReader } from './notices.ts';
import { startQueuePoller } from './queue-poller.ts';
import { startSchedule } from './schedule.ts';
import { createDemo, seedDemo } from './seed.ts';
import { readStreamLagMs } from './stream/stream-lag.ts';
import { startStreamPoller } from './stream-poller.ts';

export type LocalSystem = {
  readonly connection: Connection;
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
  /** Without it: the defaults. */
  readonly adminTokens?: AdminTokens;
  /** Between two runs of the monitor; every five minutes, as on AWS, when absent. */
  readonly watchEveryMs?: number;
};

/** Two cores carry everything here: functions get twice the time that they have on AWS. */
const FUNCTION_TIMEOUT_MS = 2 * RECORD_CHATS_TIMEOUT_SECONDS * 1_000;
const QUEUE_POLLERS = 2;
/** About a thousand events: a batch then takes a second or two, and a stop waits no longer than that. */
const BATCH_FULL_AT_BYTES = 250_000;
/** People watch: a count should follow its event at once. AWS waits longer, to write less. */
const QUEUE_WINDOW_MS = 60;
const STREAM_WINDOW_MS = 1_000;
/** On AWS every five minutes. */
const ERASE_EVERY_MS = 2_000;
const WATCH_EVERY_MS = 5 * 60_000;

const TALLY_FUNCTION = 'tally-contacts' satisfies FunctionName;

export const startLocalSystem = async (options: LocalSystemOptions): Promise<LocalSystem> => {
  const opened: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    for (let last = opened.pop(); last; last = opened.pop()) await last();
  };
  try {
    return { ...(await open(options, (closer) => opened.push(closer))), close };
  } catch (error) {
    await close();
    throw error;
  }
};

type OnClose = (closer: () => Promise<void>) => void;

const open = async (
  { dataDir, port, report, adminTokens, watchEveryMs = WATCH_EVERY_MS }: LocalSystemOptions,
  onClose: OnClose,
): Promise<Omit<LocalSystem, 'close'>> => {
  const directory = takeDataDir(dataDir);
  onClose(async () => directory.release());
  const doorPort = port === 0 ? await findFreePort() : port;
  // Before anything is written: the port may be another system's.
  await assertFreePort(doorPort);

  const engines = await startEngines(dataDir, report, onClose);
  const { dynamo, sqs, tables, queues, ledgerStreamArn } = engines;
  const demo = readDemo(dataDir) ?? createDemo();
  const mapping = createMappingSwitch();
  const mappingDoor = await openMappingDoor({ eventSourceArn: queueArn(QUEUE_NAMES.events), mapping });
  onClose(mappingDoor.close);
  const streams = new DynamoDBStreamsClient(localClient(engines.dynamodbEndpoint));
  const metricsDoor = await openMetricsDoor({
    functionName: TALLY_FUNCTION,
    iteratorAgeMs: () => readStreamLagMs({ client: streams, streamArn: ledgerStreamArn, dataDir }),
  });
  onClose(metricsDoor.close);
  const connection: Connection = {
    url: `http://${LOOPBACK}:${doorPort}`,
    ...demo,
    dynamodbEndpoint: engines.dynamodbEndpoint,
    sqsEndpoint: engines.sqsEndpoint,
    lambdaEndpoint: mappingDoor.endpoint,
    cloudWatchEndpoint: metricsDoor.endpoint,
    tallyFunction: TALLY_FUNCTION,
    tables,
    queueUrl: queues.events,
  };
  // The key is in the file before it opens anything: who dies in between finds it again.
  writeConnection(dataDir, connection);
  await seedDemo(dynamo, tables, demo, Date.now());

  const functions = await startFunctions(dataDir, engines, onClose);
  const streamPoller = startStreamPoller({
    client: streams,
    streamArn: ledgerStreamArn,
    invoke: functions[TALLY_FUNCTION].invoke,
    dataDir,
    batchSize: LEDGER_STREAM_MAPPING.batchSize,
    batchingWindowMs: STREAM_WINDOW_MS,
    tumblingWindowMs: LEDGER_STREAM_MAPPING.tumblingWindowSeconds * 1_000,
    eventNames: LEDGER_STREAM_MAPPING.eventNames,
    report,
  });
  onClose(streamPoller.close);
  const queuePoller = startQueuePoller({
    client: sqs,
    queueUrl: queues.events,
    queueArn: queueArn(QUEUE_NAMES.events),
    invoke: functions['record-chats'].invoke,
    mapping,
    batchSize: EVENTS_MAPPING.batchSize,
    fullAtBytes: BATCH_FULL_AT_BYTES,
    batchingWindowMs: QUEUE_WINDOW_MS,
    visibilityTimeoutSeconds: (2 * FUNCTION_TIMEOUT_MS) / 1_000,
    pollers: QUEUE_POLLERS,
    report,
  });
  onClose(queuePoller.close);
  const eraser = startSchedule({
    everyMs: ERASE_EVERY_MS,
    invoke: functions['erase-integrations'].invoke,
    report,
  });
  onClose(eraser.close);
  const notices = startNoticeReader({ client: sqs, queueUrl: queues.notices, dataDir, report });
  onClose(notices.close);
  const monitor = startSchedule({ everyMs: watchEveryMs, invoke: functions['watch-silence'].invoke, report });
  onClose(monitor.close);
  const session = createConsoleSession(connection.url);
  const tokens = adminTokens ?? parseAdminTokens({}) ?? new Map();
  const door = await openHttpDoor({
    port: doorPort,
    routes: ROUTES,
    invoke: (functionName, event) => functions[functionName].invoke(event),
    authorize: createAuthorize(new Map([...tokens, [session.token, LOCAL_ADMINISTRATOR]])),
    site: createSite({ session, report }),
  });
  onClose(door.close);
  return { connection, newConsoleLink: session.newLink };
};

const startEngines = async (dataDir: string, report: (line: string) => void, onClose: OnClose) => {
  const dynamoEngine = await startDynamoEngine({ dataDir, report });
  onClose(dynamoEngine.close);
  const queueEngine = await startQueueEngine({ dataDir });
  onClose(queueEngine.close);
  const dynamo = new DynamoDBClient(localClient(dynamoEngine.endpoint));
  const sqs = new SQSClient(localClient(queueEngine.endpoint));
  const tables = tableNames(dynamoEngine.isShared ? prefixOf(dataDir) : '');
  const { ledgerStreamArn } = await createTables(dynamo, tables);
  const queues = await createQueues(sqs, queueEngine.endpoint);
  return {
    dynamo,
    sqs,
    tables,
    queues,
    ledgerStreamArn,
    dynamodbEndpoint: dynamoEngine.endpoint,
    sqsEndpoint: queueEngine.endpoint,
  };
};

const CIPHER_KEY_FILE = 'freshchat-keys.key';

/** An engine of somebody else's may hold the tables of several systems. */
const prefixOf = (dataDir: string): string =>
  `local-${createHash('sha256').update(dataDir).digest('hex').slice(0, 8)}-`;

const startFunctions = async (
  dataDir: string,
  engines: Awaited<ReturnType<typeof startEngines>>,
  onClose: OnClose,
): Promise<Readonly<Record<FunctionName, FunctionHost>>> => {
  const log = openFunctionLog(dataDir);
  onClose(log.close);
  const freshchat = await startFakeFreshchat({}, { strangers: takeAnyKey });
  onClose(freshchat.close);
  const sns = new SNSClient(localClient(engines.sqsEndpoint));
  const environments = functionEnvironments(engines.tables, engines.queues, {
    noticesTopicArn: await createNoticesTopic(sns),
    freshchatOrigin: freshchat.origin,
    cipherKey: pathToFileURL(join(dataDir, CIPHER_KEY_FILE)).href,
  });
  const aws = localEnvironment({ dynamodb: engines.dynamodbEndpoint, sqs: engines.sqsEndpoint });
  const start = async (functionName: FunctionName): Promise<FunctionHost> => {
    const host = await startFunctionHost({
      functionName,
      entryPoint: entryPointOf(functionName),
      environment: { ...aws, ...environments[functionName] },
      timeoutMs: FUNCTION_TIMEOUT_MS,
      capture: log.capture,
    });
    onClose(host.close);
    return host;
  };
  const [
    receiveEvents,
    recordChats,
    tallyContacts,
    manageIntegrations,
    verifyConnection,
    eraseIntegrations,
    watchSilence,
  ] = await Promise.all([
    start('receive-events'),
    start('record-chats'),
    start('tally-contacts'),
    start('manage-integrations'),
    start('verify-connection'),
    start('erase-integrations'),
    start('watch-silence'),
  ]);
  return {
    'receive-events': receiveEvents,
    'record-chats': recordChats,
    'tally-contacts': tallyContacts,
    'manage-integrations': manageIntegrations,
    'verify-connection': verifyConnection,
    'erase-integrations': eraseIntegrations,
    'watch-silence': watchSilence,
  };
};
