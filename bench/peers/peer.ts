/**
 * What the peers have in common: the same queue messages in, the same counts out. They count a chat at the first
 * arrival of its end; none of them can move it later, and none of them needs to in this benchmark.
 */

import type { DynamoDBClient, UpdateItemCommandInput } from '@aws-sdk/client-dynamodb';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { chatOf } from '../../shared/counting/chat.ts';
import { contactCountKey } from '../../shared/counting/contact-count-item.ts';
import { type Contribution, contributionsOf } from '../../shared/counting/contributions.ts';
import type { TerminalEvent } from '../../shared/counting/terminal-event.ts';

export type PeerDeps = {
  readonly client: DynamoDBClient;
  /** Which chats were counted. */
  readonly seenTable: string;
  readonly countsTable: string;
};

export type SqsHandler = (event: SQSEvent, context: Context) => Promise<SQSBatchResponse>;

export type EndedChat = {
  readonly integrationId: string;
  readonly chatId: string;
  readonly contributions: readonly Contribution[];
};

type Message = { readonly integrationId: string; readonly events: readonly TerminalEvent[] };

/** The peers trust the queue: checking the message is not what they are measured by. */
export const endedChats = ({ body }: SQSRecord): readonly EndedChat[] => {
  const { integrationId, events }: Message = JSON.parse(body);
  return events.map((event) => ({
    integrationId,
    chatId: event.chat.id,
    contributions: contributionsOf(chatOf(event)),
  }));
};

/** The plain ADD of one contribution, or of a sum of them. */
export const toAdd = (table: string, integrationId: string, { hour, queue, measures }: Contribution) =>
  ({
    TableName: table,
    Key: contactCountKey({ integrationId, hour, queue }),
    UpdateExpression: `ADD ${Object.keys(measures)
      .map((measure) => `${measure} :${measure}`)
      .join(', ')}`,
    ExpressionAttributeValues: Object.fromEntries(
      Object.entries(measures).map(([measure, value]) => [`:${measure}`, { N: String(value) }]),
    ),
  }) satisfies UpdateItemCommandInput;

/** Works on all records of a batch at once, and reports those that failed. */
export const perRecord =
  (work: (record: SQSRecord) => Promise<void>): SqsHandler =>
  async ({ Records: records }) => {
    const settled = await Promise.allSettled(records.map(work));
    return {
      batchItemFailures: records.flatMap(({ messageId }, index) =>
        settled[index]?.status === 'rejected' ? [{ itemIdentifier: messageId }] : [],
      ),
    };
  };
