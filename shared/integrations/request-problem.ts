import { createProblems, TEXT_SENTENCES } from '../core/problem.ts';

/** Why a request to Account > Integrations was refused. */
export const requestProblems = createProblems('The request', {
  ...TEXT_SENTENCES,
  not_rfc3339: 'must be an RFC 3339 time with an offset, such as 2026-01-01T00:00:00Z',
  in_future: 'must not lie in the future',
  in_past: 'must lie in the future',
  before_2015: 'must not be before 2015',
  not_a_freshchat_key: 'must be a Freshchat API key: printable characters without spaces, as Freshchat shows it',
  not_a_duration: 'must be an ISO 8601 duration, such as PT24H',
  overlap_out_of_range: 'must be from PT0S to P7D',
  not_a_cursor: 'must be the nextCursor of an earlier answer to the same list',
  upper_case: 'must be in lower case',
  not_a_host_name: 'must be a host name alone, such as acme.freshchat.com, without https:// or a path',
  suffix_not_allowed: 'must end with .freshchat.com or .myfreshworks.com',
  account_missing: 'must name the Freshchat account, such as acme.freshchat.com',
  account_malformed: 'must name one Freshchat account, such as acme.freshchat.com',
  internationalized: 'must not be an internationalized name',
});
