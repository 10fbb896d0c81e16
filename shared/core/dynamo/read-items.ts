/** Items by their keys, 100 a call. */

import { type AttributeValue, BatchGetItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Key } from './keys.ts';
import type { Projection } from './projection.ts';

type Deps = {
  readonly client: DynamoDBClient;
  readonly table: string;
  readonly pause: (attempt: number) => Promise<void>;
  /** Strong unless told otherwise. */
  readonly consistency?: 'strong' | 'eventual';
  /** All of them unless told otherwise. */
  readonly attributes?: Projection;
};

const READ_LIMIT = 100;
const MAX_ROUNDS = 4;

/** In any order; keys without an item are left out. */
export const readItems = async (
  deps: Deps,
  keys: readonly Key[],
): Promise<readonly Record<string, AttributeValue>[]> => {
  const { items, unprocessed } = await readSome(deps, keys);
  if (unprocessed.length > 0) throw new UnprocessedKeysError(unprocessed.length);
  return items;
};

type Found = { readonly items: readonly Record<string, AttributeValue>[]; readonly unprocessed: readonly Key[] };

/** The same; keys that a busy partition did not answer for are told. */
export const readSome = async (
  { client, table, pause, consistency = 'strong', attributes = {} }: Deps,
  keys: readonly Key[],
): Promise<Found> => {
  const found: Record<string, AttributeValue>[] = [];
  let rest = [...keys];
  for (let round = 0; rest.length > 0; ) {
    const { Responses: responses, UnprocessedKeys: unprocessed } = await client.send(
      new BatchGetItemCommand({
        RequestItems: {
          [table]: { Keys: rest.slice(0, READ_LIMIT), ConsistentRead: consistency === 'strong', ...attributes },
        },
      }),
    );
    found.push(...(responses?.[table] ?? []));
    const again = unprocessed?.[table]?.Keys ?? [];
    if (again.length > 0) {
      round += 1;
      if (round === MAX_ROUNDS) return { items: found, unprocessed: [...again, ...rest.slice(READ_LIMIT)] };
      await pause(round);
    }
    rest = [...again, ...rest.slice(READ_LIMIT)];
  }
  return { items: found, unprocessed: [] };
};

/** Some keys stayed unprocessed in every round: the table is throttled. */
export class UnprocessedKeysError extends Error {
  override readonly name = 'UnprocessedKeysError';
  readonly keys: number;
  constructor(keys: number) {
    super(`DynamoDB left ${keys} keys unprocessed in every attempt. The table is throttled; try again later.`);
    this.keys = keys;
  }
}
