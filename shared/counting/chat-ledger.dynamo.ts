/** The Chats table. Writes: PartiQL INSERT in batches, UpdateItem by version. Reads: BatchGetItem, consistent. */

import {
  type AttributeValue,
  BatchExecuteStatementCommand,
  type BatchStatementResponse,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { chatKey } from '../core/dynamo/keys.ts';
import { readItems } from '../core/dynamo/read-items.ts';
import { failureOf } from '../core/dynamo/statement-answer.ts';
import { CHAT_ITEM_SCHEMA, fromChatItem, toChatAttributes } from './chat-item.ts';
import {
  type ChatLedger,
  FIRST_VERSION,
  type InsertOutcome,
  type LedgerEntry,
  type UpdateOutcome,
} from './chat-ledger.port.ts';

type Deps = {
  readonly client: DynamoDBClient;
  readonly table: string;
  readonly pause: (attempt: number) => Promise<void>;
};

/** Beyond the SDK's own attempts, which look at whole calls only: single statements and keys that were throttled. */
const MAX_ROUNDS = 4;

const IF_STILL_THAT_VERSION = '#version = :before';

export const createChatLedger = ({ client, table, pause }: Deps): ChatLedger => {
  const insertStatement = `INSERT INTO "${table}" VALUE {'integrationId': ?, 'chatId': ?, 'schema': ?, 'version': ?, 'chat': ?, 'contributions': ?}`;

  const insertOnce = async (entries: readonly LedgerEntry[]): Promise<readonly InsertOutcome[]> => {
    const { Responses: responses = [] } = await client.send(
      new BatchExecuteStatementCommand({
        Statements: entries.map((entry) => ({ Statement: insertStatement, Parameters: insertParameters(entry) })),
      }),
    );
    return entries.map((_, index) => toInsertOutcome(responses[index]));
  };

  return {
    insert: async (entries) => {
      const outcomes = new Map<LedgerEntry, InsertOutcome>();
      let rest = entries;
      for (let round = 0; round < MAX_ROUNDS && rest.length > 0; round += 1) {
        if (round > 0) await pause(round);
        const answers = await insertOnce(rest);
        for (const [index, entry] of rest.entries()) outcomes.set(entry, answers[index] ?? 'unavailable');
        rest = rest.filter((entry) => outcomes.get(entry) === 'unavailable');
      }
      return entries.map((entry) => outcomes.get(entry) ?? 'unavailable');
    },

    read: async (refs) => (await readItems({ client, table, pause }, refs.map(chatKey))).map(fromChatItem),

    update: async (entry, version): Promise<UpdateOutcome> => {
      const { chat, contributions } = toChatAttributes(entry);
      try {
        await client.send(
          new UpdateItemCommand({
            TableName: table,
            Key: chatKey(entry),
            UpdateExpression: 'SET #chat = :chat, #contributions = :contributions, #version = :after',
            ConditionExpression: IF_STILL_THAT_VERSION,
            ExpressionAttributeNames: { '#chat': 'chat', '#contributions': 'contributions', '#version': 'version' },
            ExpressionAttributeValues: {
              ':chat': chat,
              ':contributions': contributions,
              ':before': { N: String(version) },
              ':after': { N: String(version + 1) },
            },
            ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
          }),
        );
        return { kind: 'updated' };
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
        return { kind: 'overtaken', current: error.Item && fromChatItem(error.Item) };
      }
    },
  };
};

const insertParameters = (entry: LedgerEntry): AttributeValue[] => {
  const { chat, contributions } = toChatAttributes(entry);
  return [
    { S: entry.integrationId },
    { S: entry.chatId },
    { N: String(CHAT_ITEM_SCHEMA) },
    { N: String(FIRST_VERSION) },
    chat,
    contributions,
  ];
};

const toInsertOutcome = (answer: BatchStatementResponse | undefined): InsertOutcome => {
  switch (failureOf(answer, ['DuplicateItem'])) {
    case undefined:
      return 'inserted';
    case 'passing':
      return 'unavailable';
    case 'DuplicateItem':
      return 'already_there';
  }
};
