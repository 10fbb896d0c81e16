/**
 * How far each shard was accepted. Kept with the stream's ARN: a checkpoint of another stream, beyond the end of this
 * one, would read nothing for ever.
 */

import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

export type Checkpoint = {
  /** The last record that was accepted; absent in a shard that ended without one. */
  readonly sequenceNumber?: string;
  /** The shard has ended, and all of it was accepted. */
  readonly isFinished: boolean;
};

export type Checkpoints = {
  get(shardId: string): Checkpoint | undefined;
  set(shardId: string, checkpoint: Checkpoint): void;
};

const fileSchema = z.object({
  streamArn: z.string(),
  shards: z.record(z.string(), z.object({ sequenceNumber: z.string().exactOptional(), isFinished: z.boolean() })),
});

export const checkpointsFile = (dataDir: string): string => join(dataDir, 'stream-checkpoints.json');

export const openCheckpoints = (file: string, streamArn: string): Checkpoints => {
  const shards = new Map(Object.entries(read(file, streamArn)));
  return {
    get: (shardId) => shards.get(shardId),
    set: (shardId, checkpoint) => {
      shards.set(shardId, checkpoint);
      // Renamed into place: who dies in between keeps the one before, and counts nothing twice thanks to the marks.
      writeFileSync(`${file}.new`, JSON.stringify({ streamArn, shards: Object.fromEntries(shards) }));
      renameSync(`${file}.new`, file);
    },
  };
};

/** Without a readable file the stream is read from its start: the marks in the counts drop what they know. */
const read = (file: string, streamArn: string): Readonly<Record<string, Checkpoint>> => {
  const parsed = fileSchema.safeParse(jsonOf(file));
  return parsed.success && parsed.data.streamArn === streamArn ? parsed.data.shards : {};
};

const jsonOf = (file: string): unknown => {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
};
