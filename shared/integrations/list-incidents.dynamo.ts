/** The incidents of an integration, newest first. The monitor writes them; here they are read only. */

import { type DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import { INCIDENT_ITEM_PREFIX, integrationKey } from '../core/dynamo/keys.ts';
import { ignore, readEach } from '../core/read-each.ts';
import { fromIncidentItem } from '../silence/incident-item.ts';
import type { PageOfIncidents } from './list-incidents.ts';

type Deps = {
  readonly client: DynamoDBClient;
  /** The name of the Integrations table. */
  readonly table: string;
  /** Of items that a hand at the table spoiled. */
  readonly onError?: (error: unknown) => void;
};

export const createPageOfIncidents =
  ({ client, table, onError = ignore }: Deps): PageOfIncidents =>
  async (integrationId, { limit, after }) => {
    const { Items: items = [], LastEvaluatedKey: last } = await client.send(
      new QueryCommand({
        TableName: table,
        KeyConditionExpression: 'integrationId = :integrationId AND begins_with(#item, :prefix)',
        ExpressionAttributeNames: { '#item': 'item' },
        ExpressionAttributeValues: {
          ':integrationId': { S: integrationId },
          ':prefix': { S: INCIDENT_ITEM_PREFIX },
        },
        ScanIndexForward: false,
        Limit: limit,
        ...(after !== undefined && {
          ExclusiveStartKey: integrationKey(integrationId, `${INCIDENT_ITEM_PREFIX}${after}`),
        }),
      }),
    );
    const next = last?.['item']?.S?.slice(INCIDENT_ITEM_PREFIX.length);
    return { items: readEach(items, fromIncidentItem, onError), ...(next !== undefined && { next }) };
  };
