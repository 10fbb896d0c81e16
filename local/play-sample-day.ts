/** The sample day against a local system of this process. */

import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { runSampleDay, type SampleOptions } from '../sample-day/run.ts';
import { localClient } from './engines/local-account.ts';
import { pause } from './pause.ts';
import type { LocalSystem } from './system.ts';

type Options = Pick<SampleOptions, 'dataDir' | 'isEmpty' | 'signal'> & {
  readonly system: Pick<LocalSystem, 'connection' | 'runMonitor'>;
};

export const playSampleDay = async ({ system, signal, ...options }: Options): Promise<void> => {
  const { connection, runMonitor } = system;
  const dynamo = new DynamoDBClient(localClient(connection.dynamodbEndpoint));
  const sqs = new SQSClient(localClient(connection.sqsEndpoint));
  try {
    await runSampleDay({
      ...options,
      signal,
      target: connection,
      counts: { client: dynamo, table: connection.tables.ContactCounts },
      app: {
        queue: { client: sqs, url: connection.queueUrl },
        integrations: { client: dynamo, table: connection.tables.Integrations },
        runMonitor,
      },
      output: process.stdout,
      pause: (ms) => pause(ms, signal),
    });
  } finally {
    dynamo.destroy();
    sqs.destroy();
  }
};
