/** The counts of the running system beside what must be counted. */

import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { localClient } from '../../../local/engines/local-account.ts';
import { pause } from '../../../local/pause.ts';
import { readCounts, type StoredCount } from '../../../sample-day/stored-counts.ts';
import type { TerminalEvent } from '../../../shared/counting/terminal-event.ts';
import { countSlowly } from '../../support/slow-reference.ts';
import type { LocalTarget } from './local-target.ts';

const POLL_EVERY_MS = 250;

type Expected = {
  readonly target: LocalTarget;
  readonly integrationId: string;
  readonly ends: readonly TerminalEvent[];
  /** Gives up when nothing has moved for so long. */
  readonly stalledAfterMs: number;
};

type Comparison = { readonly stored: readonly StoredCount[]; readonly differences: readonly string[] };

/** Until the counts are as they must be, or nothing moves any more. */
export const waitUntilCounted = async (
  { target: { dynamodbEndpoint, tables }, integrationId, ends, stalledAfterMs }: Expected,
  onProgress: (contacts: number) => void,
): Promise<Comparison> => {
  const client = new DynamoDBClient(localClient(dynamodbEndpoint));
  const truth = truthOf(integrationId, ends);
  let comparison: Comparison = { stored: [], differences: [] };
  let movedAt = Date.now();
  while (Date.now() - movedAt < stalledAfterMs) {
    const stored = await readCounts(client, tables.ContactCounts, { integrationId, from: '2', to: '3' });
    if (JSON.stringify(stored) !== JSON.stringify(comparison.stored)) movedAt = Date.now();
    comparison = { stored, differences: differencesOf(truth, stored) };
    onProgress(stored.reduce((sum, { contacts }) => sum + contacts, 0));
    if (comparison.differences.length === 0) break;
    await pause(POLL_EVERY_MS);
  }
  client.destroy();
  return comparison;
};

/** `hour queue` → contacts and arrivals, without the quarters. */
type Truth = ReadonlyMap<string, number>;

const truthOf = (integrationId: string, ends: readonly TerminalEvent[]): Truth => {
  const counts = countSlowly(ends.map((event) => ({ integrationId, event })));
  return new Map(
    Object.entries(counts).flatMap(([place, count]) =>
      / (?:contacts|arrivals)$/.test(place) ? [[place.slice(integrationId.length + 1), count] as const] : [],
    ),
  );
};

const differencesOf = (truth: Truth, stored: readonly StoredCount[]): readonly string[] => {
  const found = new Map<string, number>(
    stored.flatMap(({ hour, queue, contacts, arrivals }) => [
      [`${hour} ${queue} contacts`, contacts] as const,
      [`${hour} ${queue} arrivals`, arrivals] as const,
    ]),
  );
  return [...new Set([...truth.keys(), ...found.keys()])].sort().flatMap((place) => {
    const [counted, expected] = [found.get(place) ?? 0, truth.get(place) ?? 0];
    return counted === expected ? [] : [`${place}: ${counted} counted, ${expected} expected`];
  });
};
