/** Why the admin API refused something: a code for machines, a path, a sentence for people; never the value. */

import * as z from 'zod';
import { isPolicyProblemCode, type PolicyProblemCode, toPolicyProblem } from '../silence-policy-problem.ts';

export type AdminProblem = { readonly code: string; readonly field?: string; readonly message: string };

const SENTENCES = {
  missing: 'is required',
  wrong_type: 'has the wrong JSON type',
  not_allowed: 'has a value that is not among the allowed ones',
  out_of_range: 'is out of range',
  unknown_field: 'holds a field that this contract does not know',
  empty: 'must not be empty',
  too_long: 'is too long',
  ill_formed_unicode: 'holds half of a surrogate pair',
  control_character: 'holds a control character',
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
} as const;

export type AdminProblemCode = keyof typeof SENTENCES;

const isAdminProblemCode = (code: unknown): code is AdminProblemCode =>
  typeof code === 'string' && Object.hasOwn(SENTENCES, code);

export const toAdminProblem = (code: AdminProblemCode, path: readonly PropertyKey[] = []): AdminProblem => {
  const field = path.map(String).join('.');
  return field === ''
    ? { code, message: `The request ${SENTENCES[code]}.` }
    : { code, field, message: `${field} ${SENTENCES[code]}.` };
};

/** Custom issues carry one of our codes, so that no sentence of the library, which may quote a value, gets out. */
export const refuse = (context: z.RefinementCtx, code: AdminProblemCode): never => {
  context.addIssue({ code: 'custom', params: { code } });
  return z.NEVER;
};

/** One problem at a time: the first in the order of the schema. */
export const problemOf = (error: z.ZodError, input: unknown): AdminProblem => {
  const [issue] = error.issues;
  if (!issue) return toAdminProblem('wrong_type');
  const code: unknown = issue.code === 'custom' ? issue.params?.['code'] : undefined;
  if (isPolicyCodeOnly(code)) return toPolicyProblem(code, issue.path);
  return toAdminProblem(isAdminProblemCode(code) ? code : codeOf(issue, input), issue.path);
};

const isPolicyCodeOnly = (code: unknown): code is PolicyProblemCode =>
  isPolicyProblemCode(code) && !isAdminProblemCode(code);

const codeOf = (issue: z.core.$ZodIssue, input: unknown): AdminProblemCode => {
  switch (issue.code) {
    case 'unrecognized_keys':
      return 'unknown_field';
    case 'too_big':
    case 'too_small':
    // Numbers in a query are text: the form is theirs.
    case 'invalid_format':
      return 'out_of_range';
    case 'invalid_value':
      return valueAt(input, issue.path) === undefined ? 'missing' : 'not_allowed';
    default:
      return valueAt(input, issue.path) === undefined ? 'missing' : 'wrong_type';
  }
};

const valueAt = (input: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((value, key) => (isRecord(value) ? value[String(key)] : undefined), input);

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;
