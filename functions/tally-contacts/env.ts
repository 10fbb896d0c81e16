import * as z from 'zod';

/** infra/ sets exactly these: a missing one is a compile error there. */
export const environmentSchema = z.object({
  CONTACT_COUNTS_TABLE: z.string().min(1),
  /** Where ledger changes go that can never be counted. */
  REPAIR_QUEUE_URL: z.url(),
  /** RFC 3339: everything was recounted, and the ledger is in all counts until then. Empty: never was. */
  RECOUNTED_UNTIL: z.union([z.literal(''), z.iso.datetime()]).default(''),
});

export type TallyContactsEnvironment = Readonly<Record<keyof z.output<typeof environmentSchema>, string>>;
