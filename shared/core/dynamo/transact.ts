/** Several conditional writes as one. The SDK retries neither conflicts between transactions nor says whose condition failed. */

import {
  type DynamoDBClient,
  TransactionCanceledException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { ContentionError } from '../contention-error.ts';

type Deps = { readonly client: DynamoDBClient; readonly pause: (attempt: number) => Promise<void> };

export type Transaction =
  | { readonly kind: 'written' }
  /** `failed` holds the places of the writes whose condition did not hold. */
  | { readonly kind: 'refused'; readonly failed: ReadonlySet<number> };

const MAX_ATTEMPTS = 5;
const PASSING = new Set(['None', 'ConditionalCheckFailed', 'TransactionConflict', 'ThrottlingError']);

export const transact = async ({ client, pause }: Deps, writes: readonly TransactWriteItem[]): Promise<Transaction> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await client.send(new TransactWriteItemsCommand({ TransactItems: [...writes] }));
      return { kind: 'written' };
    } catch (error) {
      if (!(error instanceof TransactionCanceledException)) throw error;
      const codes = (error.CancellationReasons ?? []).map(({ Code: code }) => code ?? 'None');
      const failed = new Set([...codes.keys()].filter((place) => codes[place] === 'ConditionalCheckFailed'));
      if (failed.size > 0) return { kind: 'refused', failed };
      if (!codes.every((code) => PASSING.has(code))) throw error;
      if (attempt === MAX_ATTEMPTS) {
        throw codes.includes('ThrottlingError') ? error : new ContentionError(MAX_ATTEMPTS, error);
      }
      await pause(attempt);
    }
  }
};
