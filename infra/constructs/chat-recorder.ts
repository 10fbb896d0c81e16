import { Duration } from 'aws-cdk-lib';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { RecordChatsEnvironment } from '../../functions/record-chats/env.ts';
import { RECORDER_ATTRIBUTES } from '../../shared/attributes.ts';
import { ALARMS } from '../../shared/names.ts';
import { EVENTS_MAPPING, RECORD_CHATS_TIMEOUT_SECONDS } from '../../shared/queues.ts';
import type { StageSettings } from '../settings.ts';
import type { Alarms } from './alarms.ts';
import type { ContactTables } from './contact-tables.ts';
import type { EventsQueue } from './events-queue.ts';
import { allow, allowOn, PipelineFunction } from './pipeline-function.ts';
import { watchFunction } from './watch-function.ts';

export type ChatRecorderProps = {
  readonly settings: StageSettings;
  readonly alarms: Alarms;
  readonly events: EventsQueue;
  readonly tables: ContactTables;
};

/** record-chats: from the queue into the ledger. It writes no counts. */
export class ChatRecorder extends Construct {
  constructor(scope: Construct, id: string, { settings, alarms, events, tables }: ChatRecorderProps) {
    super(scope, id);
    const recordChats = new PipelineFunction(this, 'RecordChats', {
      settings,
      folder: 'record-chats',
      description: 'Joins queued events into the ledger and writes down when they were received',
      timeoutSeconds: RECORD_CHATS_TIMEOUT_SECONDS,
      memoryMegabytes: 512,
      environment: {
        CHATS_TABLE: tables.chats.tableName,
        INTEGRATIONS_TABLE: tables.integrations.tableName,
        EVENTS_QUEUE_URL: events.queue.queueUrl,
        EVENTS_DLQ_URL: events.deadLetters.queueUrl,
      } satisfies RecordChatsEnvironment,
      may: [...mayRead(events), ...mayWrite(tables)],
    });
    new EventSourceMapping(this, 'EventsMapping', {
      target: recordChats.lambda,
      eventSourceArn: events.queue.queueArn,
      batchSize: EVENTS_MAPPING.batchSize,
      maxBatchingWindow: Duration.seconds(EVENTS_MAPPING.maxBatchingWindowSeconds),
      // One bad message must not send its 99 neighbours back.
      reportBatchItemFailures: true,
      // Holds a flood back in the queue, instead of letting it take the account's concurrency.
      maxConcurrency: settings.recorderMaxConcurrency,
    });
    watchFunction(alarms, recordChats, {
      errors: {
        name: ALARMS.recordChatsErrors,
        sentence: 'record-chats fails: accepted events go round in the queue and are counted late.',
      },
      throttles: {
        name: ALARMS.recordChatsThrottles,
        sentence: 'record-chats is not let run: accepted events wait in the queue and are counted late.',
      },
    });
  }
}

const mayRead = ({ queue, deadLetters }: EventsQueue): readonly PolicyStatement[] => [
  allow(
    ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ChangeMessageVisibility'],
    queue.queueArn,
  ),
  allow(['sqs:SendMessage'], deadLetters.queueArn),
];

const mayWrite = ({ chats, integrations }: ContactTables): readonly PolicyStatement[] => [
  // IAM knows the PartiQL INSERT by its own name; PutItem, which overwrites, stays forbidden.
  allow(['dynamodb:PartiQLInsert', 'dynamodb:BatchGetItem', 'dynamodb:UpdateItem'], chats.tableArn),
  // Evidence and claims only. No condition can fence the sort key, which tells the health item from the settings: but
  // the settings have none of these attributes.
  allowOn(['dynamodb:PartiQLUpdate', 'dynamodb:UpdateItem'], integrations.tableArn, RECORDER_ATTRIBUTES),
  // What stands, and how far the monitor saw the counts.
  allow(['dynamodb:BatchGetItem', 'dynamodb:GetItem'], integrations.tableArn),
];
