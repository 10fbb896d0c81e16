/** The event source mapping of a table's stream on this machine: every shard in its order, parents before children. */

import type { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import type { Invoke } from '../functions/function-host.ts';
import { pause } from '../pause.ts';
import { checkpointsFile, openCheckpoints } from './checkpoints.ts';
import { pollShard, type ShardPollerOptions } from './shard-poller.ts';
import { listShards, readableShards } from './shards.ts';

export type StreamPoller = {
  /** Reads no more and ends the batch it has begun; the rest waits behind the checkpoint. */
  close(): Promise<void>;
};

export type StreamPollerOptions = {
  readonly client: DynamoDBStreamsClient;
  readonly streamArn: string;
  readonly invoke: Invoke;
  /** Where the checkpoints are kept. */
  readonly dataDir: string;
  readonly batchSize: number;
  readonly batchingWindowMs: number;
  readonly tumblingWindowMs: number;
  readonly eventNames: readonly string[];
  readonly report: (line: string) => void;
};

/** How soon a new shard is noticed. */
const DISCOVER_EVERY_MS = 2_000;

export const startStreamPoller = (options: StreamPollerOptions): StreamPoller => {
  const checkpoints = openCheckpoints(checkpointsFile(options.dataDir), options.streamArn);
  const stopping = new AbortController();
  const running = discover({ ...options, checkpoints, signal: stopping.signal });
  return {
    close: async () => {
      stopping.abort();
      await running;
    },
  };
};

const discover = async (options: Omit<ShardPollerOptions, 'shardId'>): Promise<void> => {
  const { client, streamArn, checkpoints, signal } = options;
  const polled = new Map<string, Promise<void>>();
  while (!signal.aborted) {
    const shards = await listShards(client, streamArn).catch(() => []);
    for (const { shardId } of readableShards(shards, checkpoints)) {
      if (!polled.has(shardId)) polled.set(shardId, pollShard({ ...options, shardId }));
    }
    await pause(DISCOVER_EVERY_MS, signal);
  }
  await Promise.all(polled.values());
};
