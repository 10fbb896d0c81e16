/** A DynamoDB client that never calls anybody: each command is answered by the test, as an engine cannot be made to. */

import { DynamoDBClient, type ServiceOutputTypes } from '@aws-sdk/client-dynamodb';
import { localClient } from '../../local/engines/local-account.ts';

/** An error is thrown, anything else is the answer. */
export type CannedAnswer = Omit<ServiceOutputTypes, '$metadata'> | Error;

export const createAnsweringClient = (...answers: readonly CannedAnswer[]) => {
  const inputs: object[] = [];
  const client = new DynamoDBClient(localClient('http://127.0.0.1:9'));
  const queue = [...answers];
  client.middlewareStack.add(
    () => async (call) => {
      // A copy: the SDK's paginators change theirs from page to page.
      inputs.push({ ...call.input });
      const answer = queue.shift();
      if (answer === undefined) throw new Error('The test has no more answers.');
      if (answer instanceof Error) throw answer;
      return { output: { $metadata: {}, ...answer }, response: {} };
    },
    { step: 'initialize', name: 'answer', priority: 'low' },
  );
  return { client, inputs };
};
