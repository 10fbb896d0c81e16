/** The first start's demonstration: sends a day through the front door, waits until it is counted, and shows it. */

import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { countKey } from '../../shared/counting/contributions.ts';
import type { Connection } from '../connection-file.ts';
import { localClient } from '../engines/local-account.ts';
import { pause } from '../pause.ts';
import { formatCounts } from './count-table.ts';
import { type Expected, expectCounts } from './expected-counts.ts';
import { readMarker, writeMarker } from './marker.ts';
import { type Output, type Progress, showProgress } from './progress.ts';
import { generateSampleDay, lastFullDay, toRequests } from './sample-day.ts';
import { sendAll } from './send.ts';
import { readCounts, type StoredCount } from './stored-counts.ts';

export type SampleOptions = {
  readonly dataDir: string;
  readonly connection: Connection;
  readonly isEmpty: boolean;
  readonly output: Output;
  readonly signal: AbortSignal;
};

/** Sends the sample where none is complete yet; `--empty` at a first start means none, for good. */
export const runSampleDay = async (options: SampleOptions): Promise<void> => {
  const { dataDir, isEmpty, output } = options;
  const marker = readMarker(dataDir);
  if (isEmpty) {
    if (!marker) writeMarker(dataDir, { kind: 'none' });
    return;
  }
  if (marker && marker.kind !== 'begun') return;
  const day = marker?.day ?? lastFullDay(Date.now());
  writeMarker(dataDir, { kind: 'begun', day });
  if (marker) output.write('The sample day was cut off; sending it again. What is known is not counted twice.\n');
  await sendAndShow(options, day);
};

const sendAndShow = async ({ dataDir, connection, output, signal }: SampleOptions, day: string): Promise<void> => {
  const events = generateSampleDay(day);
  const expected = expectCounts(events, Date.now());
  output.write(`A sample day, ${day}: ${events.length} deliveries of ${expected.endedChats} ended chats.\n`);

  const sending = showProgress('sent   ', events.length, output);
  await sendAll(connection, toRequests(events), sending.update, signal);
  sending.end();

  const counting = showProgress('counted', expected.endedChats, output);
  const stored = await waitUntilCounted(connection, expected, counting, signal);
  counting.end();
  if (signal.aborted) return;

  const isExact = isCounted(expected, stored);
  const sum = stored.reduce((total, { contacts }) => total + contacts, 0);
  output.write(
    `\nContacts of ${day} per source queue\n\n${formatCounts(
      stored.filter(({ contacts }) => contacts !== 0),
      hoursOf(day),
    )}\n\n`,
  );
  output.write(
    `${sum} contacts counted, ${expected.endedChats} distinct chats ended: ${isExact ? 'equal.' : 'DIFFERENT.'}\n`,
  );
  if (isExact) writeMarker(dataDir, { kind: 'complete', day });
  else
    output.write(
      'Did somebody else send events of that day? Else functions.log may say why; the next start tries again.\n',
    );
};

/** The sample's chats all end within its day. */
const hoursOf = (day: string): readonly string[] =>
  Array.from({ length: 24 }, (_, hour) => `${day}T${`${hour}`.padStart(2, '0')}:00:00Z`);

const POLL_EVERY_MS = 250;
const STALLED_AFTER_MS = 60_000;

/** Until each count is as expected, or nothing has moved for a minute. */
const waitUntilCounted = async (
  { integrationId, dynamodbEndpoint, tables }: Connection,
  expected: Expected,
  progress: Progress,
  signal: AbortSignal,
): Promise<readonly StoredCount[]> => {
  const client = new DynamoDBClient(localClient(dynamodbEndpoint));
  const hours = expected.counts.map(({ hour }) => hour).sort();
  const range = { integrationId, from: hours[0] ?? '', to: hours.at(-1) ?? '' };
  let stored: readonly StoredCount[] = [];
  let lastSeen = '';
  let movedAt = Date.now();
  while (!signal.aborted && Date.now() - movedAt < STALLED_AFTER_MS) {
    stored = await readCounts(client, tables.ContactCounts, range);
    progress.update(stored.reduce((total, { contacts }) => total + contacts, 0));
    if (isCounted(expected, stored)) break;
    const seen = JSON.stringify(stored);
    if (seen !== lastSeen) movedAt = Date.now();
    lastSeen = seen;
    await pause(POLL_EVERY_MS, signal);
  }
  client.destroy();
  return stored;
};

/** A count that holds 0 after a move is as good as none. */
const isCounted = ({ counts }: Expected, stored: readonly StoredCount[]): boolean => {
  const open = new Map(stored.map((count) => [countKey(count), count]));
  for (const count of counts) {
    const found = open.get(countKey(count));
    open.delete(countKey(count));
    const { contacts = 0, arrivals = 0 } = count.measures;
    if ((found?.contacts ?? 0) !== contacts || (found?.arrivals ?? 0) !== arrivals) return false;
  }
  return [...open.values()].every(({ contacts, arrivals }) => contacts === 0 && arrivals === 0);
};
