import { createProblems, TEXT_SENTENCES } from '../core/problem.ts';

/** Why an event was refused. */
export const eventProblems = createProblems('The event', {
  ...TEXT_SENTENCES,
  too_long: 'is longer than 200 characters',
  unknown_type: 'is not an event type of this contract',
  not_rfc3339: 'must be an RFC 3339 time with an offset, in seconds to milliseconds, such as 2026-11-22T09:14:03.123Z',
  in_future: 'is more than 5 minutes in the future; perhaps milliseconds were taken for seconds',
  before_2015: 'is before 2015; perhaps seconds were taken for milliseconds',
  too_few: 'must hold at least one event',
});
