/** Why a silence policy was refused: a code for machines, a path, a sentence for people; never the value. */
export type PolicyProblem = {
  readonly code: PolicyProblemCode;
  /** Where in the policy, `activeHours.weekly.monday.0`; absent when the policy as a whole is meant. */
  readonly field?: string;
  readonly message: string;
};

const SENTENCES = {
  missing: 'is required',
  wrong_type: 'has the wrong JSON type',
  unknown_field: 'holds a field that this contract does not know',
  not_a_duration: 'must be an ISO 8601 duration in weeks, days, hours, minutes and seconds, such as PT24H',
  window_out_of_range: 'must be from 15 minutes to 30 days',
  window_out_of_reach: 'is longer than the active hours of 52 weeks; choose a shorter window or more hours',
  unknown_time_zone: 'must be an IANA time zone, such as Europe/Berlin',
  not_a_range: 'must be two different times of day, such as 08:00-18:00 or 22:00-02:00; 24:00 may end it',
  no_active_hours: 'must hold at least one range; leave activeHours out for an integration that is always active',
  too_many: 'holds too many entries',
  not_a_date: 'must be a date that exists, such as 2026-12-25',
  not_rfc3339: 'must be an RFC 3339 time with an offset, such as 2026-11-22T09:14:03Z',
  time_out_of_range: 'must lie from 2015 to 2099',
} as const;

export type PolicyProblemCode = keyof typeof SENTENCES;

export const isPolicyProblemCode = (code: unknown): code is PolicyProblemCode =>
  typeof code === 'string' && Object.hasOwn(SENTENCES, code);

export const toPolicyProblem = (code: PolicyProblemCode, path: readonly PropertyKey[] = []): PolicyProblem => {
  const field = path.map(String).join('.');
  return field === ''
    ? { code, message: `The silence policy ${SENTENCES[code]}.` }
    : { code, field, message: `${field} ${SENTENCES[code]}.` };
};
