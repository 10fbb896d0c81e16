import { createProblems, TEXT_SENTENCES } from '../core/problem.ts';

export const MAX_DAYS = 100;
export const MAX_QUEUES = 50;

/** Why a question about the counts was refused. */
export const readingProblems = createProblems('The request', {
  ...TEXT_SENTENCES,
  not_rfc3339: 'must be an RFC 3339 time with an offset, such as 2026-11-22T09:00:00Z or 2026-11-22T10:00+01:00',
  not_on_a_quarter: 'must be on a quarter of an hour: at minute 00, 15, 30 or 45',
  unknown_time_zone: 'must be an IANA time zone, such as Europe/Berlin',
  from_not_before_to: 'must be before to',
  range_too_long: `must be at most ${MAX_DAYS} days after from: read a longer range in pages of ${MAX_DAYS} days`,
  before_2015: 'must not be before 2015',
  too_far_ahead: `must not be more than ${MAX_DAYS} days in the future`,
  not_a_cursor: 'must be the cursor of an earlier answer about the same integration',
});
