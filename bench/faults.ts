/** Calls that fail although nothing is wrong with them: half of them before they are applied, half of them after. */

import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Random } from './random.ts';

/** Not retried by the SDK: the call has failed for good, and the message or the batch comes again. */
class InjectedFaultError extends Error {
  override readonly name = 'InjectedFaultError';
}

export const injectFaults = (client: DynamoDBClient, rate: number, { uniform }: Random): void => {
  client.middlewareStack.add(
    (next) => async (args) => {
      const draw = uniform();
      if (draw < rate / 2) throw new InjectedFaultError('Failed before it was applied.');
      const result = await next(args);
      if (draw < rate) throw new InjectedFaultError('Failed after it was applied.');
      return result;
    },
    { step: 'initialize', name: 'faults', priority: 'low', override: true },
  );
};
