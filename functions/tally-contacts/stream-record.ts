/** The border to the ledger's stream: DynamoDB's records become ledger changes. */

import * as z from 'zod';
import { type Attributes, fromAttributes } from '../../shared/core/plain-attributes.ts';
import { isSequenceNumber, padSequenceNumber } from '../../shared/counting/sequence-number.ts';
import { contributionsSchema } from '../../shared/counting/stored-contributions.ts';
import type { LedgerChange, UnreadableRecord } from '../../shared/counting/tally-contacts.ts';

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

const sequenceNumber = z.string().refine(isSequenceNumber).transform(padSequenceNumber);
/** Lambda hands it on in seconds, always; what has none is taken for later than any recount, and counts. */
const instant = z
  .number()
  .default(Number.POSITIVE_INFINITY)
  .transform((seconds) => seconds * 1_000);
const ledgerImage = image.pipe(z.object({ integrationId: z.string().min(1), contributions: contributionsSchema }));

const dated = { SequenceNumber: sequenceNumber, ApproximateCreationDateTime: instant };

const recordSchema = z.discriminatedUnion('eventName', [
  z.object({
    eventName: z.literal('INSERT'),
    dynamodb: z.object({ ...dated, NewImage: ledgerImage }),
  }),
  // Without its old image a change would count as a new chat.
  z.object({
    eventName: z.literal('MODIFY'),
    dynamodb: z.object({ ...dated, NewImage: ledgerImage, OldImage: ledgerImage }),
  }),
  z.object({ eventName: z.literal('REMOVE') }),
]);

/** What can be told of any record. */
const numberedSchema = z.object({ dynamodb: z.object({ SequenceNumber: sequenceNumber }) });

/** Erasing never uncounts: removals are dropped, here as in the mapping's filter. */
export const toStreamRecords = (records: readonly unknown[]): readonly (LedgerChange | UnreadableRecord)[] =>
  records.flatMap((record) => toStreamRecord(record) ?? []);

const toStreamRecord = (record: unknown): LedgerChange | UnreadableRecord | undefined => {
  const parsed = recordSchema.safeParse(record);
  if (!parsed.success) return { kind: 'unreadable', sequenceNumber: sequenceNumberOf(record) };
  if (parsed.data.eventName === 'REMOVE') return undefined;
  const { SequenceNumber, ApproximateCreationDateTime: writtenAt, NewImage } = parsed.data.dynamodb;
  const { integrationId, contributions: after } = NewImage;
  const before = parsed.data.eventName === 'MODIFY' ? parsed.data.dynamodb.OldImage.contributions : [];
  return { kind: 'change', sequenceNumber: SequenceNumber, writtenAt, integrationId, before, after };
};

const sequenceNumberOf = (record: unknown): string => {
  const numbered = numberedSchema.safeParse(record);
  return numbered.success ? numbered.data.dynamodb.SequenceNumber : 'unknown';
};
