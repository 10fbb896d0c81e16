/** One transaction a chat: remember it if it is new, and ADD. Exact, at twice the price of each write. */

import { TransactionCanceledException, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { endedChats, type PeerDeps, perRecord, type SqsHandler, toAdd } from './peer.ts';

export const createTransactionPerChatPeer = ({ client, seenTable, countsTable }: PeerDeps): SqsHandler =>
  perRecord(async (record) => {
    for (const { integrationId, chatId, contributions } of endedChats(record)) {
      const remember = {
        TableName: seenTable,
        Item: { id: { S: `${integrationId}#${chatId}` } },
        ConditionExpression: 'attribute_not_exists(id)',
      };
      const adds = contributions.map((contribution) => ({ Update: toAdd(countsTable, integrationId, contribution) }));
      try {
        await client.send(new TransactWriteItemsCommand({ TransactItems: [{ Put: remember }, ...adds] }));
      } catch (error) {
        if (!wasThere(error)) throw error;
      }
    }
  });

const wasThere = (error: unknown): boolean =>
  error instanceof TransactionCanceledException && error.CancellationReasons?.[0]?.Code === 'ConditionalCheckFailed';
