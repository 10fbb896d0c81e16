import * as z from 'zod';

/** infra/ sets exactly these: a missing one is a compile error there. */
export const environmentSchema = z.object({
  INTEGRATIONS_TABLE: z.string().min(1),
  /** Whether a new key is there already, when one is refused. */
  API_KEYS_TABLE: z.string().min(1),
  /** Where the probe must show. */
  CONTACT_COUNTS_TABLE: z.string().min(1),
  /** Where the probe enters. */
  EVENTS_QUEUE_URL: z.url(),
  /** The name of tally-contacts, whose lag AWS measures. */
  TALLY_FUNCTION: z.string().min(1),
  /** Whoever must hear of silence subscribes to it. */
  NOTICES_TOPIC_ARN: z.string().regex(/^arn:/),
});

export type WatchSilenceEnvironment = Readonly<Record<keyof z.output<typeof environmentSchema>, string>>;
