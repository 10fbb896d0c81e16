/**
 * What travels to record-chats: one POST is one message. Version 2; version 1, which had a mandatory `keyId` instead
 * of a `source`, is still read (docs/evolving.md).
 *
 * Instants are milliseconds since the epoch. No message text, names of people, addresses or keys are in here: the
 * contract dropped them at the HTTP API.
 */

import * as z from 'zod';
import { isObject } from '../core/http/json-body.ts';
import type { Instant } from '../core/instant.ts';
import { textProblem } from '../core/text.ts';
import { TERMINAL_TYPES } from '../counting/terminal-event.ts';
import { DEAD_KEY_REFUSALS } from './api-key.ts';
import { APP_TYPES, type Event, PASSING_TYPES, saysNothingOfChats } from './event.ts';
import type { RefusedCounts } from './refused-counts.ts';
import { refusedCountsSchema } from './refused-counts-json.ts';

/** Who sent the events. A source that is added here is read by the recorder before anybody sends it. */
export type Source =
  /** The app, let in by this API key. */
  | { readonly kind: 'key'; readonly keyId: string }
  /** The monitor's own chat. */
  | { readonly kind: 'probe' }
  /** A backfill, out of Freshchat's own report: no evidence of anybody's life. */
  | { readonly kind: 'report' };

type Envelope = {
  readonly v: 2;
  readonly integrationId: string;
  readonly source: Source;
  /** By our clock: evidence never uses the sender's. */
  readonly receivedAt: Instant;
  /**
   * What was refused beside the events, or instead of them, and not reported before; absent when nothing was, and from
   * a sender that does not count yet. Who does not know it drops it.
   */
  readonly refused?: RefusedCounts;
};

/** Accepted events. */
export type EventsMessage = Envelope & { readonly kind: 'events'; readonly events: readonly Event[] };

/** A request refused although we know whose it is: with a dead key, or with no valid event. */
export type RefusalMessage = Envelope & { readonly kind: 'refusal'; readonly reason: RefusalReason };

/** `types_unknown`: every event was of a type that this version does not know. The app is alive, and newer than we. */
export const REFUSAL_REASONS = [...DEAD_KEY_REFUSALS, 'events_invalid', 'types_unknown'] as const;
export type RefusalReason = (typeof REFUSAL_REASONS)[number];

export type QueueMessage = EventsMessage | RefusalMessage;

// What the HTTP API let in obeys these limits; what a hand put on the queue may not. One item that the ledger's table
// refuses would fail the call that carries 24 others, again and again.
const text = z.string().refine((value) => textProblem(value) === undefined);
const END_OF_YEAR_9999 = Date.UTC(10_000, 0, 1) - 1;
const instant = z.int().min(0).max(END_OF_YEAR_9999);
const eventFields = { id: text, occurredAt: instant };
const group = z.object({ id: text.exactOptional(), name: text });

const age = z.number().min(0);
const appSchema = z.object({
  version: text.exactOptional(),
  account: text.exactOptional(),
  aliveForSeconds: age.exactOptional(),
  undeliveredForSeconds: age.exactOptional(),
});

const eventSchema = z.discriminatedUnion('type', [
  z.object({
    ...eventFields,
    type: z.enum([...TERMINAL_TYPES, 'chat.reported']),
    chat: z.object({ id: text, createdAt: instant.exactOptional(), group: group.exactOptional() }),
  }),
  z.object({ ...eventFields, type: z.enum(PASSING_TYPES), chat: z.object({ id: text }) }),
  z.object({ ...eventFields, type: z.enum(APP_TYPES), app: appSchema.exactOptional() }),
]) satisfies z.ZodType<Event>;

const sourceSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('key'), keyId: text }),
  z.object({ kind: z.literal('probe') }),
  z.object({ kind: z.literal('report') }),
]) satisfies z.ZodType<Source>;

const KINDS = [
  // Events are read one by one below.
  z.object({ kind: z.literal('events'), events: z.array(z.unknown()) }),
  z.object({ kind: z.literal('refusal'), reason: z.enum(REFUSAL_REASONS) }),
] as const;

