/**
 * How many integrations an account has: one item, written in the transaction that creates or deletes one. Accounts of
 * the first version have no such item; the first write counts what is there.
 */

import { type DynamoDBClient, GetItemCommand, paginateQuery, type TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { CONFIG_ITEM, integrationKey } from '../core/dynamo/keys.ts';
import { readItems } from '../core/dynamo/read-items.ts';
import { fromIntegrationItem } from './integration-item.ts';
import type { IntegrationChange } from './integration-store.port.ts';

type Deps = {
  readonly client: DynamoDBClient;
  /** The name of the table. */
  readonly integrations: string;
  readonly pause: (attempt: number) => Promise<void>;
};

const COUNT_ITEM = 'integrations';
const IF_ROOM = 'attribute_not_exists(held) OR held < :max';

/** Absent when the change neither creates nor deletes; `full` when there is no room for another one. */
export const countWrite = async (
  deps: Deps,
  { before, after }: IntegrationChange,
  max: number,
): Promise<TransactWriteItem | 'full' | undefined> => {
  const isCreated = before === undefined;
  const isDeleted = before !== undefined && before.deletedAt === undefined && after.deletedAt !== undefined;
  if (!isCreated && !isDeleted) return undefined;
  const Key = integrationKey(after.accountId, COUNT_ITEM);
  const { Item: item } = await deps.client.send(
    new GetItemCommand({ TableName: deps.integrations, Key, ConsistentRead: true }),
  );
  const held = item ? Number(item['held']?.N) : await countHeld(deps, after.accountId);
  if (isCreated && held >= max) return 'full';
  return {
    Update: {
      TableName: deps.integrations,
      Key,
      UpdateExpression: `SET held = if_not_exists(held, :held) ${isCreated ? '+' : '-'} :one`,
      ...(isCreated && { ConditionExpression: IF_ROOM }),
      ExpressionAttributeValues: {
        ':held': { N: String(held) },
        ':one': { N: '1' },
        ...(isCreated && { ':max': { N: String(max) } }),
      },
    },
  };
};

const countHeld = async ({ client, integrations, pause }: Deps, accountId: string): Promise<number> => {
  const pages = paginateQuery(
    { client },
    {
      TableName: integrations,
      IndexName: 'byAccount',
      KeyConditionExpression: 'accountId = :account',
      ExpressionAttributeValues: { ':account': { S: accountId } },
    },
  );
  const ids: string[] = [];
  for await (const { Items: items = [] } of pages)
    ids.push(...items.flatMap(({ integrationId }) => integrationId?.S ?? []));
  const keys = ids.map((id) => integrationKey(id, CONFIG_ITEM));
  const configs = (await readItems({ client, table: integrations, pause }, keys)).map(fromIntegrationItem);
  return configs.filter(({ deletedAt }) => deletedAt === undefined).length;
};
