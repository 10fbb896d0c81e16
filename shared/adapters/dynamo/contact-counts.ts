/** The ContactCounts table, its one writer: one conditional UpdateItem a count item and batch. */

import { ConditionalCheckFailedException, type DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { MEASURES } from '../../domain/contributions.ts';
import { toRfc3339 } from '../../domain/event-time.ts';
import type { Clock } from '../../flows/clock.ts';
import type { ApplyToCount } from '../../flows/tally-contacts.ts';
import { contactCountKey } from './keys.ts';

type Deps = { readonly client: DynamoDBClient; readonly table: string; readonly clock: Clock };

/** A top-level attribute a shard, never pruned. */
export const markAttribute = (shardId: string): string => `m:${shardId}`;

const IF_MARK_IS_BEHIND = 'attribute_not_exists(#mark) OR #mark < :first';

/** All measures in every update, zeros too: an item always has all ten, and the expression is always the same. */
const ADD_ALL_MEASURES = `ADD ${MEASURES.map((measure) => `#${measure} :${measure}`).join(', ')}`;
const SET_THE_REST = 'SET #queue = :queue, #hour = :hour, #updatedAt = :now, #mark = :last';
const NAMES = Object.fromEntries([...MEASURES, 'queue', 'hour', 'updatedAt'].map((name) => [`#${name}`, name]));

export const createApplyToCount =
  ({ client, table, clock }: Deps): ApplyToCount =>
  async ({ integrationId, hour, queue, groupId, measures, shardId, first, last }) => {
    try {
      await client.send(
        new UpdateItemCommand({
          TableName: table,
          Key: contactCountKey({ integrationId, hour, queue }),
          UpdateExpression: `${ADD_ALL_MEASURES} ${SET_THE_REST}${groupId === undefined ? '' : ', #groupId = :groupId'}`,
          ConditionExpression: IF_MARK_IS_BEHIND,
          ExpressionAttributeNames: {
            ...NAMES,
            '#mark': markAttribute(shardId),
            ...(groupId !== undefined && { '#groupId': 'groupId' }),
          },
          ExpressionAttributeValues: {
            ...Object.fromEntries(MEASURES.map((measure) => [`:${measure}`, { N: String(measures[measure] ?? 0) }])),
            ':queue': { S: queue },
            ':hour': { S: hour },
            ':now': { S: toRfc3339(clock()) },
            ':first': { S: first },
            ':last': { S: last },
            ...(groupId !== undefined && { ':groupId': { S: groupId } }),
          },
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
      );
      return { kind: 'applied' };
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) {
        const mark = error.Item?.[markAttribute(shardId)]?.S;
        if (mark !== undefined) return { kind: 'mark_ahead', mark };
      }
      if (isNeverAccepted(error)) return { kind: 'impossible' };
      throw error;
    }
  };

/** A request that DynamoDB refuses for what it says, such as an item above 400 KB, and not for its own state. */
const isNeverAccepted = (error: unknown): boolean =>
  error instanceof Error && ['ValidationException', 'ItemCollectionSizeLimitExceededException'].includes(error.name);
