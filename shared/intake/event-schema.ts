/** docs/events.md: one event on the wire. Unknown fields are dropped here and go nowhere. */

import * as z from 'zod';
import type { Instant } from '../core/instant.ts';
import type { Problem } from '../core/problem.ts';
import { MAX_CHARACTERS, textProblem, toGroupName } from '../core/text.ts';
import { TERMINAL_TYPES } from '../counting/terminal-event.ts';
import { APP_TYPES, type AppWord, type Event, PASSING_TYPES } from './event.ts';
import { eventProblems } from './event-problem.ts';
import { isInFuture, parseEventTime } from './event-time.ts';

const { refuse, toProblem, problemOf } = eventProblems;

const idSchema = z
  .string()
  .meta({ minLength: 1, maxLength: MAX_CHARACTERS })
  .transform((text, context) => {
    const problem = textProblem(text);
    return problem ? refuse(context, problem) : text;
  });

const groupNameSchema = z.string().transform((text, context) => {
  const name = toGroupName(text);
  const problem = name === undefined ? undefined : textProblem(name);
  return problem ? refuse(context, problem) : name;
});

/** A blank or absent name is no name, and a group without a name is no group to count under. */
const groupSchema = z
  .object({ id: idSchema.nullish(), name: groupNameSchema.nullish() })
  .transform(({ id, name }) => (name ? { ...(id && { id }), name } : undefined));

/** Whether it lies in the future is asked later: a schema costs as much to make as forty events to read. */
const timeSchema = z
  .string()
  .meta({ format: 'date-time' })
  .transform((text, context) => {
    const parsed = parseEventTime(text, Number.POSITIVE_INFINITY);
    return parsed.ok ? parsed.instant : refuse(context, parsed.problem);
  });

/** Longer than any app can live; what is more is no age. */
const MAX_AGE_SECONDS = 10 * 366 * 24 * 60 * 60;

// What a claim needs and cannot be used is taken as absent: it must not cost the sign of life.
const ageSchema = (description: string) =>
  z.number().min(0).max(MAX_AGE_SECONDS).nullish().catch(undefined).meta({ description });

const appSchema = z.object({
  version: idSchema.nullish(),
  account: idSchema
    .nullish()
    .catch(undefined)
    .meta({ description: 'The Freshchat account in which the app is installed.' }),
  aliveForSeconds: ageSchema('How long the app has worked without a gap and without losing an event.'),
  undeliveredForSeconds: ageSchema(
    'The age of the oldest event that the app holds and has not delivered; 0 when there is none.',
  ),
});

const common = { id: idSchema, occurredAt: timeSchema };
const chatSchema = z.object({ id: idSchema, createdAt: timeSchema.nullish(), group: groupSchema.nullish() });
export const eventSchema = z.discriminatedUnion('type', [
  z.object({ ...common, type: z.enum(TERMINAL_TYPES), chat: chatSchema }),
  z.object({ ...common, type: z.enum(PASSING_TYPES), chat: chatSchema }),
  z.object({ ...common, type: z.enum(APP_TYPES), app: appSchema.nullish() }),
]);

export type EventParser = (input: unknown) => ParsedEvent;
export type ParsedEvent =
  | { readonly ok: true; readonly event: Event }
  | { readonly ok: false; readonly id?: string; readonly problem: Problem };

/** Reads events received at `now`. */
export const createEventParser =
  (now: Instant): EventParser =>
  (input) => {
    const parsed = eventSchema.safeParse(input);
    if (!parsed.success) return { ok: false, ...idOf(input), problem: problemOf(parsed.error, input, unknownTypeIn) };
    const problem = futureIn(parsed.data, now);
    return problem ? { ok: false, id: parsed.data.id, problem } : { ok: true, event: toEvent(parsed.data) };
  };

type WireEvent = z.output<typeof eventSchema>;

const futureIn = (wire: WireEvent, now: Instant): Problem | undefined => {
  if (isInFuture(wire.occurredAt, now)) return toProblem('in_future', ['occurredAt']);
  const createdAt = 'chat' in wire ? wire.chat.createdAt : undefined;
  return typeof createdAt === 'number' && isInFuture(createdAt, now)
    ? toProblem('in_future', ['chat', 'createdAt'])
    : undefined;
};

const toEvent = (wire: WireEvent): Event => {
  const common = { id: wire.id, occurredAt: wire.occurredAt };
  switch (wire.type) {
    case 'chat.resolved':
    case 'chat.deleted':
    case 'chat.marked_spam': {
      const { id, createdAt, group } = wire.chat;
      return {
        ...common,
        type: wire.type,
        chat: { id, ...(typeof createdAt === 'number' && { createdAt }), ...(group && { group }) },
      };
    }
    case 'chat.created':
    case 'chat.reopened':
      return { ...common, type: wire.type, chat: { id: wire.chat.id } };
    case 'app.heartbeat':
    case 'app.installed':
    case 'app.uninstalled':
      return { ...common, type: wire.type, ...appWordIn(wire.app) };
  }
};

const appWordIn = (app: z.output<typeof appSchema> | null | undefined): { readonly app?: AppWord } => {
  const said = Object.entries(app ?? {}).filter(([, value]) => value !== null && value !== undefined);
  return said.length === 0 ? {} : { app: Object.fromEntries(said) };
};

const identifiedSchema = z.object({ id: idSchema });

/** The event's id, where it has one that is an id: the sender finds its event again, and nothing else is echoed. */
const idOf = (input: unknown): { readonly id?: string } => {
  const parsed = identifiedSchema.safeParse(input);
  return parsed.success ? { id: parsed.data.id } : {};
};

/** The first problem is enough to mend an event; the order of the schema makes it the same one each time. */
const unknownTypeIn = (issue: z.core.$ZodIssue, value: unknown) =>
  issue.code === 'invalid_union' && typeof value === 'string' ? 'unknown_type' : undefined;
