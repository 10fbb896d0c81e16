import { createProblems, TEXT_SENTENCES } from '../core/problem.ts';

const SENTENCES = {
  ...TEXT_SENTENCES,
  too_long: 'is longer than 200 characters',
  not_rfc3339: 'must be an RFC 3339 time with an offset, such as 2026-11-22T09:14:03.123Z',
  in_future: 'is more than 5 minutes in the future; perhaps milliseconds were taken for seconds',
  before_2015: 'is before 2015; perhaps seconds were taken for milliseconds',
} as const;

/** Why an event was refused. */
export const eventProblems = createProblems('The event', {
  ...SENTENCES,
  unknown_type: 'is not an event type of this contract',
  too_old: 'is more than 35 days ago; an administrator can open a backfill for older events',
  too_few: 'must hold at least one event',
});

/** Why a part of an accepted event was left out, or changed. */
export const eventNotes = createProblems('The event', { ...SENTENCES, cut: 'was cut to 200 characters' });
