/** The iterator age of the stream poller: how old the oldest record is that was not yet accepted. */

import type { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import { checkpointsFile, openCheckpoints } from './checkpoints.ts';
import { createShardReader } from './shard-reader.ts';
import { listShards, readableShards } from './shards.ts';

export type StreamLagOptions = {
  readonly client: DynamoDBStreamsClient;
  readonly streamArn: string;
  /** Of the poller: its checkpoints are read anew at each call. */
  readonly dataDir: string;
};

const NEVER = new AbortController().signal;

/** 0 when everything was accepted. */
export const readStreamLagMs = async ({ client, streamArn, dataDir }: StreamLagOptions): Promise<number> => {
  const checkpoints = openCheckpoints(checkpointsFile(dataDir), streamArn);
  const lags = readableShards(await listShards(client, streamArn), checkpoints).map(async ({ shardId }) => {
    const reader = createShardReader({ client, streamArn, shardId, batchSize: 1, batchingWindowMs: 0, signal: NEVER });
    reader.moveTo(checkpoints.get(shardId)?.sequenceNumber);
    const [oldest] = (await reader.next()).records;
    const createdAt = oldest?.dynamodb?.ApproximateCreationDateTime?.getTime();
    return createdAt === undefined ? 0 : Date.now() - createdAt;
  });
  return Math.max(0, ...(await Promise.all(lags)));
};
