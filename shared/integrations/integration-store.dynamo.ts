/** Config items, names and keys of integrations. A change and all that must hold with it are one transaction. */

import { type DynamoDBClient, GetItemCommand, QueryCommand, type TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { apiKeyKey, CHECK_SHARDS, CONFIG_ITEM, HEALTH_ITEM, integrationKey } from '../core/dynamo/keys.ts';
import { readItems } from '../core/dynamo/read-items.ts';
import { transact } from '../core/dynamo/transact.ts';
import { type Instant, toRfc3339 } from '../core/instant.ts';
import { ignore, readEach } from '../core/read-each.ts';
import { toApiKeyItem } from '../intake/api-keys.dynamo.ts';
import { toWatchedSettings } from '../silence/watched-item.ts';
import { type Integration, isListed, MAX_INTEGRATIONS, toNameKey } from './integration.ts';
import { countWrite } from './integration-count.dynamo.ts';
import { fromIntegrationItem, nameReservationKey, toIntegrationItem } from './integration-item.ts';
import type { FindIntegration, IntegrationChange, KeyEnd, SaveIntegration } from './integration-store.port.ts';
import type { PageOfIntegrations } from './list-integrations.ts';

export type IntegrationStoreDeps = {
  readonly client: DynamoDBClient;
  /** The names of the tables. */
  readonly integrations: string;
  readonly apiKeys: string;
  readonly pause: (attempt: number) => Promise<void>;
  /** How many integrations an account may have. */
  readonly maxIntegrations?: number;
};

const IF_NEW = 'attribute_not_exists(integrationId)';
const IF_STILL_THAT_REVISION = 'revision = :before';
/** Items that were put there by hand or by a tool have none. */
const IF_STILL_WITHOUT_REVISION = 'attribute_exists(integrationId) AND attribute_not_exists(revision)';
const IF_KEY_OF_THIS_INTEGRATION = 'integrationId = :integrationId';

export const createFindIntegration =
  ({ client, integrations }: Pick<IntegrationStoreDeps, 'client' | 'integrations'>): FindIntegration =>
  async (integrationId) => {
    const { Item: item } = await client.send(
      new GetItemCommand({
        TableName: integrations,
        Key: integrationKey(integrationId, CONFIG_ITEM),
        ConsistentRead: true,
      }),
    );
    return item && fromIntegrationItem(item);
  };

export const createSaveIntegration =
  (deps: IntegrationStoreDeps): SaveIntegration =>
  async (change) => {
    const count = await countWrite(deps, change, deps.maxIntegrations ?? MAX_INTEGRATIONS);
    if (count === 'full') return 'too_many_integrations';
    const names = nameWrites(deps.integrations, change);
    const config = configWrite(deps.integrations, change);
    const writes = [
      config,
      ...names,
      ...healthWrites(deps.integrations, change),
      ...keyWrites(deps.apiKeys, change),
      ...(count ? [count] : []),
    ];
    const outcome = await transact(deps, writes);
    if (outcome.kind === 'written') return 'saved';
    // The first write is the config; what failed beside a failed config says nothing yet.
    if (outcome.failed.has(0)) return 'overtaken';
    if (names.length > 0 && outcome.failed.has(1)) return 'name_taken';
    return count && outcome.failed.has(writes.length - 1) ? 'too_many_integrations' : 'overtaken';
  };

const configWrite = (table: string, { before, after }: IntegrationChange): TransactWriteItem => ({
  Put: {
    TableName: table,
    Item: toIntegrationItem(after),
    ...(before === undefined && { ConditionExpression: IF_NEW }),
    ...(before?.revision === 0 && { ConditionExpression: IF_STILL_WITHOUT_REVISION }),
    ...(before !== undefined &&
      before.revision > 0 && {
        ConditionExpression: IF_STILL_THAT_REVISION,
        ExpressionAttributeValues: { ':before': { N: String(before.revision) } },
      }),
  },
});

/** The new reservation comes first. */
const nameWrites = (table: string, { before, after }: IntegrationChange): readonly TransactWriteItem[] => {
  const heldBefore = before && before.deletedAt === undefined ? toNameKey(before.name) : undefined;
  const heldAfter = after.deletedAt === undefined ? toNameKey(after.name) : undefined;
  if (heldBefore === heldAfter) return [];
  return [
    ...(heldAfter === undefined ? [] : [reservationPut(table, after)]),
    ...(before && heldBefore !== undefined ? [{ Delete: { TableName: table, Key: nameReservationKey(before) } }] : []),
  ];
};

const reservationPut = (table: string, integration: Integration): TransactWriteItem => ({
  Put: {
    TableName: table,
    Item: { ...nameReservationKey(integration), heldBy: { S: integration.integrationId } },
    ConditionExpression: IF_NEW,
  },
});

/**
 * Evidence needs the health item to exist and never makes it: it comes with the integration. Every change wakes the
 * monitor, which alone computes deadlines, and brings it the settings that it needs; of a deleted integration the
 * monitor ends the incident, and then takes the item away. What waits to be erased is paused for it, and may come back.
 */
const healthWrites = (table: string, { before, after, checkAt }: IntegrationChange): readonly TransactWriteItem[] =>
  before?.deletedAt === undefined ? [healthUpdate(table, after, checkAt)] : [];

const healthUpdate = (table: string, after: Integration, checkAt: Instant): TransactWriteItem => {
  const pausedAt = after.pausedAt ?? after.erasure?.requestedAt;
  const settings = toWatchedSettings({ ...after, ...(pausedAt !== undefined && { pausedAt }) });
  const attributes = {
    ...settings.set,
    checkShard: { S: CHECK_SHARDS.monitor },
    checkAt: { S: toRfc3339(checkAt) },
  };
  const sets = Object.keys(attributes).map((name) => `${name} = :${name}`);
  const removes = settings.removed.length === 0 ? '' : ` REMOVE ${settings.removed.join(', ')}`;
  return {
    Update: {
      TableName: table,
      Key: integrationKey(after.integrationId, HEALTH_ITEM),
      UpdateExpression: `SET ${sets.join(', ')}${removes}`,
      ExpressionAttributeValues: Object.fromEntries(
        Object.entries(attributes).map(([name, value]) => [`:${name}`, value]),
      ),
    },
  };
};

const keyWrites = (
  table: string,
  { after, newKey, followingKeyIds = [], endedKeys = [], forgottenKeyIds = [] }: IntegrationChange,
): readonly TransactWriteItem[] => [
  ...(newKey
    ? [{ Put: { TableName: table, Item: toApiKeyItem(newKey), ConditionExpression: 'attribute_not_exists(keyId)' } }]
    : []),
  ...followingKeyIds.map((keyId) => keyFollowing(table, after, keyId)),
  ...endedKeys.map((end) => keyEnd(table, after.integrationId, end)),
  ...forgottenKeyIds.map((keyId) => ({ Delete: { TableName: table, Key: apiKeyKey(keyId) } })),
];

/** receive-events reads nothing but the key. */
const keyFollowing = (
  table: string,
  { integrationId, acceptsFrom }: Integration,
  keyId: string,
): TransactWriteItem => ({
  Update: {
    TableName: table,
    Key: apiKeyKey(keyId),
    UpdateExpression: acceptsFrom === undefined ? 'REMOVE acceptsFrom' : 'SET acceptsFrom = :from',
    ConditionExpression: IF_KEY_OF_THIS_INTEGRATION,
    ExpressionAttributeValues: {
      ...(acceptsFrom !== undefined && { ':from': { S: toRfc3339(acceptsFrom) } }),
      ':integrationId': { S: integrationId },
    },
  },
});

const keyEnd = (table: string, integrationId: string, end: KeyEnd): TransactWriteItem => {
  const [attribute, at] = 'revokedAt' in end ? ['revokedAt', end.revokedAt] : ['expiresAt', end.expiresAt];
  const by = 'revokedAt' in end ? end.revokedBy : undefined;
  return {
    Update: {
      TableName: table,
      Key: apiKeyKey(end.keyId),
      UpdateExpression: `SET ${attribute} = :at${by === undefined ? '' : ', revokedBy = :by'}`,
      ConditionExpression: IF_KEY_OF_THIS_INTEGRATION,
      ExpressionAttributeValues: {
        ':at': { S: toRfc3339(Number(at)) },
        ':integrationId': { S: integrationId },
        ...(by !== undefined && { ':by': { S: by } }),
      },
    },
  };
};

/** The index gives the order; what is shown is read from the items themselves. */
export const createPageOfIntegrations =
  ({
    client,
    integrations,
    pause,
    onError = ignore,
  }: Omit<IntegrationStoreDeps, 'apiKeys'> & { readonly onError?: (error: unknown) => void }): PageOfIntegrations =>
  async (accountId, { limit, after }) => {
    const { Items: entries = [], LastEvaluatedKey: last } = await client.send(
      new QueryCommand({
        TableName: integrations,
        IndexName: 'byAccount',
        KeyConditionExpression: 'accountId = :account',
        ExpressionAttributeValues: { ':account': { S: accountId } },
        Limit: limit,
        ...(after !== undefined && {
          ExclusiveStartKey: { accountId: { S: accountId }, ...integrationKey(after, CONFIG_ITEM) },
        }),
      }),
    );
    const ids = entries.flatMap(({ integrationId }) => integrationId?.S ?? []);
    const items = await readItems(
      { client, table: integrations, pause },
      ids.map((id) => integrationKey(id, CONFIG_ITEM)),
    );
    const byId = new Map(readEach(items, fromIntegrationItem, onError).map((item) => [item.integrationId, item]));
    const next = last?.['integrationId']?.S;
    return {
      items: ids.flatMap((id) => byId.get(id) ?? []).filter(isListed),
      ...(next !== undefined && { next }),
    };
  };
