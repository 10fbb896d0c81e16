import * as z from 'zod';

/** infra/ sets exactly these: a missing one is a compile error there. */
export const environmentSchema = z.object({
  CONTACT_COUNTS_TABLE: z.string().min(1),
  /** Claims, holes, and what the monitor knows; never a secret. */
  INTEGRATIONS_TABLE: z.string().min(1),
});

export type ReadCountsEnvironment = Readonly<Record<keyof z.output<typeof environmentSchema>, string>>;
