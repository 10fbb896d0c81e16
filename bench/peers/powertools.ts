/**
 * AWS Lambda Powertools, batch with idempotency, as its documentation shows ("Batch integration"), then ADD. The key is
 * the chat, "a field that your producer intentionally set to define uniqueness": by messageId, the documentation's first
 * example, every second resolution would count again.
 * https://docs.aws.amazon.com/powertools/typescript/latest/features/idempotency/#batch-integration
 */

import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import { IdempotencyConfig, makeIdempotent } from '@aws-lambda-powertools/idempotency';
import { DynamoDBPersistenceLayer } from '@aws-lambda-powertools/idempotency/dynamodb';
import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { SQSRecord } from 'aws-lambda';
import { type EndedChat, endedChats, type PeerDeps, type SqsHandler, toAdd } from './peer.ts';

/** Its default of an hour would count a chat again that is resolved again in the afternoon. */
const REMEMBERED_SECONDS = 90 * 24 * 60 * 60;

export const createPowertoolsPeer = ({ client, seenTable, countsTable }: PeerDeps): SqsHandler => {
  const processor = new BatchProcessor(EventType.SQS);
  const persistenceStore = new DynamoDBPersistenceLayer({ tableName: seenTable, awsSdkV3Client: client });
  const config = new IdempotencyConfig({
    eventKeyJmesPath: '["integrationId", "chatId"]',
    expiresAfterSeconds: REMEMBERED_SECONDS,
  });
  const count = makeIdempotent(
    async ({ integrationId, contributions }: EndedChat) => {
      for (const contribution of contributions) {
        await client.send(new UpdateItemCommand(toAdd(countsTable, integrationId, contribution)));
      }
    },
    { persistenceStore, config },
  );
  const countRecord = async (record: SQSRecord): Promise<void> => {
    for (const chat of endedChats(record)) await count(chat);
  };
  return async (event, context) => {
    config.registerLambdaContext(context);
    return processPartialResponse(event, countRecord, processor, { context, throwOnFullBatchFailure: false });
  };
};
