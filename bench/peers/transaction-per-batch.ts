/**
 * One transaction a batch: read which chats are known, remember the new ones and ADD their sums. Exact, with the fewest
 * calls that transactions allow. DynamoDB takes at most 100 items in one, chats and counts together, so a batch of a
 * hundred messages takes two; each is exact by itself, and what a failed one leaves is unknown at the next delivery.
 */

import { BatchGetItemCommand, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { countKey, sumOf } from '../../shared/counting/contributions.ts';
import { type EndedChat, endedChats, type PeerDeps, type SqsHandler, toAdd } from './peer.ts';

const MOST_ITEMS_OF_A_TRANSACTION = 100;

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
      // One after the other: two that meet at a count would cancel each other.
      for (const transaction of inTransactions(unknown)) await write(transaction);
      return { batchItemFailures: [] };
    } catch {
      // The next delivery reads again what is known.
      return { batchItemFailures: records.map(({ messageId }) => ({ itemIdentifier: messageId })) };
    }
  };
};

type Transaction = { readonly chats: Map<string, EndedChat>; readonly counts: Set<string> };

/** As few as the limit allows: the chats of a queue share their counts, so they stay together. */
const inTransactions = (chats: ReadonlyMap<string, EndedChat>): readonly ReadonlyMap<string, EndedChat>[] => {
  const transactions: Transaction[] = [];
  for (const [id, chat] of [...chats].sort(([, a], [, b]) => compare(queueOf(a), queueOf(b)))) {
    const counts = chat.contributions.map((contribution) => `${chat.integrationId} ${countKey(contribution)}`);
    let open = transactions.at(-1);
    if (!open || itemsWith(open, counts) > MOST_ITEMS_OF_A_TRANSACTION) {
      open = { chats: new Map(), counts: new Set() };
      transactions.push(open);
    }
    open.chats.set(id, chat);
    for (const count of counts) open.counts.add(count);
  }
  return transactions.map((transaction) => transaction.chats);
};

const itemsWith = ({ chats, counts }: Transaction, more: readonly string[]): number =>
  chats.size + 1 + counts.size + more.filter((count) => !counts.has(count)).length;

const queueOf = ({ contributions }: EndedChat): string => contributions[0]?.queue ?? '';

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

const sumsPerIntegration = (chats: readonly EndedChat[]) =>
  [...Map.groupBy(chats, ({ integrationId }) => integrationId)].map(
    ([integrationId, own]) => [integrationId, sumOf(own.flatMap(({ contributions }) => contributions))] as const,
  );
