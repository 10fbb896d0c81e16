/**
 * Delivers one shard, in order: a batch is delivered only after every earlier record was accepted, however often that
 * must be tried. The tally's exactness rests on it.
 */

import type { _Record, DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import type { Invoke } from '../functions/function-host.ts';
import { pause } from '../pause.ts';
import type { Checkpoints } from './checkpoints.ts';
import { createShardReader } from './shard-reader.ts';
import {
  readTumblingAnswer,
  type TumblingWindow,
  toTumblingEvent,
  type WindowState,
  windowOf,
} from './tumbling-event.ts';

export type ShardPollerOptions = {
  readonly client: DynamoDBStreamsClient;
  readonly streamArn: string;
  readonly shardId: string;
  readonly invoke: Invoke;
  readonly checkpoints: Checkpoints;
  readonly batchSize: number;
  readonly batchingWindowMs: number;
  readonly tumblingWindowMs: number;
  /** Records of other kinds are passed over. */
  readonly eventNames: readonly string[];
  readonly signal: AbortSignal;
  readonly report: (line: string) => void;
};

const IDLE_PAUSE_MS = 100;
const FIRST_BACKOFF_MS = 100;
const MAX_BACKOFF_MS = 10_000;

/** Ends when the shard has ended and all of it was accepted, or at the signal. */
export const pollShard = async (options: ShardPollerOptions): Promise<void> => {
  const { shardId, checkpoints, signal, report } = options;
  const reader = createShardReader(options);
  const delivery = createDelivery(options);
  reader.moveTo(checkpoints.get(shardId)?.sequenceNumber);
  while (!signal.aborted) {
    try {
      const { records, isShardEnd } = await reader.next();
      await delivery.accept(records);
      if (signal.aborted) return;
      if (isShardEnd) return await delivery.finish();
      if (records.length === 0) {
        await delivery.closeWindowBefore(Date.now());
        await pause(IDLE_PAUSE_MS, signal);
      }
    } catch (error) {
      // An expired iterator, an engine that is being started again: from the last accepted record on.
      report(`The stream is read again: ${error instanceof Error ? error.name : 'unknown error'}`);
      reader.moveTo(checkpoints.get(shardId)?.sequenceNumber);
      await pause(FIRST_BACKOFF_MS, signal);
    }
  }
};

type Delivery = {
  /** Returns early only at the signal. */
  accept(records: readonly _Record[]): Promise<void>;
  closeWindowBefore(now: number): Promise<void>;
  finish(): Promise<void>;
};

type OpenWindow = { readonly window: TumblingWindow; readonly state: WindowState };

const createDelivery = (options: ShardPollerOptions): Delivery => {
  const { shardId, checkpoints, tumblingWindowMs, eventNames, signal } = options;
  let open: OpenWindow | undefined;

  const closeWindow = async (): Promise<void> => {
    if (!open) return;
    await invokeUntilAccepted(options, { ...open, records: [], isFinal: true });
    open = undefined;
  };

  const acceptInWindow = async (window: TumblingWindow, records: readonly _Record[]): Promise<void> => {
    if (open && open.window.start < window.start) await closeWindow();
    if (signal.aborted) return;
    const wanted = records.filter(({ eventName }) => eventName !== undefined && eventNames.includes(eventName));
    if (wanted.length > 0) {
      const state = await invokeUntilAccepted(options, { window, state: {}, ...open, records: wanted, isFinal: false });
      if (state === undefined) return;
      open = { window: open?.window ?? window, state };
    }
    const sequenceNumber = records.at(-1)?.dynamodb?.SequenceNumber;
    if (sequenceNumber !== undefined) checkpoints.set(shardId, { sequenceNumber, isFinished: false });
  };

  return {
    accept: async (records) => {
      for (const { window, run } of runsOf(records, tumblingWindowMs)) {
        await acceptInWindow(window, run);
        if (signal.aborted) return;
      }
    },
    closeWindowBefore: async (now) => {
      if (open && open.window.end <= now) await closeWindow();
    },
    finish: async () => {
      await closeWindow();
      if (!signal.aborted) checkpoints.set(shardId, { ...checkpoints.get(shardId), isFinished: true });
    },
  };
};

type Run = { readonly window: TumblingWindow; readonly run: _Record[] };

/** Neighbours of one window. Clocks that step back do not open an old window again. */
const runsOf = (records: readonly _Record[], windowMs: number): readonly Run[] => {
  const runs: Run[] = [];
  for (const record of records) {
    const window = windowOf(record, windowMs);
    const last = runs.at(-1);
    if (last && window.start <= last.window.start) last.run.push(record);
    else runs.push({ window, run: [record] });
  }
  return runs;
};

type Delivered = {
  readonly window: TumblingWindow;
  readonly state: WindowState;
  readonly records: readonly _Record[];
  readonly isFinal: boolean;
};

/** The function's new state, or `undefined` when the signal came first. */
const invokeUntilAccepted = async (
  options: ShardPollerOptions,
  delivered: Delivered,
): Promise<WindowState | undefined> => {
  const { streamArn, shardId, invoke, checkpoints, signal, report } = options;
  let { records, state } = delivered;
  let backoffMs = FIRST_BACKOFF_MS;
  while (true) {
    const event = toTumblingEvent({ ...delivered, streamArn, shardId, records, state });
    const result = await invoke(event).catch((error: unknown) => {
      report(error instanceof Error ? error.message : 'A function failed.');
    });
    const answer = readTumblingAnswer(result, records);
    if (answer.ok) {
      state = answer.state;
      if (answer.accepted === records.length) return state;
      const sequenceNumber = records[answer.accepted - 1]?.dynamodb?.SequenceNumber;
      if (sequenceNumber !== undefined) {
        checkpoints.set(shardId, { sequenceNumber, isFinished: false });
        backoffMs = FIRST_BACKOFF_MS;
      }
      records = records.slice(answer.accepted);
    }
    if (signal.aborted) return undefined;
    await pause(backoffMs, signal);
    if (signal.aborted) return undefined;
    backoffMs = Math.min(2 * backoffMs, MAX_BACKOFF_MS);
  }
};
