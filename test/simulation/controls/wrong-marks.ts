/** Tallies that would be so much simpler. */

import * as z from 'zod';
import type { CountStore } from '../../../shared/counting/contact-counts.port.ts';
import { type Design, product, tallyInto } from '../design.ts';

/** Without a memory, which would hide what they do while it is warm. */
export const withCounts = (change: (counts: CountStore) => CountStore): Design => ({
  ...product,
  tallyContacts: (ports) => tallyInto(change(ports.counts), ports),
});

const eventSchema = z.looseObject({
  Records: z.array(z.looseObject({ dynamodb: z.looseObject({ SequenceNumber: z.string() }) })).optional(),
});

/** Sequence numbers beyond 2^53 that differ in their last digits are one number. */
export const markComparedAsNumber: Design = {
  ...product,
  tallyContacts: (ports) => {
    const handle = product.tallyContacts(ports);
    return (event) => {
      const { Records: records, ...rest } = eventSchema.parse(event);
      return handle({ ...rest, ...(records && { Records: records.map(rounded) }) });
    };
  },
};

const rounded = <R extends { readonly dynamodb: { readonly SequenceNumber: string } }>(record: R): R => {
  const { SequenceNumber: number } = record.dynamodb;
  const isNumber = /^\d+$/.test(number);
  return {
    ...record,
    dynamodb: { ...record.dynamodb, SequenceNumber: isNumber ? `${BigInt(Number(number))}` : number },
  };
};
