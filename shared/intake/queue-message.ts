/**
 * What travels from receive-events to record-chats: one POST is one message. Version 1.
 *
 * Instants are milliseconds since the epoch. No message text, names of people, addresses or keys are in here: the
 * contract dropped them at the door.
 */

import * as z from 'zod';
import type { Instant } from '../core/instant.ts';
import { textProblem } from '../core/text.ts';
import { TERMINAL_TYPES } from '../counting/terminal-event.ts';
import { APP_TYPES, type Event, PASSING_TYPES } from './event.ts';

/** A request let in by its key. */
export type EventsMessage = {
  readonly v: 1;
  readonly kind: 'events';
  readonly integrationId: string;
  readonly keyId: string;
  /** By our clock: evidence never uses the sender's. */
  readonly receivedAt: Instant;
  readonly events: readonly Event[];
};

/** A request refused although we know whose it is: with a dead key, or with no valid event. */
export type RefusalMessage = {
  readonly v: 1;
  readonly kind: 'refusal';
  readonly integrationId: string;
  readonly keyId: string;
  readonly receivedAt: Instant;
  readonly reason: RefusalReason;
};

export const REFUSAL_REASONS = ['key_revoked', 'key_expired', 'events_invalid'] as const;
export type RefusalReason = (typeof REFUSAL_REASONS)[number];

export type QueueMessage = EventsMessage | RefusalMessage;

// What the door let in obeys these limits; what a hand put on the queue may not. One item that the ledger's table
// refuses would fail the call that carries 24 others, again and again.
const text = z.string().refine((value) => textProblem(value) === undefined);
const END_OF_YEAR_9999 = Date.UTC(10_000, 0, 1) - 1;
const instant = z.int().min(0).max(END_OF_YEAR_9999);
const common = { id: text, occurredAt: instant };
const group = z.object({ id: text.exactOptional(), name: text });

const eventSchema = z.discriminatedUnion('type', [
  z.object({
    ...common,
    type: z.enum(TERMINAL_TYPES),
    chat: z.object({ id: text, createdAt: instant.exactOptional(), group: group.exactOptional() }),
  }),
  z.object({ ...common, type: z.enum(PASSING_TYPES), chat: z.object({ id: text }) }),
  z.object({ ...common, type: z.enum(APP_TYPES), app: z.object({ version: text }).exactOptional() }),
]);

const envelope = { v: z.literal(1), integrationId: text, keyId: text, receivedAt: instant };

const messageSchema = z.discriminatedUnion('kind', [
  z.object({ ...envelope, kind: z.literal('events'), events: z.array(eventSchema) }),
  z.object({ ...envelope, kind: z.literal('refusal'), reason: z.enum(REFUSAL_REASONS) }),
]) satisfies z.ZodType<QueueMessage>;

const laterSchema = z.object({ v: z.int().gt(1) });

export type ParsedMessage =
  | { readonly ok: true; readonly message: QueueMessage }
  /** `later_version`: for whoever deploys after us; it waits in the dead-letter queue until they did. */
  | { readonly ok: false; readonly reason: 'not_json' | 'not_a_message' | 'later_version' };

export const parseQueueMessage = (body: string): ParsedMessage => {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    return { ok: false, reason: 'not_json' };
  }
  const parsed = messageSchema.safeParse(json);
  if (parsed.success) return { ok: true, message: parsed.data };
  return { ok: false, reason: laterSchema.safeParse(json).success ? 'later_version' : 'not_a_message' };
};

/**
 * SQS takes the characters of XML 1.0 only, which leaves out U+FFFE and U+FFFF; the embedded queue also stumbles over
 * surrogate pairs. JSON can spell all of them in ASCII.
 */
const BEYOND_THE_QUEUE = /[\ud800-\udfff\ufffe\uffff]/g;

export const toBody = (message: QueueMessage): string =>
  JSON.stringify(message).replace(BEYOND_THE_QUEUE, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
