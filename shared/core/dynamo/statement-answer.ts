/** What DynamoDB answers to one statement of a batch. */

import type { BatchStatementResponse } from '@aws-sdk/client-dynamodb';

/**
 * Why a statement did not happen: one of the `expected` codes, or `passing` when it may work a moment later or nobody
 * knows whether it did. `undefined` when it happened. Throws on what concerns every statement and no repetition cures.
 */
export const failureOf = <Code extends string>(
  answer: BatchStatementResponse | undefined,
  expected: readonly Code[],
): Code | 'passing' | undefined => {
  if (!answer) return 'passing';
  if (!answer.Error) return undefined;
  const code = answer.Error.Code;
  if (code === 'AccessDenied' || code === 'ResourceNotFound') throw new StatementFailedError(code);
  return expected.find((one) => one === code) ?? 'passing';
};

/** The statements come again until somebody mends the role or the table. */
export class StatementFailedError extends Error {
  override readonly name = 'StatementFailedError';
  readonly code: string;
  constructor(code: string) {
    super(`DynamoDB answered ${code} to a statement. Look at the function's role and at its table.`);
    this.code = code;
  }
}
