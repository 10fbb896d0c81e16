/** The first start's demonstration: sends a day over HTTP, waits until it is counted, and shows it. */

import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { hourAfter } from '../shared/core/hour.ts';
import { formatCounts } from './count-table.ts';
import { type AppOfTheDay, tellHeartbeats } from './dead-app.ts';
import { contactsInPlace, type Expected, expectCounts, isCounted } from './expected-counts.ts';
import { readMarker, writeMarker } from './marker.ts';
import { type Output, type Progress, showProgress } from './progress.ts';
import { generateSampleDay, lastFullDay, toRequests } from './sample-day.ts';
import { type Pause, sendAll, type Target } from './send.ts';
import { readCounts, type StoredCount } from './stored-counts.ts';

export type SampleOptions = {
  /** Remembers there which day was sent. */
  readonly dataDir: string;
  /** Where the events go, and where their counts are read. */
  readonly target: Target & { readonly integrationId: string };
  readonly counts: { readonly client: DynamoDBClient; readonly table: string };
  /** Tells which hours can be believed; without it, all are shown as they were counted. */
  readonly app?: AppOfTheDay;
  readonly isEmpty: boolean;
  /** Of the whole day; some two thousand when absent. */
  readonly chats?: number;
  readonly output: Output;
  /** Aborted, the rest of the day waits for the next start. */
  readonly signal: AbortSignal;
  /** Returns early when the signal says that there is no point any more. */
  readonly pause: Pause;
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

const sendAndShow = async (options: SampleOptions, day: string): Promise<void> => {
  const { dataDir, target, app, chats, output, signal, pause } = options;
  const events = generateSampleDay(day, chats);
  const expected = expectCounts(events, Date.now());
  output.write(`A sample day, ${day}: ${events.length} deliveries of ${expected.endedChats} ended chats.\n`);

  const sending = showProgress('sent   ', events.length, output);
  await sendAll({ target, signal, pause, onSent: sending.update }, toRequests(events));
  sending.end();

  const counting = showProgress('counted', expected.endedChats, output);
  const stored = await waitUntilCounted(options, expected, counting);
  counting.end();
  if (signal.aborted) return;

  const isExact = isCounted(expected, stored);
  const unknown = app
    ? await tellHeartbeats(app, { integrationId: target.integrationId, day, pause })
    : new Set<string>();
  const sum = stored.reduce((total, { contacts }) => total + contacts, 0);
  output.write(
    `\nContacts of ${day} per source queue\n\n${formatCounts(
      stored.filter(({ contacts }) => contacts !== 0),
      hoursOf(day),
      unknown,
    )}\n\n${unknown.size === 0 ? '' : WHY_UNKNOWN}`,
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

const WHY_UNKNOWN =
  '? The app was dead, or has not yet spoken for the hour: chats may be missing, and a zero would be a lie. The other\n' +
  'hours came late and were announced as corrections. npm run ops:counts shows the same.\n';

/** The sample's chats all end within its day. */
const hoursOf = (day: string): readonly string[] =>
  Array.from({ length: 24 }, (_, hour) => `${day}T${`${hour}`.padStart(2, '0')}:00:00Z`);

const POLL_EVERY_MS = 250;
const STALLED_AFTER_MS = 60_000;

/** Until each count is as expected, or nothing has moved for a minute. */
const waitUntilCounted = async (
  { target: { integrationId }, counts: { client, table }, signal, pause }: SampleOptions,
  expected: Expected,
  progress: Progress,
): Promise<readonly StoredCount[]> => {
  const hours = expected.counts.map(({ hour }) => hour).sort();
  const range = { integrationId, from: hours[0] ?? '', to: hourAfter(hours.at(-1) ?? '') };
  let stored: readonly StoredCount[] = [];
  let lastSeen = '';
  let movedAt = Date.now();
  while (!signal.aborted && Date.now() - movedAt < STALLED_AFTER_MS) {
    stored = await readCounts(client, table, range);
    progress.update(contactsInPlace(expected, stored));
    if (isCounted(expected, stored)) break;
    const seen = JSON.stringify(stored);
    if (seen !== lastSeen) movedAt = Date.now();
    lastSeen = seen;
    await pause(POLL_EVERY_MS);
  }
  return stored;
};
