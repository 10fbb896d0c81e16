/**
 * One transaction a batch of ten messages: read which chats are known, remember the new ones and ADD their sums. Exact,
 * with the fewest calls that transactions allow; DynamoDB takes at most 100 items in one.
 */

import { BatchGetItemCommand, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { sumOf } from '../../shared/domain/contributions.ts';
import { type EndedChat, endedChats, type PeerDeps, type SqsHandler, toAdd } from './peer.ts';

export const createTransactionPerBatchPeer = ({ client, seenTable, countsTable }: PeerDeps): SqsHandler => {
  const knownIds = async (ids: readonly string[]): Promise<ReadonlySet<string | undefined>> => {
    const { Responses: responses } = await client.send(
      new BatchGetItemCommand({
        RequestItems: { [seenTable]: { Keys: ids.map((id) => ({ id: { S: id } })), ConsistentRead: true } },
      }),
    );
    return new Set(responses?.[seenTable]?.map((item) => item['id']?.S));
  };

  const write = async (chats: ReadonlyMap<string, EndedChat>): Promise<void> => {
    const puts = [...chats.keys()].map((id) => ({
      Put: { TableName: seenTable, Item: { id: { S: id } }, ConditionExpression: 'attribute_not_exists(id)' },
    }));
    const adds = [...sumsPerIntegration([...chats.values()])].flatMap(([integrationId, sums]) =>
      sums.map((sum) => ({ Update: toAdd(countsTable, integrationId, sum) })),
    );
    await client.send(new TransactWriteItemsCommand({ TransactItems: [...puts, ...adds] }));
  };

  return async ({ Records: records }) => {
    try {
      const chats = new Map(
        records
          .flatMap(endedChats)
          .toReversed()
          .map((chat) => [`${chat.integrationId}#${chat.chatId}`, chat] as const),
      );
      const known = await knownIds([...chats.keys()]);
      const unknown = new Map([...chats].filter(([id]) => !known.has(id)));
      if (unknown.size > 0) await write(unknown);
      return { batchItemFailures: [] };
    } catch {
      // All or nothing; the next delivery reads again what is known.
      return { batchItemFailures: records.map(({ messageId }) => ({ itemIdentifier: messageId })) };
    }
  };
};

const sumsPerIntegration = (chats: readonly EndedChat[]) =>
  [...Map.groupBy(chats, ({ integrationId }) => integrationId)].map(
    ([integrationId, own]) => [integrationId, sumOf(own.flatMap(({ contributions }) => contributions))] as const,
  );
