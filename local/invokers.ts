/** What invokes functions besides HTTP requests: the queue, the ledger's stream, and the schedules. */

import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import { EVENTS_MAPPING, LEDGER_STREAM_MAPPING } from '../shared/queues.ts';
import type { OnClose } from './closers.ts';
import type { Engines } from './engines/engines.ts';
import { localClient } from './engines/local-account.ts';
import { QUEUE_NAMES, queueArn } from './engines/schema.ts';
import type { FunctionName } from './functions/environments.ts';
import { FUNCTION_TIMEOUT_MS, type Functions } from './functions/functions.ts';
import { startNoticeReader } from './notices.ts';
import type { MappingSwitch } from './queue/mapping-switch.ts';
import { startQueuePoller } from './queue/queue-poller.ts';
import { startSchedule } from './schedule.ts';
import { startStreamPoller } from './stream/stream-poller.ts';

/** Follows the ledger's stream. */
export const TALLY_FUNCTION = 'tally-contacts' satisfies FunctionName;

const QUEUE_POLLERS = 2;
/** About a thousand events: a batch then takes a second or two, and a stop waits no longer than that. */
const BATCH_FULL_AT_BYTES = 250_000;
/** People watch: a count should follow its event at once. AWS waits longer, to write less. */
const QUEUE_WINDOW_MS = 60;
const STREAM_WINDOW_MS = 1_000;
/** On AWS every five minutes. */
const ERASE_EVERY_MS = 2_000;

type Options = {
  readonly dataDir: string;
  readonly engines: Engines;
  readonly mapping: MappingSwitch;
  readonly invoke: Functions['invoke'];
  readonly watchEveryMs: number;
  readonly report: (line: string) => void;
  readonly onClose: OnClose;
};

export const startInvokers = (options: Options): void => {
  const { dataDir, engines, mapping, invoke, watchEveryMs, report, onClose } = options;
  const { sqs, queues, dynamodbEndpoint, ledgerStreamArn } = engines;

  const stream = startStreamPoller({
    client: new DynamoDBStreamsClient(localClient(dynamodbEndpoint)),
    streamArn: ledgerStreamArn,
    invoke: (event) => invoke(TALLY_FUNCTION, event),
    dataDir,
    batchSize: LEDGER_STREAM_MAPPING.batchSize,
    batchingWindowMs: STREAM_WINDOW_MS,
    tumblingWindowMs: LEDGER_STREAM_MAPPING.tumblingWindowSeconds * 1_000,
    eventNames: LEDGER_STREAM_MAPPING.eventNames,
    report,
  });
  onClose(stream.close);

  const queue = startQueuePoller({
    client: sqs,
    queueUrl: queues.events,
    queueArn: queueArn(QUEUE_NAMES.events),
    invoke: (event) => invoke('record-chats', event),
    mapping,
    batchSize: EVENTS_MAPPING.batchSize,
    fullAtBytes: BATCH_FULL_AT_BYTES,
    batchingWindowMs: QUEUE_WINDOW_MS,
    visibilityTimeoutSeconds: (2 * FUNCTION_TIMEOUT_MS) / 1_000,
    pollers: QUEUE_POLLERS,
    report,
  });
  onClose(queue.close);

  const schedule = (functionName: FunctionName, everyMs: number): void =>
    onClose(startSchedule({ everyMs, invoke: (event) => invoke(functionName, event), report }).close);
  schedule('erase-integrations', ERASE_EVERY_MS);
  onClose(startNoticeReader({ client: sqs, queueUrl: queues.notices, dataDir, report }).close);
  schedule('watch-silence', watchEveryMs);
};
