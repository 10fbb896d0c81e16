/** The Chats table. Writes: PartiQL INSERT in batches, UpdateItem by version. Reads: BatchGetItem, consistent. */

import {
  type AttributeValue,
  BatchExecuteStatementCommand,
  type BatchStatementResponse,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { chatKey, type Key } from '../core/dynamo/keys.ts';
import { readSome } from '../core/dynamo/read-items.ts';
import { failureOf } from '../core/dynamo/statement-answer.ts';
import { fromChatItem, toChatAttributes } from './chat-item.ts';
import {
  type ChatLedger,
  type ChatRef,
  FIRST_VERSION,
  type InsertOutcome,
  type LedgerEntry,
  type StoredChat,
  type UnreadableChat,
  type UpdateOutcome,
} from './chat-ledger.port.ts';

type Deps = {
  readonly client: DynamoDBClient;
  readonly table: string;
  readonly pause: (attempt: number) => Promise<void>;
};

const IF_STILL_THAT_VERSION = '#version = :before';

export const createChatLedger = ({ client, table, pause }: Deps): ChatLedger => {
  const insertStatement = `INSERT INTO "${table}" VALUE {'integrationId': ?, 'chatId': ?, 'schema': ?, 'version': ?, 'chat': ?, 'contributions': ?}`;

  return {
    insert: async (entries) => {
      const { Responses: responses = [] } = await client.send(
        new BatchExecuteStatementCommand({
          Statements: entries.map((entry) => ({ Statement: insertStatement, Parameters: insertParameters(entry) })),
        }),
      );
      return entries.map((_, index) => toInsertOutcome(responses[index]));
    },

    read: async (refs) => {
      const { items, unprocessed } = await readSome({ client, table, pause }, refs.map(chatKey));
      return [...items.map(toFound), ...unprocessed.map((key) => ({ ...refOf(key), problem: 'busy' }) as const)];
    },

    update: async (entry, version): Promise<UpdateOutcome> => {
      const { schema, chat, contributions } = toChatAttributes(entry);
      try {
        await client.send(
          new UpdateItemCommand({
            TableName: table,
            Key: chatKey(entry),
            UpdateExpression:
              'SET #schema = :schema, #chat = :chat, #contributions = :contributions, #version = :after',
            ConditionExpression: IF_STILL_THAT_VERSION,
            ExpressionAttributeNames: {
              '#schema': 'schema',
              '#chat': 'chat',
              '#contributions': 'contributions',
              '#version': 'version',
            },
            ExpressionAttributeValues: {
              ':schema': schema,
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
        return { kind: 'overtaken', current: error.Item && toFound(error.Item) };
      }
    },
  };
};

const refOf = ({ integrationId, chatId }: Key): ChatRef => ({
  integrationId: integrationId?.S ?? '',
  chatId: chatId?.S ?? '',
});

/** Item by item: one that cannot be read is no reason to leave the others of its call. */
export const toFound = (item: Record<string, AttributeValue>): StoredChat | UnreadableChat => {
  try {
    return fromChatItem(item);
  } catch (error) {
    return { ...refOf(item), problem: error instanceof Error ? error : new Error('Unreadable', { cause: error }) };
  }
};

const insertParameters = (entry: LedgerEntry): AttributeValue[] => {
  const { schema, chat, contributions } = toChatAttributes(entry);
  return [{ S: entry.integrationId }, { S: entry.chatId }, schema, { N: String(FIRST_VERSION) }, chat, contributions];
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
