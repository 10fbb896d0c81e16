/** The home-made idempotency: remember the chat if it is new, then ADD. Two writes with hope between them. */

import { ConditionalCheckFailedException, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { type EndedChat, endedChats, type PeerDeps, perRecord, type SqsHandler, toAdd } from './peer.ts';

export const createPutThenAddPeer = ({ client, seenTable, countsTable }: PeerDeps): SqsHandler => {
  const isNew = async ({ integrationId, chatId }: EndedChat): Promise<boolean> => {
    try {
      await client.send(
        new PutItemCommand({
          TableName: seenTable,
          Item: { id: { S: `${integrationId}#${chatId}` } },
          ConditionExpression: 'attribute_not_exists(id)',
        }),
      );
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  };

  return perRecord(async (record) => {
    for (const chat of endedChats(record)) {
      if (!(await isNew(chat))) continue;
      for (const contribution of chat.contributions) {
        await client.send(new UpdateItemCommand(toAdd(countsTable, chat.integrationId, contribution)));
      }
    }
  });
};
