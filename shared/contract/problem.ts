/** Why something from outside was refused: a code for machines, a path, a sentence for people; never the value. */
export type Problem = {
  readonly code: ProblemCode;
  /** Where in the event, `chat.group.name`; absent when the event as a whole is meant. */
  readonly field?: string;
  readonly message: string;
};

const SENTENCES = {
  missing: 'is required',
  wrong_type: 'has the wrong JSON type',
  unknown_type: 'is no event type of this contract',
  empty: 'must not be empty',
  too_long: 'is longer than 200 characters',
  ill_formed_unicode: 'holds half of a surrogate pair',
  control_character: 'holds a control character',
  not_rfc3339: 'must be an RFC 3339 time with an offset, in seconds to milliseconds, such as 2026-11-22T09:14:03.123Z',
  in_future: 'is more than 5 minutes in the future; perhaps milliseconds were taken for seconds',
  before_2015: 'is before 2015; perhaps seconds were taken for milliseconds',
  too_few: 'must hold at least one event',
} as const;

export type ProblemCode = keyof typeof SENTENCES;

export const isProblemCode = (code: unknown): code is ProblemCode =>
  typeof code === 'string' && Object.hasOwn(SENTENCES, code);

export const toProblem = (code: ProblemCode, path: readonly PropertyKey[] = []): Problem => {
  const field = path.map(String).join('.');
  return field === ''
    ? { code, message: `The event ${SENTENCES[code]}.` }
    : { code, field, message: `${field} ${SENTENCES[code]}.` };
};
