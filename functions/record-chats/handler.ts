import type { SQSBatchResponse } from 'aws-lambda';
import * as z from 'zod';
import type { StartDeadline } from '../../shared/core/deadline.ts';
import type { Log } from '../../shared/core/lambda/log.ts';
import type { RecordChats } from '../../shared/intake/record-chats.ts';
import { METRICS } from '../../shared/names.ts';
import { RECORD_CHATS_TIMEOUT_SECONDS } from '../../shared/queues.ts';

type Deps = { readonly recordChats: RecordChats; readonly startDeadline: StartDeadline; readonly log: Log };

type Context = { readonly getRemainingTimeInMillis?: () => number };

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
  ({ recordChats, startDeadline, log }: Deps) =>
  async (event: unknown, context?: Context): Promise<SQSBatchResponse> => {
    const remainingMs = context?.getRemainingTimeInMillis?.() ?? RECORD_CHATS_TIMEOUT_SECONDS * 1_000;
    const deadline = startDeadline(remainingMs);
    const { Records: records } = eventSchema.parse(event);
    const { failed, inserted, changed, unchanged, rejected, skipped } = await recordChats(
      records.map(({ attributes, ...record }) => ({ ...record, receiveCount: attributes.ApproximateReceiveCount })),
      deadline,
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
