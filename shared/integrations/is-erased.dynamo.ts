import { type DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { CONFIG_ITEM, integrationKey } from '../core/dynamo/keys.ts';

type Deps = {
  readonly client: DynamoDBClient;
  /** The name of the Integrations table. */
  readonly table: string;
};

/**
 * Whether erasing has begun; until then it can be undone, and nothing may be lost. Reads that alone, so that an item which
 * is spoiled elsewhere still tells it.
 */
export const createIsErased =
  ({ client, table }: Deps): ((integrationId: string) => Promise<boolean>) =>
  async (integrationId) => {
    const { Item: item } = await client.send(
      new GetItemCommand({
        TableName: table,
        Key: integrationKey(integrationId, CONFIG_ITEM),
        ProjectionExpression: '#erase',
        ExpressionAttributeNames: { '#erase': 'erase' },
        ConsistentRead: true,
      }),
    );
    const erase = item?.['erase'];
    return erase !== undefined && erase.M?.['erasesAt'] === undefined;
  };
