import * as z from 'zod';

/** infra/ sets exactly these: a missing one is a compile error there. */
export const environmentSchema = z.object({
  /** Of all accounts; never a secret of theirs. */
  INTEGRATIONS_TABLE: z.string().min(1),
});

export type ReadOperationsEnvironment = Readonly<Record<keyof z.output<typeof environmentSchema>, string>>;
