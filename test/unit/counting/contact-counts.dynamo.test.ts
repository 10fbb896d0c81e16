import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { StatementFailedError } from '../../../shared/core/dynamo/statement-answer.ts';
import { createCountStore } from '../../../shared/counting/contact-counts.dynamo.ts';
import { type CannedAnswer, createAnsweringClient } from '../../support/answering-client.ts';
import { SHARD, sequenceNumber } from '../../support/changes.ts';
import { NOW } from '../../support/events.ts';

const write = async (replaces: number | undefined, ...answers: readonly CannedAnswer[]) => {
  const { client, inputs } = createAnsweringClient(...answers);
  const store = createCountStore({ client, table: 'ContactCounts', pause: async () => undefined, clock: () => NOW });
  const count = {
    integrationId: 'demo.one',
    hour: '2026-11-22T09:00:00Z',
    queue: 'Support',
    measures: {},
    marks: { [SHARD]: sequenceNumber(1) },
  };
  return { outcomes: await store.write([{ count, shardId: SHARD, replaces }]), inputs };
};

const named = (name: string) => Object.assign(new Error(name), { name });
const answered = (code: 'ValidationError' | 'ItemCollectionSizeLimitExceeded') => ({
  Responses: [{ Error: { Code: code } }],
});
const failedCondition = new ConditionalCheckFailedException({ message: '', $metadata: {} });

describe('what DynamoDB says to a batch of counts', () => {
  it.each([
    'ThrottlingException',
    'ProvisionedThroughputExceededException',
    'ResourceNotFoundException',
    'AccessDeniedException',
    'InternalServerError',
    'TimeoutError',
  ])('%s is thrown on: the batch comes again', async (name) => {
    await expect(write(1, named(name))).rejects.toThrow(name);
  });

  it.each([
    ['an overtaken version', { Error: { Code: 'ConditionalCheckFailed' } }, 'overtaken'],
    ['a count that was made meanwhile', { Error: { Code: 'DuplicateItem' } }, 'overtaken'],
    ['a throttled statement', { Error: { Code: 'ThrottlingError' } }, 'unavailable'],
    ['too many requests', { Error: { Code: 'RequestLimitExceeded' } }, 'unavailable'],
    ['a conflict with a transaction', { Error: { Code: 'TransactionConflict' } }, 'unavailable'],
    ['an inner error', { Error: { Code: 'InternalServerError' } }, 'unavailable'],
    ['an error without a code', { Error: {} }, 'unavailable'],
    ['no error', { TableName: 'ContactCounts' }, 'written'],
  ] as const)('%s is told as it is', async (_, response, outcome) => {
    expect((await write(1, { Responses: [response] })).outcomes).toEqual([outcome]);
  });

  it.each(['AccessDenied', 'ResourceNotFound'] as const)(
    '%s of a statement is thrown on, by its name',
    async (Code) => {
      await expect(write(1, { Responses: [{ Error: { Code } }] })).rejects.toThrow(StatementFailedError);
    },
  );

  it.each([
    ['has no responses', {}],
    ['has too few', { Responses: [] }],
  ])('an answer that %s has written nothing for sure', async (_, answer) => {
    expect((await write(1, answer)).outcomes).toEqual(['unavailable']);
  });
});

describe('a count that PartiQL refuses', () => {
  it.each([
    ['by itself', answered('ValidationError')],
    ['for the size of its collection', answered('ItemCollectionSizeLimitExceeded')],
    ['with its whole batch', named('ValidationException')],
  ])('%s is written alone, under the same condition', async (_, refusal) => {
    const { outcomes, inputs } = await write(7, refusal, {});
    expect(outcomes).toEqual(['written']);
    expect(inputs[1]).toMatchObject({
      Key: { integrationId: { S: 'demo.one' }, hourQueue: { S: '2026-11-22T09:00:00Z#Support' } },
      ConditionExpression: '#version = :before',
      ExpressionAttributeValues: { ':before': { N: '7' } },
    });
  });

  it.each([
    ['of a new count', undefined, 'attribute_not_exists(hourQueue)'],
    ['of a count without a version', 0, 'attribute_exists(hourQueue) AND attribute_not_exists(#version)'],
  ])('keeps the condition %s', async (_, replaces, condition) => {
    const { inputs } = await write(replaces, answered('ValidationError'), {});
    expect(inputs[1]).toMatchObject({ ConditionExpression: condition });
  });

  it('may be overtaken there', async () => {
    expect((await write(1, answered('ValidationError'), failedCondition)).outcomes).toEqual(['overtaken']);
  });

  it.each(['ValidationException', 'ItemCollectionSizeLimitExceededException'])(
    'is impossible when the update expression is refused, too (%s)',
    async (name) => {
      expect((await write(1, answered('ValidationError'), named(name))).outcomes).toEqual(['impossible']);
    },
  );

  it('is thrown on when nobody answers: the batch comes again', async () => {
    await expect(write(1, answered('ValidationError'), named('TimeoutError'))).rejects.toThrow('TimeoutError');
  });
});
