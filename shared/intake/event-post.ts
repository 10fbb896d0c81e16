/** docs/events.md: the body of `POST /v1/events`, and the limits that are checked before any work. */

import { isObject, parseJson } from '../core/http/json-body.ts';
import type { Instant } from '../core/instant.ts';
import { type Problem, valueAt } from '../core/problem.ts';
import { type Event, saysNothingOfChats } from './event.ts';
import { eventProblems } from './event-problem.ts';
import { createEventParser, type EventParser } from './event-schema.ts';
import { countRefused, type RefusedCounts } from './refused-counts.ts';

export const MAX_BODY_BYTES = 256 * 1024;
export const MAX_EVENTS = 100;
const MAX_DEPTH = 32;
/** A batch of broken events needs a sample of what is wrong, not an answer as large as the question. */
const MAX_LISTED = 5;

/** A problem of one event; `index` is its place in the batch, `id` the sender's own when it is one. */
export type EventRemark = Problem & { readonly index: number; readonly id?: string };

export type PostAnswer = {
  readonly accepted: number;
  /** At most five. */
  readonly rejected: readonly EventRemark[];
  /** How many more were refused than are listed. */
  readonly alsoRejected?: number;
  /** Parts of accepted events that could not be used, and were left out or cut. At most five. */
  readonly noted?: readonly EventRemark[];
};

export type PostRefusal = 'not_json' | 'not_an_object' | 'too_deep' | 'too_large' | 'too_many_events';

export type ParsedPost =
  | {
      readonly ok: true;
      readonly events: readonly Event[];
      readonly answer: PostAnswer;
      /** By code; without events of unknown types that say nothing of chats. */
      readonly refused: RefusedCounts;
      /** Every event was refused, and each for a type that this version does not know. */
      readonly areTypesUnknown: boolean;
    }
  | { readonly ok: false; readonly refusal: PostRefusal };

/** Reads a body received at `now`; `acceptsFrom` opens a backfill. One bad event never rejects its neighbours. */
export const parsePost = (body: Uint8Array, now: Instant, acceptsFrom?: Instant): ParsedPost => {
  if (body.byteLength > MAX_BODY_BYTES) return { ok: false, refusal: 'too_large' };
  const json = parseJson(body, MAX_DEPTH);
  if (!json.ok) return json;
  if (!isObject(json.value)) return { ok: false, refusal: 'not_an_object' };
  if (!Object.hasOwn(json.value, 'events')) return parseEvents([json.value], createEventParser(now, acceptsFrom));
  const { events } = json.value;
  if (!Array.isArray(events)) return noneOf({ index: 0, ...eventProblems.toProblem('wrong_type', ['events']) });
  if (events.length > MAX_EVENTS) return { ok: false, refusal: 'too_many_events' };
  if (events.length === 0) return noneOf({ index: 0, ...eventProblems.toProblem('too_few', ['events']) });
  return parseEvents(events, createEventParser(now, acceptsFrom));
};

const parseEvents = (inputs: readonly unknown[], parseEvent: EventParser): ParsedPost => {
  const events: Event[] = [];
  const rejected: EventRemark[] = [];
  const noted: EventRemark[] = [];
  for (const [index, input] of inputs.entries()) {
    const parsed = parseEvent(input);
    if (parsed.ok) {
      const { id } = parsed.event;
      events.push(parsed.event);
      noted.push(...parsed.notes.map((note) => ({ index, id, ...note })));
    } else {
      rejected.push({ index, ...(parsed.id !== undefined && { id: parsed.id }), ...parsed.problem });
    }
  }
  const listed = rejected.slice(0, MAX_LISTED);
  const alsoRejected = rejected.length - listed.length;
  return {
    ok: true,
    events,
    refused: countRefused(rejected.flatMap(({ index, code }) => (isNoLoss(code, inputs[index]) ? [] : [code]))),
    areTypesUnknown: events.length === 0 && rejected.every(({ code }) => code === 'unknown_type'),
    answer: {
      accepted: events.length,
      rejected: listed,
      ...(alsoRejected > 0 && { alsoRejected }),
      ...(noted.length > 0 && { noted: noted.slice(0, MAX_LISTED) }),
    },
  };
};

/** An app that is newer than we may say what we do not know; of chats it loses none by that. */
const isNoLoss = (code: string, input: unknown): boolean =>
  code === 'unknown_type' && saysNothingOfChats(valueAt(input, ['type']));

const noneOf = (rejection: EventRemark): ParsedPost => ({
  ok: true,
  events: [],
  refused: countRefused([rejection.code]),
  areTypesUnknown: false,
  answer: { accepted: 0, rejected: [rejection] },
});
