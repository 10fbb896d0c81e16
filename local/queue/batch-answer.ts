import * as z from 'zod';

const answerSchema = z
  .object({ batchItemFailures: z.array(z.object({ itemIdentifier: z.string().min(1) })).nullish() })
  .nullish();

/**
 * Which messages a partial batch answer leaves in the queue. Lambda's rule: no list or an empty one is a success; a
 * list that names nothing, or a message that is not of the batch, fails the whole batch.
 */
export const failedMessages = (result: unknown, messageIds: ReadonlySet<string>): ReadonlySet<string> | 'all' => {
  const parsed = answerSchema.safeParse(result);
  if (!parsed.success) return 'all';
  const failed = new Set(parsed.data?.batchItemFailures?.map(({ itemIdentifier }) => itemIdentifier));
  return [...failed].every((id) => messageIds.has(id)) ? failed : 'all';
};
