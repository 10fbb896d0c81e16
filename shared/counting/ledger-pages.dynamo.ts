/** The whole ledger of an integration, a page at a time: a read unit for every 8 KB, a dozen chats. */

import { type DynamoDBClient, paginateQuery } from '@aws-sdk/client-dynamodb';
import { toFound } from './chat-ledger.dynamo.ts';
import type { StoredChat, UnreadableChat } from './chat-ledger.port.ts';

type Deps = {
  readonly client: DynamoDBClient;
  /** The name of the Chats table. */
  readonly table: string;
};

export type LedgerPage = { readonly chats: readonly (StoredChat | UnreadableChat)[]; readonly readUnits: number };

/** Eventually consistent: half the price, and what is looked for happened a while ago. */
export const createLedgerPages = ({ client, table }: Deps) =>
  async function* (integrationId: string): AsyncGenerator<LedgerPage> {
    const pages = paginateQuery(
      { client },
      {
        TableName: table,
        KeyConditionExpression: 'integrationId = :integrationId',
        ExpressionAttributeValues: { ':integrationId': { S: integrationId } },
        ReturnConsumedCapacity: 'TOTAL',
      },
    );
    for await (const { Items: items = [], ConsumedCapacity: consumed } of pages) {
      yield { chats: items.map(toFound), readUnits: consumed?.CapacityUnits ?? 0 };
    }
  };
