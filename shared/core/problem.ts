/** Why something from outside was refused: a code for machines, a path, a sentence for people; never the value. */

import * as z from 'zod';

export type Problem = {
  readonly code: string;
  /** Where, `chat.group.name`; absent when the input as a whole is meant. */
  readonly field?: string;
  readonly message: string;
};

type Sentences = Readonly<Record<string, string>>;
type Path = readonly PropertyKey[];

/** What the form of any input may refuse; each feature adds its own. */
const FORM_SENTENCES = {
  missing: 'is required',
  wrong_type: 'has the wrong JSON type',
  not_allowed: 'has a value that is not among the allowed ones',
  out_of_range: 'is out of range',
  too_many: 'holds too many entries',
  unknown_field: 'holds a field that this contract does not know',
} as const;

type FormCode = keyof typeof FORM_SENTENCES;

/** What textProblem finds in a text. */
export const TEXT_SENTENCES = {
  empty: 'must not be empty',
  too_long: 'is too long',
  ill_formed_unicode: 'holds half of a surrogate pair',
  control_character: 'holds a control character',
} as const;

/**
 * The problems of one contract. `subject` stands in the sentence where the input as a whole is meant; `sentences` are
 * what its schemas refuse beyond the form.
 */
export const createProblems = <const S extends Sentences>(subject: string, sentences: S) => {
  type Code = (keyof S & string) | FormCode;
  const sentenceOf = new Map<string, string>(Object.entries({ ...FORM_SENTENCES, ...sentences }));

  const toProblem = (code: Code, path: Path = []): Problem => say(subject, code, sentenceOf.get(code) ?? '', path);

  /** Custom issues carry our code and sentence, so that no sentence of the library, which may quote a value, gets out. */
  const refuse = (context: z.RefinementCtx, code: Code, path: PropertyKey[] = []): never => {
    context.addIssue({ code: 'custom', params: { code, sentence: sentenceOf.get(code) }, path });
    return z.NEVER;
  };

  const toProblemOf = (issue: z.core.$ZodIssue, input: unknown, read: ReadIssue<Code>, base: Path): Problem => {
    const path = [...base, ...issue.path];
    const own = issue.code === 'custom' ? customSchema.safeParse(issue.params) : undefined;
    if (own?.success) return say(subject, own.data.code, own.data.sentence, path);
    const value = valueAt(input, issue.path);
    return toProblem(read(issue, value) ?? formCodeOf(issue, value), path);
  };

  /** At least one, at most {@link MAX_PROBLEMS}, in the order of the schema. `read` names what the form alone cannot; `base` is where the input stands. */
  const problemsOf = (
    error: z.ZodError,
    input: unknown,
    read: ReadIssue<Code> = () => undefined,
    base: Path = [],
  ): readonly [Problem, ...Problem[]] => {
    const [first = toProblem('wrong_type'), ...rest] = error.issues
      .slice(0, MAX_PROBLEMS)
      .map((issue) => toProblemOf(issue, input, read, base));
    return [first, ...rest];
  };

  return { toProblem, refuse, problemsOf };
};

/** A form has fewer fields; a hostile body gets a sample, not an answer as large as the question. */
const MAX_PROBLEMS = 20;

type ReadIssue<Code> = (issue: z.core.$ZodIssue, value: unknown) => Code | undefined;

const customSchema = z.object({ code: z.string(), sentence: z.string() });

const say = (subject: string, code: string, sentence: string, path: Path): Problem => {
  const field = path.map(String).join('.');
  return field === ''
    ? { code, message: `${subject} ${sentence}.` }
    : { code, field, message: `${field} ${sentence}.` };
};

const formCodeOf = (issue: z.core.$ZodIssue, value: unknown): FormCode => {
  switch (issue.code) {
    case 'unrecognized_keys':
      return 'unknown_field';
    case 'too_big':
    case 'too_small':
      return issue.origin === 'array' ? 'too_many' : 'out_of_range';
    // Numbers in a query are text: the form is theirs.
    case 'invalid_format':
      return 'out_of_range';
    case 'invalid_value':
      return value === undefined ? 'missing' : 'not_allowed';
    default:
      return value === undefined ? 'missing' : 'wrong_type';
  }
};

/** What stands at a path of an input of any shape; `undefined` where there is none. */
export const valueAt = (input: unknown, path: Path): unknown =>
  path.reduce<unknown>((value, key) => (isRecord(value) ? value[String(key)] : undefined), input);

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;
