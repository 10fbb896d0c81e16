/**
 * One event on the wire (docs/events.md). Unknown fields are dropped here and go nowhere.
 *
 * Only the fact may cost the fact: an event is refused for its id, type, time or chat id. What is optional and cannot
 * be used is taken as absent, and noted in the answer.
 */

import * as z from 'zod';
import type { Instant } from '../core/instant.ts';
import { type Problem, valueAt } from '../core/problem.ts';
import { MAX_CHARACTERS, textProblem } from '../core/text.ts';
import { toVisibleName } from '../core/visible-name.ts';
import { type Group, TERMINAL_TYPES } from '../counting/terminal-event.ts';
import { APP_TYPES, type AppWord, type Event, isAboutChat, isTerminal, PASSING_TYPES } from './event.ts';
import { eventNotes, eventProblems } from './event-problem.ts';
import { isInFuture, isTooOld, parseEventTime } from './event-time.ts';

const { refuse, toProblem, problemsOf } = eventProblems;

const idSchema = z
  .string()
  .meta({ minLength: 1, maxLength: MAX_CHARACTERS })
  .transform((text, context) => {
    const problem = textProblem(text);
    return problem ? refuse(context, problem) : text;
  });

/** Whether it lies in the future, or too long ago, is asked later: a schema costs as much to make as forty events to read. */
const timeSchema = z
  .string()
  .meta({
    format: 'date-time',
    description:
      'RFC 3339 with an offset, from 35 days before our clock (earlier while a backfill is open, but not before 2015) to 5 minutes ahead.',
  })
  .transform((text, context) => {
    const parsed = parseEventTime(text, Number.POSITIVE_INFINITY);
    return parsed.ok ? parsed.instant : refuse(context, parsed.problem);
  });

const nameSchema = z
  .string()
  .meta({ description: `Cut to ${MAX_CHARACTERS} characters. A blank name is no name.` })
  .transform((text, context) => {
    const visible = toVisibleName(text);
    const problem = visible && textProblem(visible.name);
    return problem ? refuse(context, problem) : visible;
  });

/** Longer than any app can live; what is more is no age. */
const MAX_AGE_SECONDS = 10 * 366 * 24 * 60 * 60;
const ageSchema = z.number().min(0).max(MAX_AGE_SECONDS);

/** Taken as absent when it cannot be used. */
const lenient = <S extends z.ZodType>(schema: S, description?: string) =>
  schema
    .nullish()
    .catch(undefined)
    .meta({ ...(description !== undefined && { description }) });

const groupSchema = z.object({ id: lenient(idSchema), name: lenient(nameSchema) });

const appSchema = z.object({
  version: lenient(idSchema),
  account: lenient(idSchema, 'The Freshchat account in which the app is installed.'),
  aliveForSeconds: lenient(ageSchema, 'How long the app has worked without a gap and without losing an event.'),
  undeliveredForSeconds: lenient(
    ageSchema,
    'The age of the oldest event that the app holds and has not delivered; 0 when there is none.',
  ),
});

const common = { id: idSchema, occurredAt: timeSchema };
const chatSchema = z.object({ id: idSchema, createdAt: lenient(timeSchema), group: lenient(groupSchema) });
export const eventSchema = z.discriminatedUnion('type', [
  z.object({ ...common, type: z.enum(TERMINAL_TYPES), chat: chatSchema }),
  z.object({ ...common, type: z.enum(PASSING_TYPES), chat: z.object({ id: idSchema }) }),
  z.object({ ...common, type: z.enum(APP_TYPES), app: lenient(appSchema) }),
]);

export type EventParser = (input: unknown) => ParsedEvent;
export type ParsedEvent =
  | { readonly ok: true; readonly event: Event; readonly notes: readonly Problem[] }
  | { readonly ok: false; readonly id?: string; readonly problem: Problem };

/** Reads events received at `now`; of older ones than usual, those since `acceptsFrom`. */
export const createEventParser =
  (now: Instant, acceptsFrom?: Instant): EventParser =>
  (input) => {
    const parsed = eventSchema.safeParse(input);
    // The first problem is enough to mend an event; the order of the schema makes it the same one each time.
    if (!parsed.success) {
      return { ok: false, ...idOf(input), problem: problemsOf(parsed.error, input, unknownTypeIn)[0] };
    }
    const wire = parsed.data;
    if (isInFuture(wire.occurredAt, now)) {
      return { ok: false, id: wire.id, problem: toProblem('in_future', ['occurredAt']) };
    }
    if (isTooOld(wire.occurredAt, now, acceptsFrom)) {
      return { ok: false, id: wire.id, problem: toProblem('too_old', ['occurredAt']) };
    }
    const event = toEvent(wire, now);
    return { ok: true, event, notes: notesOf(input, wire, event, now) };
  };

