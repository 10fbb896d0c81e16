import { type DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import type { Instant } from '../instant.ts';
import { answerDate } from '../sdk/answer-date.ts';
import type { Key } from './keys.ts';

/** DynamoDB's own time, in whole seconds, as its streams tell it: asked with a key that nothing has. */
export const createStoreClock =
  ({ client, table, key }: { readonly client: DynamoDBClient; readonly table: string; readonly key: Key }) =>
  async (): Promise<Instant> => {
    const question = new GetItemCommand({ TableName: table, Key: key });
    let answeredAt = 0;
    question.middlewareStack.add(
      (next) => async (input) => {
        const answer = await next(input);
        answeredAt = answerDate(answer.response);
        return answer;
      },
      { step: 'deserialize' },
    );
    await client.send(question);
    return answeredAt;
  };
