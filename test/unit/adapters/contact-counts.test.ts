import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { createApplyToCount } from '../../../shared/adapters/dynamo/contact-counts.ts';
import { createAnsweringClient } from '../../support/answering-client.ts';
import { SHARD, sequenceNumber } from '../../support/changes.ts';
import { NOW } from '../../support/events.ts';

const apply = (answer: Error) => {
  const { client } = createAnsweringClient(answer);
  return createApplyToCount({ client, table: 'ContactCounts', clock: () => NOW })({
    integrationId: 'demo.one',
    hour: '2026-11-22T09:00:00Z',
    queue: 'Support',
    measures: {},
    shardId: SHARD,
    first: sequenceNumber(1),
    last: sequenceNumber(1),
  });
};

const named = (name: string) => Object.assign(new Error(name), { name });
const failedCondition = (item?: Record<string, { S: string }>) =>
  new ConditionalCheckFailedException({ message: '', $metadata: {}, ...(item && { Item: item }) });

describe('what DynamoDB says to an update of a count', () => {
  it.each(['ValidationException', 'ItemCollectionSizeLimitExceededException'])('%s is never accepted', async (name) => {
    expect(await apply(named(name))).toEqual({ kind: 'impossible' });
  });

  it.each([
    'ThrottlingException',
    'ProvisionedThroughputExceededException',
    'ResourceNotFoundException',
    'AccessDeniedException',
    'InternalServerError',
    'TimeoutError',
  ])('%s is thrown on: the batch comes again', async (name) => {
    await expect(apply(named(name))).rejects.toThrow(name);
  });

  it('a failed condition tells the mark of the old item', async () => {
    const item = { [`m:${SHARD}`]: { S: sequenceNumber(7) } };
    expect(await apply(failedCondition(item))).toEqual({ kind: 'mark_ahead', mark: sequenceNumber(7) });
  });

  it.each([
    ['without an old item', failedCondition()],
    ['with an old item that has no mark of this shard', failedCondition({ 'm:other': { S: sequenceNumber(7) } })],
  ])('a failed condition %s is thrown on: nothing may be taken for applied', async (_, error) => {
    await expect(apply(error)).rejects.toThrow(ConditionalCheckFailedException);
  });
});
