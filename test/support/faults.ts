/** Failures that the embedded engine does not produce by itself, put between the SDK's retries and the network. */

import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';

export type Fault =
  /** The store has done it, and says that it failed. */
  | 'commits_then_500'
  /** The store has done it, and the connection breaks before the answer. */
  | 'commits_then_resets'
  /** The connection breaks before the store has seen the request. */
  | 'resets'
  /** A batch is answered, and each of its parts was throttled; other calls go through. */
  | 'throttles_each_part';

export type Attempt = {
  readonly command: string;
  /** Counts the calls of this client, from 1; the SDK's further attempts of one call have the same number. */
  readonly call: number;
  /** Counts the SDK's attempts of one call, from 1. */
  readonly attempt: number;
};

export type FaultPlan = (attempt: Attempt) => Fault | undefined;

export const planFaults = (client: DynamoDBClient, plan: FaultPlan): { readonly calls: () => readonly string[] } => {
  const calls: string[] = [];
  const attempts = new Map<object, { readonly call: number; attempt: number }>();
  client.middlewareStack.add(
    (next, context) => async (args) => {
      const command = context.commandName ?? '';
      const known = attempts.get(args.input) ?? { call: calls.push(command), attempt: 0 };
      known.attempt += 1;
      attempts.set(args.input, known);
      const fault = plan({ command, ...known });
      if (fault === undefined) return next(args);
      if (fault === 'throttles_each_part') {
        const output = throttledParts(command, args.input);
        return output ? { response: undefined, output: { $metadata: {}, ...output } } : next(args);
      }
      if (fault !== 'resets') await next(args);
      throw fault === 'commits_then_500' ? internalServerError() : resetError();
    },
    { step: 'finalizeRequest', name: 'faults', priority: 'low', override: true },
  );
  return { calls: () => calls };
};

/** In the shape in which the SDK's own layers throw them. */
const internalServerError = () =>
  Object.assign(new Error('Injected'), {
    name: 'InternalServerError',
    $fault: 'server',
    $metadata: { httpStatusCode: 500 },
  });

const resetError = () => Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });

const throttledParts = (command: string, input: object) => {
  switch (command) {
    case 'BatchExecuteStatementCommand': {
      const statements: unknown = Reflect.get(input, 'Statements');
      const count = Array.isArray(statements) ? statements.length : 0;
      return { Responses: Array.from({ length: count }, () => ({ Error: { Code: 'ThrottlingError' } })) };
    }
    case 'BatchGetItemCommand':
      return { Responses: {}, UnprocessedKeys: Reflect.get(input, 'RequestItems') };
    default:
      return undefined;
  }
};
