/** The Integrations table across accounts, read only, and of each item no more than on-call may see. */

import { type DynamoDBClient, paginateScan, QueryCommand, type QueryCommandInput } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { STATUS_ATTRIBUTES } from '../attributes.ts';
import {
  CHECK_SHARDS,
  CONFIG_ITEM,
  HEALTH_ITEM,
  INCIDENT_ITEM_PREFIX,
  integrationKey,
  type Key,
} from '../core/dynamo/keys.ts';
import { type Projection, projectionOf } from '../core/dynamo/projection.ts';
import { readItems } from '../core/dynamo/read-items.ts';
import { readEach } from '../core/read-each.ts';
import { createReadCheckShard } from '../silence/check-shard.dynamo.ts';
import { fromHealthItem } from '../silence/health-item.ts';
import { fromIncidentItem, incidentSchema } from '../silence/incident-item.ts';
import { createFindPipelineMemory } from '../silence/monitor-memory.dynamo.ts';
import { policyInForce } from '../silence/silence-policy.ts';
import { silencePolicySchema } from '../silence/silence-policy-json.ts';
import type { IncidentOfAll, OperationsStore } from './survey.port.ts';
import type { Surveyed } from './survey.ts';

type Deps = {
  readonly client: DynamoDBClient;
  /** The name of the Integrations table. */
  readonly table: string;
  readonly pause: (attempt: number) => Promise<void>;
  /** Of items that a hand at the table spoiled. */
  readonly onError: (error: unknown) => void;
};

const instant = z.iso.datetime().transform((text) => Date.parse(text));

const configSchema = z.object({
  integrationId: z.string(),
  name: z.string(),
  createdAt: instant,
  silencePolicy: silencePolicySchema.exactOptional(),
  pausedAt: instant.exactOptional(),
  deletedAt: instant.exactOptional(),
  erase: z.object({ requestedAt: instant }).exactOptional(),
});

/** The infrastructure allows these and no others: no key, no domain. */
const SURVEYED = projectionOf([...Object.keys(configSchema.shape), 'item', 'incident', ...STATUS_ATTRIBUTES]);
const OF_INCIDENTS = projectionOf(['integrationId', 'item', 'name', ...Object.keys(incidentSchema.shape)]);

export const createOperationsStore = ({ client, table, pause, onError }: Deps): OperationsStore => {
  const read = (keys: readonly Key[], attributes: Projection) =>
    readItems({ client, table, pause, consistency: 'eventual', attributes }, keys);

  const readShard = createReadCheckShard({ client, table });

  return {
    findPipelineMemory: createFindPipelineMemory({ client, table }),
    findNextLooks: async () =>
      (await readShard(CHECK_SHARDS.monitor)).map(({ integrationId, checkAt }) => ({
        integrationId: integrationId?.S ?? '',
        checkAt: Date.parse(checkAt?.S ?? ''),
      })),
    findErasing: async () => (await readShard(CHECK_SHARDS.eraser)).map(idOf),
    findListed: async () => {
      const ids: string[] = [];
      const pages = paginateScan({ client }, { TableName: table, IndexName: 'byAccount' });
      for await (const { Items: items = [] } of pages) ids.push(...items.map(idOf));
      return ids;
    },
    readSurveyed: async (integrationIds) => {
      const keysOf = (id: string) => [integrationKey(id, CONFIG_ITEM), integrationKey(id, HEALTH_ITEM)];
      const items = await read(integrationIds.flatMap(keysOf), SURVEYED);
      const health = new Map(items.filter(({ item }) => item?.S === HEALTH_ITEM).map((item) => [idOf(item), item]));
      const configs = items.filter(({ item }) => item?.S === CONFIG_ITEM);
      return readEach(configs, (config) => toSurveyed(config, health.get(idOf(config))), onError).flatMap(
        (surveyed) => surveyed ?? [],
      );
    },
    pageOfIncidents: async ({ limit, after }) => {
      const { Items: entries = [], LastEvaluatedKey: last } = await client.send(
        new QueryCommand({
          TableName: table,
          IndexName: 'byCheckAt',
          KeyConditionExpression: 'checkShard = :shard',
          ExpressionAttributeValues: { ':shard': { S: CHECK_SHARDS.incidents } },
          ScanIndexForward: false,
          Limit: limit,
          ...(after !== undefined && startBehind(after)),
        }),
      );
      const incidentKeys = entries.map((entry) => integrationKey(idOf(entry), entry['item']?.S ?? ''));
      const nameKeys = [...new Set(entries.map(idOf))].map((id) => integrationKey(id, CONFIG_ITEM));
      const items = await read([...incidentKeys, ...nameKeys], OF_INCIDENTS);
      const names = new Map(
        items.filter(({ item }) => item?.S === CONFIG_ITEM).map((item) => [idOf(item), item['name']?.S]),
      );
      const incidents = readEach(
        items.filter(({ item }) => item?.S?.startsWith(INCIDENT_ITEM_PREFIX)),
        (item): IncidentOfAll => {
          const name = names.get(idOf(item));
          return { integrationId: idOf(item), ...(name !== undefined && { name }), ...fromIncidentItem(item) };
        },
        onError,
      );
      return {
        items: incidents.toSorted((a, b) => (placeOf(a) < placeOf(b) ? 1 : -1)),
        ...(last && { next: `${last['checkAt']?.S}#${idOf(last)}` }),
      };
    },
  };
};

const idOf = ({ integrationId }: Key): string => integrationId?.S ?? '';

/** As the index sorts them. */
const placeOf = ({ openedAt, integrationId }: IncidentOfAll): string => `${openedAt}#${integrationId}`;

const startBehind = (place: string): Pick<QueryCommandInput, 'ExclusiveStartKey'> => {
  const [openedAt = '', integrationId = ''] = place.split('#');
  return {
    ExclusiveStartKey: {
      ...integrationKey(integrationId, `${INCIDENT_ITEM_PREFIX}${openedAt}`),
      checkShard: { S: CHECK_SHARDS.incidents },
      checkAt: { S: openedAt },
    },
  };
};

/** Nothing of what is deleted and not being erased: it is gone for its account, too. */
const toSurveyed = (config: Key, health: Key | undefined): Surveyed | undefined => {
  const { integrationId, name, createdAt, silencePolicy, pausedAt, deletedAt, erase } = configSchema.parse(
    unmarshall(config),
  );
  if (deletedAt !== undefined && !erase) return undefined;
  const { incident } = z.object({ incident: incidentSchema.exactOptional() }).parse(health ? unmarshall(health) : {});
  return {
    integrationId,
    name,
    evidence: { ...(health && fromHealthItem(health).evidence), createdAt },
    policy: policyInForce({
      ...(silencePolicy && { silencePolicy }),
      ...(pausedAt !== undefined && { pausedAt }),
    }),
    ...(pausedAt !== undefined && { pausedAt }),
    ...(erase && { erasingSince: erase.requestedAt }),
    ...(incident && { incident }),
  };
};
