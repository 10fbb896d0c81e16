import { createProblems } from '../core/problem.ts';

/** Why a silence policy was refused. */
export const policyProblems = createProblems('The silence policy', {
  not_a_duration: 'must be an ISO 8601 duration in weeks, days, hours, minutes and seconds, such as PT24H',
  window_out_of_range: 'must be from 15 minutes to 30 days',
  window_out_of_reach: 'is longer than the active hours of 52 weeks; choose a shorter window or more hours',
  unknown_time_zone: 'must be an IANA time zone, such as Europe/Berlin',
  not_a_range: 'must be two different times of day, such as 08:00-18:00 or 22:00-02:00; 24:00 may end it',
  no_active_hours: 'must hold at least one range; leave activeHours out for an integration that is always active',
  not_a_date: 'must be a date that exists, such as 2026-12-25',
  not_rfc3339: 'must be an RFC 3339 time with an offset, such as 2026-11-22T09:14:03Z',
  time_out_of_range: 'must lie from 2015 to 2099',
});
