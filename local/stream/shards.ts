import { DescribeStreamCommand, type DynamoDBStreamsClient, type Shard } from '@aws-sdk/client-dynamodb-streams';
import type { Checkpoints } from './checkpoints.ts';

export type KnownShard = { readonly shardId: string; readonly parentShardId?: string };

/** All shards of a stream, page by page. */
export const listShards = async (client: DynamoDBStreamsClient, streamArn: string): Promise<readonly KnownShard[]> => {
  const shards: KnownShard[] = [];
  let after: string | undefined;
  do {
    const { StreamDescription } = await client.send(
      new DescribeStreamCommand({ StreamArn: streamArn, ...(after !== undefined && { ExclusiveStartShardId: after }) }),
    );
    shards.push(...(StreamDescription?.Shards ?? []).flatMap(toKnown));
    after = StreamDescription?.LastEvaluatedShardId;
  } while (after !== undefined);
  return shards;
};

const toKnown = ({ ShardId: shardId, ParentShardId: parentShardId }: Shard): readonly KnownShard[] =>
  shardId === undefined ? [] : [{ shardId, ...(parentShardId !== undefined && { parentShardId }) }];

/** The shards that may be read now: a child waits until all of its parent was accepted, else its chats would overtake. */
export const readableShards = (shards: readonly KnownShard[], checkpoints: Checkpoints): readonly KnownShard[] => {
  const unfinished = new Set(
    shards.flatMap(({ shardId }) => (checkpoints.get(shardId)?.isFinished === true ? [] : [shardId])),
  );
  return shards.filter(
    ({ shardId, parentShardId }) =>
      unfinished.has(shardId) && (parentShardId === undefined || !unfinished.has(parentShardId)),
  );
};