type WireEvent = z.output<typeof eventSchema>;

const toEvent = (wire: WireEvent, now: Instant): Event => {
  const common = { id: wire.id, occurredAt: wire.occurredAt };
  switch (wire.type) {
    case 'chat.resolved':
    case 'chat.deleted':
    case 'chat.marked_spam': {
      const { id, createdAt } = wire.chat;
      const group = toGroup(wire.chat.group);
      const isKnown = typeof createdAt === 'number' && !isInFuture(createdAt, now);
      return { ...common, type: wire.type, chat: { id, ...(isKnown && { createdAt }), ...(group && { group }) } };
    }
    case 'chat.created':
    case 'chat.reopened':
      return { ...common, type: wire.type, chat: { id: wire.chat.id } };
    case 'app.heartbeat':
    case 'app.installed':
    case 'app.uninstalled':
      return { ...common, type: wire.type, ...toAppWord(wire.app) };
  }
};

/** A group without a name is no group to count under. */
const toGroup = (group: z.output<typeof groupSchema> | null | undefined): Group | undefined =>
  group?.name ? { ...(group.id && { id: group.id }), name: group.name.name } : undefined;

const toAppWord = (app: z.output<typeof appSchema> | null | undefined): { readonly app?: AppWord } => {
  const said = Object.entries(app ?? {}).filter(([, value]) => value !== null && value !== undefined);
  return said.length === 0 ? {} : { app: Object.fromEntries(said) };
};

type Part = { readonly path: readonly string[]; readonly schema: z.ZodType };

/** What may be absent, and is noted where it was sent and could not be used. */
const CHAT_PARTS: readonly Part[] = [
  { path: ['chat', 'createdAt'], schema: timeSchema },
  { path: ['chat', 'group'], schema: z.object({}) },
  { path: ['chat', 'group', 'id'], schema: idSchema },
  { path: ['chat', 'group', 'name'], schema: nameSchema },
];
const APP_PARTS: readonly Part[] = [
  { path: ['app'], schema: z.object({}) },
  { path: ['app', 'version'], schema: idSchema },
  { path: ['app', 'account'], schema: idSchema },
  { path: ['app', 'aliveForSeconds'], schema: ageSchema },
  { path: ['app', 'undeliveredForSeconds'], schema: ageSchema },
];

/** What an event of its type does not need is not looked at. */
const partsOf = (event: Event): readonly Part[] => {
  if (isTerminal(event)) return CHAT_PARTS;
  return isAboutChat(event) ? [] : APP_PARTS;
};

const notesOf = (input: unknown, wire: WireEvent, event: Event, now: Instant): readonly Problem[] => [
  ...partsOf(event).flatMap(({ path, schema }) => {
    const sent = valueAt(input, path);
    if (sent === undefined || sent === null || (valueAt(wire, path) ?? undefined) !== undefined) return [];
    const parsed = schema.safeParse(sent);
    return parsed.success ? [] : [eventNotes.problemsOf(parsed.error, sent, () => undefined, path)[0]];
  }),
  ...('chat' in wire && 'createdAt' in wire.chat && isInFuture(wire.chat.createdAt ?? 0, now)
    ? [eventNotes.toProblem('in_future', ['chat', 'createdAt'])]
    : []),
  ...('chat' in wire && 'group' in wire.chat && wire.chat.group?.name?.wasCut
    ? [eventNotes.toProblem('cut', ['chat', 'group', 'name'])]
    : []),
];

const identifiedSchema = z.object({ id: idSchema });

/** The event's id, where it has one that is an id: the sender finds its event again, and nothing else is echoed. */
const idOf = (input: unknown): { readonly id?: string } => {
  const parsed = identifiedSchema.safeParse(input);
  return parsed.success ? { id: parsed.data.id } : {};
};

const unknownTypeIn = (issue: z.core.$ZodIssue, value: unknown) =>
  issue.code === 'invalid_union' && typeof value === 'string' ? 'unknown_type' : undefined;