const bodySchema = z.discriminatedUnion('kind', KINDS);
/** Read by itself: counts that cannot be read cost no chat. */
const refusedSchema = z.object({ refused: refusedCountsSchema.refine((refused) => Object.keys(refused).length > 0) });
const sentSchema = { integrationId: text, receivedAt: instant };

/** The key id with which version 1 marked the monitor's own chat. */
const PROBE_KEY_ID = 'probe';

const envelopeSchema = z
  .discriminatedUnion('v', [
    z.object({ ...sentSchema, v: z.literal(1), keyId: text }),
    z.object({ ...sentSchema, v: z.literal(2), source: sourceSchema }),
  ])
  .transform((sent): Omit<Envelope, 'refused'> => {
    const { integrationId, receivedAt } = sent;
    return { v: 2, integrationId, source: sent.v === 2 ? sent.source : sourceOf(sent.keyId), receivedAt };
  });

const sourceOf = (keyId: string): Source => (keyId === PROBE_KEY_ID ? { kind: 'probe' } : { kind: 'key', keyId });

const laterSchema = z.object({ v: z.int().gt(2) });

export type ParsedMessage =
  | {
      readonly ok: true;
      readonly message: QueueMessage;
      /** What was no readable event. */
      readonly unreadable: UnreadableEvents;
    }
  /** `later_version`: for whoever deploys after us; it waits in the dead-letter queue until they did. */
  | { readonly ok: false; readonly reason: 'not_json' | 'not_a_message' | 'later_version' };

export type UnreadableEvents = {
  /**
   * The same message with only its unreadable events about chats, as they came. One of them may be the end of a chat
   * in the words of a later version: it is kept for whoever deploys that version.
   */
  readonly letter?: string;
  /** Unreadable events that say nothing about a chat. */
  readonly skipped: number;
};

export const parseQueueMessage = (body: string): ParsedMessage => {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    return { ok: false, reason: 'not_json' };
  }
  const envelope = envelopeSchema.safeParse(json);
  const content = bodySchema.safeParse(json);
  if (!envelope.success || !content.success) {
    return { ok: false, reason: laterSchema.safeParse(json).success ? 'later_version' : 'not_a_message' };
  }
  const counted = refusedSchema.safeParse(json);
  const common = { ...envelope.data, ...(counted.success && counted.data) };
  if (content.data.kind === 'refusal') {
    return { ok: true, message: { ...common, ...content.data }, unreadable: { skipped: 0 } };
  }
  const { events, aboutChats, skipped } = readEvents(content.data.events);
  return {
    ok: true,
    message: { ...common, kind: 'events', events },
    unreadable: {
      // What was refused beside them is counted with the message itself.
      ...(aboutChats.length > 0 && { letter: toAscii({ ...asRecord(json), events: aboutChats, refused: undefined }) }),
      skipped,
    },
  };
};

const readEvents = (inputs: readonly unknown[]) => {
  const events: Event[] = [];
  const aboutChats: unknown[] = [];
  let skipped = 0;
  for (const input of inputs) {
    const parsed = eventSchema.safeParse(input);
    if (parsed.success) events.push(parsed.data);
    else if (saysNothingOfChats(asRecord(input)['type'])) skipped += 1;
    else aboutChats.push(input);
  }
  return { events, aboutChats, skipped };
};

const asRecord = (value: unknown): Readonly<Record<string, unknown>> => (isObject(value) ? value : {});

/**
 * SQS takes the characters of XML 1.0 only, which leaves out U+FFFE and U+FFFF; the embedded queue also stumbles over
 * surrogate pairs. JSON can spell all of them in ASCII.
 */
const BEYOND_THE_QUEUE = /[\ud800-\udfff\ufffe\uffff]/g;

const toAscii = (json: unknown): string =>
  JSON.stringify(json).replace(BEYOND_THE_QUEUE, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

export const toBody = (message: QueueMessage): string => toAscii(message);
