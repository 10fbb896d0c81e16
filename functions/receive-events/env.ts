import * as z from 'zod';

/** infra/ sets exactly these: a missing one is a compile error there. */
export const environmentSchema = z.object({
  API_KEYS_TABLE: z.string().min(1),
  EVENTS_QUEUE_URL: z.url(),
});

export type ReceiveEventsEnvironment = Readonly<Record<keyof z.output<typeof environmentSchema>, string>>;
