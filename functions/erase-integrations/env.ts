import * as z from 'zod';

/** infra/ sets exactly these: a missing one is a compile error there. */
export const environmentSchema = z.object({
  INTEGRATIONS_TABLE: z.string().min(1),
  CHATS_TABLE: z.string().min(1),
  CONTACT_COUNTS_TABLE: z.string().min(1),
});

export type EraseIntegrationsEnvironment = Readonly<Record<keyof z.output<typeof environmentSchema>, string>>;
