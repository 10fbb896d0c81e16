/** The border to the ledger's stream: DynamoDB's records become ledger changes. */

import * as z from 'zod';
import { contributionsSchema } from '../../shared/contract/contributions.ts';
import { type Attributes, fromAttributes } from '../../shared/contract/plain-attributes.ts';
import { isSequenceNumber, padSequenceNumber } from '../../shared/domain/sequence-number.ts';
import type { LedgerChange, UnreadableRecord } from '../../shared/flows/tally-contacts.ts';

/** All that is read of an image; the chat beside it is left as it is. */
const countedOf = ({ integrationId = {}, contributions = {} }: Attributes): Attributes => ({
  integrationId,
  contributions,
});

const image = z
  .custom<Attributes>((value) => typeof value === 'object' && value !== null)
  .transform((item, context) => {
    try {
      return fromAttributes(countedOf(item));
    } catch {
      context.addIssue({ code: 'custom' });
      return z.NEVER;
    }
  });

const sequenceNumberSchema = z.object({
  dynamodb: z.object({ SequenceNumber: z.string().refine(isSequenceNumber).transform(padSequenceNumber) }),
});

const ledgerImage = image.pipe(z.object({ integrationId: z.string().min(1), contributions: contributionsSchema }));
const changeSchema = z.discriminatedUnion('eventName', [
  z.object({ eventName: z.literal('INSERT'), dynamodb: z.object({ NewImage: ledgerImage }) }),
  // Without its old image a change would count as a new chat.
  z.object({ eventName: z.literal('MODIFY'), dynamodb: z.object({ NewImage: ledgerImage, OldImage: ledgerImage }) }),
]);

/** Erasing never uncounts: removals are dropped, here as in the mapping's filter. */
export const toStreamRecords = (records: readonly unknown[]): readonly (LedgerChange | UnreadableRecord)[] =>
  records.filter((record) => !removalSchema.safeParse(record).success).map(toChange);

const removalSchema = z.object({ eventName: z.literal('REMOVE') });

const toChange = (record: unknown): LedgerChange | UnreadableRecord => {
  const number = sequenceNumberSchema.safeParse(record);
  if (!number.success) return { kind: 'unreadable', sequenceNumber: 'unknown' };
  const sequenceNumber = number.data.dynamodb.SequenceNumber;
  const change = changeSchema.safeParse(record);
  if (!change.success) return { kind: 'unreadable', sequenceNumber };
  const { NewImage: after } = change.data.dynamodb;
  const before = change.data.eventName === 'MODIFY' ? change.data.dynamodb.OldImage.contributions : [];
  return { kind: 'change', sequenceNumber, integrationId: after.integrationId, after: after.contributions, before };
};
