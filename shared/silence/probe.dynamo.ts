/** The newest probe that is counted: the probes' own counts, from the newest hour back. */

import { type DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import { PROBE_INTEGRATION_ID } from '../core/integration-id.ts';
import type { FindNewestProbe } from './probe.port.ts';
import { sentAtOf } from './probe.ts';

/** The newest, and beside it the one of its hour that versions before made: `probe`, with the instant as its group's id. */
const NEWEST = 2;

export const createFindNewestProbe =
  ({ client, table }: { readonly client: DynamoDBClient; readonly table: string }): FindNewestProbe =>
  async () => {
    const { Items: counts = [] } = await client.send(
      new QueryCommand({
        TableName: table,
        KeyConditionExpression: 'integrationId = :probe',
        ExpressionAttributeValues: { ':probe': { S: PROBE_INTEGRATION_ID } },
        ScanIndexForward: false,
        Limit: NEWEST,
      }),
    );
    const sent = counts.flatMap(({ queue, groupId }) => sentAtOf(queue?.S ?? '') ?? sentAtOf(groupId?.S ?? '') ?? []);
    return sent.length === 0 ? undefined : Math.max(...sent);
  };
