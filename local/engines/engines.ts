/** DynamoDB, SQS and SNS on this machine, with our tables, queues and topic in them. */

import { createHash } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { OnClose } from '../closers.ts';
import { createNoticesTopic } from '../notices.ts';
import { startDynamoEngine } from './dynamo-engine.ts';
import { localClient } from './local-account.ts';
import { type QueueEngine, startQueueEngine } from './queue-engine.ts';
import { createQueues, createTables, type QueueUrls, type TableNames, tableNames } from './schema.ts';

export type Engines = {
  readonly dynamo: DynamoDBClient;
  readonly dynamodbEndpoint: string;
  readonly tables: TableNames;
  readonly ledgerStreamArn: string;
  readonly sqs: SQSClient;
  /** Of the queues, and of the topics. */
  readonly sqsEndpoint: string;
  readonly queues: QueueUrls;
  readonly oldestMessageAgeMs: QueueEngine['oldestMessageAgeMs'];
  readonly noticesTopicArn: string;
};

type Options = {
  readonly dataDir: string;
  readonly report: (line: string) => void;
  readonly onClose: OnClose;
};

export const startEngines = async ({ dataDir, report, onClose }: Options): Promise<Engines> => {
  const dynamoEngine = await startDynamoEngine({ dataDir, report });
  onClose(dynamoEngine.close);
  const queueEngine = await startQueueEngine({ dataDir });
  onClose(queueEngine.close);

  const dynamo = new DynamoDBClient(localClient(dynamoEngine.endpoint));
  const tables = tableNames(dynamoEngine.isShared ? prefixOf(dataDir) : '');
  const { ledgerStreamArn } = await createTables(dynamo, tables);
  const sqs = new SQSClient(localClient(queueEngine.endpoint));
  const queues = await createQueues(sqs, queueEngine.endpoint);
  const noticesTopicArn = await createNoticesTopic(new SNSClient(localClient(queueEngine.endpoint)));
  return {
    dynamo,
    dynamodbEndpoint: dynamoEngine.endpoint,
    tables,
    ledgerStreamArn,
    sqs,
    sqsEndpoint: queueEngine.endpoint,
    queues,
    oldestMessageAgeMs: queueEngine.oldestMessageAgeMs,
    noticesTopicArn,
  };
};

/** An engine of somebody else's may hold the tables of several systems. */
const prefixOf = (dataDir: string): string =>
  `local-${createHash('sha256').update(dataDir).digest('hex').slice(0, 8)}-`;
