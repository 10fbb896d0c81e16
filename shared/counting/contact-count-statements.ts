/** The write of one count, as a statement of a batch and as an update of its own: the same values, the same condition. */

import type { AttributeValue, BatchStatementRequest, UpdateItemCommandInput } from '@aws-sdk/client-dynamodb';
import { type Instant, toRfc3339 } from '../core/instant.ts';
import { contactCountKey, markAttribute } from './contact-count-item.ts';
import { type CountWrite, versionAfter } from './contact-counts.port.ts';
import { MEASURES } from './contributions.ts';

/** All but the key. All measures, zeros too: an item always has all ten. */
const attributesOf = (write: CountWrite, now: Instant): Readonly<Record<string, AttributeValue>> => {
  const { count, shardId } = write;
  return {
    ...Object.fromEntries(MEASURES.map((measure) => [measure, { N: String(count.measures[measure] ?? 0) }])),
    queue: { S: count.queue },
    hour: { S: count.hour },
    version: { N: String(versionAfter(write)) },
    updatedAt: { S: toRfc3339(now) },
    [markAttribute(shardId)]: { S: count.marks[shardId] ?? '' },
  };
};

/**
 * DynamoDB's guide separates several SET with nothing; PartiQL's grammar and the embedded engine take a list with commas.
 * Should DynamoDB refuse it, each count still goes alone.
 */
export const toStatement = (table: string, write: CountWrite, now: Instant): BatchStatementRequest => {
  const attributes = attributesOf(write, now);
  const key = contactCountKey(write.count);
  if (write.replaces === undefined) {
    const item = { ...key, ...attributes };
    const fields = Object.keys(item).map((name) => `'${name}': ?`);
    return { Statement: `INSERT INTO "${table}" VALUE {${fields.join(', ')}}`, Parameters: Object.values(item) };
  }
  const changes = Object.keys(attributes).map((name) => `"${name}" = ?`);
  const claims = [...Object.keys(key).map((name) => `"${name}" = ?`), stillStands(write.replaces)];
  return {
    Statement: `UPDATE "${table}" SET ${changes.join(', ')} WHERE ${claims.join(' AND ')}`,
    Parameters: [...Object.values(attributes), ...Object.values(key), ...versionBefore(write)],
  };
};

/** Counts from before there were versions have version 0. */
const stillStands = (version: number): string => (version === 0 ? '"version" IS MISSING' : '"version" = ?');
const versionBefore = ({ replaces = 0 }: CountWrite): AttributeValue[] =>
  replaces === 0 ? [] : [{ N: String(replaces) }];

const IF_THERE_IS_NONE = 'attribute_not_exists(hourQueue)';
const IF_IT_HAS_NO_VERSION = 'attribute_exists(hourQueue) AND attribute_not_exists(#version)';
const IF_STILL_THAT_VERSION = '#version = :before';

export const toUpdate = (write: CountWrite, now: Instant): Omit<UpdateItemCommandInput, 'TableName'> => {
  const attributes = Object.entries(attributesOf(write, now));
  const [before] = versionBefore(write);
  return {
    Key: contactCountKey(write.count),
    UpdateExpression: `SET ${attributes.map((_, index) => `#a${index} = :a${index}`).join(', ')}`,
    ConditionExpression: conditionOf(write),
    ExpressionAttributeNames: {
      ...Object.fromEntries(attributes.map(([name], index) => [`#a${index}`, name])),
      ...(write.replaces !== undefined && { '#version': 'version' }),
    },
    ExpressionAttributeValues: {
      ...Object.fromEntries(attributes.map(([, value], index) => [`:a${index}`, value])),
      ...(before && { ':before': before }),
    },
  };
};

const conditionOf = ({ replaces }: CountWrite): string => {
  if (replaces === undefined) return IF_THERE_IS_NONE;
  return replaces === 0 ? IF_IT_HAS_NO_VERSION : IF_STILL_THAT_VERSION;
};
