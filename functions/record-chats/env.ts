import * as z from 'zod';

/** infra/ sets exactly these: a missing one is a compile error there. */
export const environmentSchema = z.object({
  CHATS_TABLE: z.string().min(1),
  INTEGRATIONS_TABLE: z.string().min(1),
  EVENTS_QUEUE_URL: z.url(),
  /** The dead-letter queue of the events queue; messages that can never be processed go there with their reason. */
  EVENTS_DLQ_URL: z.url(),
});

export type RecordChatsEnvironment = Readonly<Record<keyof z.output<typeof environmentSchema>, string>>;
