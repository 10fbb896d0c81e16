import * as z from 'zod';
import type { Log } from '../../shared/core/lambda/log.ts';
import type { StreamBatch, TallyContacts } from '../../shared/counting/tally-contacts.ts';
import { METRICS } from '../../shared/names.ts';
import { toStreamRecords } from './stream-record.ts';

type Deps = { readonly tallyContacts: TallyContacts; readonly log: Log };

/** It becomes the name of an attribute, in the text of a statement. */
const shardIdSchema = z.string().regex(/^[\w.-]+$/);

/** `@types/aws-lambda` has no tumbling-window event for DynamoDB. The final invocation of a window may have no records. */
const eventSchema = z.object({ Records: z.array(z.unknown()).optional(), shardId: shardIdSchema.optional() });

/** With a tumbling window every answer must hold a state; ours is empty, for the window only brings us the shard's name. */
const DONE = { state: {}, batchItemFailures: [] } as const;

/** Without the shard's name no mark can be kept: the event source mapping has lost its tumbling window. */
export class ShardUnknownError extends Error {
  override readonly name = 'ShardUnknownError';
  constructor() {
    super('The event names no shard. Set a tumbling window on the event source mapping; nothing was counted.');
  }
}

export const createHandler =
  ({ tallyContacts, log }: Deps) =>
  async (event: unknown): Promise<typeof DONE> => {
    const batch = parseBatch(event);
    if (!batch) return DONE;
    const { changes, countsWritten, setAside } = await tallyContacts(batch);
    log.outcome(
      'tallied',
      { shardId: batch.shardId, countsWritten },
      { [METRICS.recordsTallied]: changes, [METRICS.recordsSetAside]: setAside },
    );
    return DONE;
  };

const parseBatch = (event: unknown): StreamBatch | undefined => {
  const { Records: records = [], shardId } = eventSchema.parse(event);
  if (records.length === 0) return undefined;
  if (shardId === undefined) throw new ShardUnknownError();
  return { shardId, records: toStreamRecords(records) };
};
