import { DynamoDBClient, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { transact } from '../../../shared/core/dynamo/transact.ts';

const write = { Put: { TableName: 't', Item: { id: { S: '1' } } } };

/** A client whose calls are cancelled for these reasons, one list a call, and then pass. */
const clientCancelledFor = (...calls: readonly (readonly string[])[]) => {
  const rest = [...calls];
  const client = new DynamoDBClient({
    region: 'us-east-1',
    endpoint: 'http://127.0.0.1:9',
    credentials: { accessKeyId: 'x', secretAccessKey: 'x' },
  });
  client.middlewareStack.add(
    () => async () => {
      const reasons = rest.shift();
      if (!reasons) return { response: {}, output: { $metadata: {} } };
      const CancellationReasons = reasons.map((Code) => ({ Code }));
      throw new TransactionCanceledException({ $metadata: {}, message: 'cancelled', CancellationReasons });
    },
    { step: 'initialize', priority: 'high' },
  );
  return client;
};

const run = async (...calls: readonly (readonly string[])[]) => {
  const pauses: number[] = [];
  const pause = async (attempt: number) => {
    pauses.push(attempt);
  };
  const outcome = await transact({ client: clientCancelledFor(...calls), pause }, [write, write]).catch(
    (error: unknown) => (error instanceof Error ? error.name : 'unknown'),
  );
  return { outcome, pauses };
};

const CONFLICT = ['None', 'TransactionConflict'];

describe('a transaction', () => {
  it('is tried again when another one was in the way', async () => {
    expect(await run(CONFLICT, CONFLICT)).toEqual({ outcome: { kind: 'written' }, pauses: [1, 2] });
  });

  it('is given up when one always is', async () => {
    expect(await run(CONFLICT, CONFLICT, CONFLICT, CONFLICT, CONFLICT)).toEqual({
      outcome: 'ContentionError',
      pauses: [1, 2, 3, 4],
    });
  });

  it('is given up as trouble of the table when that stays throttled', async () => {
    const throttled = ['ThrottlingError', 'None'];
    expect(await run(throttled, throttled, throttled, throttled, throttled)).toMatchObject({
      outcome: 'TransactionCanceledException',
    });
  });

  it('names the write whose condition failed', async () => {
    expect(await run(['TransactionConflict', 'ConditionalCheckFailed'])).toEqual({
      outcome: { kind: 'refused', failed: new Set([1]) },
      pauses: [],
    });
  });

  it('is not tried again when it can never pass', async () => {
    expect(await run(['ValidationError', 'None'])).toEqual({ outcome: 'TransactionCanceledException', pauses: [] });
  });
});
