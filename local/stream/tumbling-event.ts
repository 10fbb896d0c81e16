/** Stream records as Lambda's event source mapping with a tumbling window hands them to a function. */

import type { _Record } from '@aws-sdk/client-dynamodb-streams';
import * as z from 'zod';
import { REGION } from '../engines/local-account.ts';

/** Instants in milliseconds since the epoch; the end is not part of the window. */
export type TumblingWindow = { readonly start: number; readonly end: number };

export type WindowState = Readonly<Record<string, unknown>>;

export type Invocation = {
  readonly streamArn: string;
  readonly shardId: string;
  readonly records: readonly _Record[];
  readonly window: TumblingWindow;
  readonly state: WindowState;
  readonly isFinal: boolean;
};

export const windowOf = (record: _Record, windowMs: number): TumblingWindow => {
  const createdAt = record.dynamodb?.ApproximateCreationDateTime?.getTime() ?? 0;
  const start = Math.floor(createdAt / windowMs) * windowMs;
  return { start, end: start + windowMs };
};

export const toTumblingEvent = ({ streamArn, shardId, records, window, state, isFinal }: Invocation) => ({
  Records: records.map((record) => toEventRecord(record, streamArn)),
  window: { start: toSeconds(window.start), end: toSeconds(window.end) },
  state,
  shardId,
  eventSourceARN: streamArn,
  isFinalInvokeForWindow: isFinal,
  // A window ends early only when its state outgrows a megabyte.
  isWindowTerminatedEarly: false,
});

/** `2026-11-22T09:00:00Z` */
const toSeconds = (instant: number): string => `${new Date(instant).toISOString().slice(0, 19)}Z`;

const toEventRecord = (record: _Record, streamArn: string) => {
  const { ApproximateCreationDateTime: createdAt, ...rest } = record.dynamodb ?? {};
  return {
    eventID: record.eventID,
    eventName: record.eventName,
    eventVersion: record.eventVersion,
    eventSource: 'aws:dynamodb',
    // The embedded engine names itself here.
    awsRegion: REGION,
    // The SDK makes a Date of what Lambda hands on as seconds.
    dynamodb: { ApproximateCreationDateTime: Math.floor((createdAt?.getTime() ?? 0) / 1_000), ...rest },
    eventSourceARN: streamArn,
  };
};

const answerSchema = z.object({
  state: z.record(z.string(), z.unknown()),
  batchItemFailures: z.array(z.object({ itemIdentifier: z.string() })).nullish(),
});

export type TumblingAnswer =
  /** `accepted` records from the first on; fewer than all when the function named one that failed. */
  { readonly ok: true; readonly state: WindowState; readonly accepted: number } | { readonly ok: false };

/** With a window, an answer without a state is a failure. A failed record is retried, and all that follow it. */
export const readTumblingAnswer = (result: unknown, records: readonly _Record[]): TumblingAnswer => {
  const parsed = answerSchema.safeParse(result);
  if (!parsed.success) return { ok: false };
  const positions = (parsed.data.batchItemFailures ?? []).map(({ itemIdentifier }) =>
    records.findIndex((record) => record.dynamodb?.SequenceNumber === itemIdentifier),
  );
  if (positions.includes(-1)) return { ok: false };
  return { ok: true, state: parsed.data.state, accepted: Math.min(records.length, ...positions) };
};
