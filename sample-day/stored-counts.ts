/** The contact counts of a range, with the two numbers that the sample day shows. */

import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createReadCounts } from '../shared/counting/count-range.dynamo.ts';
import type { HourRange } from '../shared/counting/count-range.port.ts';

export type StoredCount = {
  readonly hour: string;
  readonly queue: string;
  readonly contacts: number;
  readonly arrivals: number;
};

export const readCounts = async (
  client: DynamoDBClient,
  table: string,
  range: HourRange,
): Promise<readonly StoredCount[]> => {
  const { counts } = await createReadCounts({ client, table })(range);
  return counts.map(({ hour, queue, measures: { contacts = 0, arrivals = 0 } }) => ({
    hour,
    queue,
    contacts,
    arrivals,
  }));
};
