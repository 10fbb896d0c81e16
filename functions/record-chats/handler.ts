import type { SQSBatchResponse } from 'aws-lambda';
import * as z from 'zod';
import type { Log } from '../../shared/core/lambda/log.ts';
import type { RecordChats } from '../../shared/intake/record-chats.ts';
import { METRICS } from '../../shared/names.ts';

type Deps = { readonly recordChats: RecordChats; readonly log: Log };

const eventSchema = z.object({
  Records: z.array(
    z.object({
      messageId: z.string().min(1),
      receiptHandle: z.string(),
      body: z.string(),
      attributes: z.object({ ApproximateReceiveCount: z.coerce.number().int().positive() }),
    }),
  ),
});

export const createHandler =
  ({ recordChats, log }: Deps) =>
  async (event: unknown): Promise<SQSBatchResponse> => {
    const { Records: records } = eventSchema.parse(event);
    const { failed, inserted, changed, unchanged, rejected, skipped } = await recordChats(
      records.map(({ attributes, ...record }) => ({ ...record, receiveCount: attributes.ApproximateReceiveCount })),
    );
    log.outcome(
      'recorded',
      { messages: records.length, failed: failed.length, unchanged },
      {
        [METRICS.chatsRecorded]: inserted + changed,
        [METRICS.messagesRejected]: rejected,
        [METRICS.eventsSkipped]: skipped,
      },
    );
    return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
  };
