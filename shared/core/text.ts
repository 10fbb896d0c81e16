/**
 * Ids and names (docs/counting-rules.md, rule 8): 1 to 200 characters (Unicode code points) of well-formed Unicode
 * without control characters, so that nothing the tables would refuse can reach them: 200 code points are at most 800
 * bytes of UTF-8, below DynamoDB's 1,024 bytes of a sort key.
 */

export const MAX_CHARACTERS = 200;

export type TextProblem = 'empty' | 'too_long' | 'ill_formed_unicode' | 'control_character';

const CONTROL_CHARACTER = /\p{Cc}/u;

/** What is wrong with a text as an id or a name, or `undefined`. */
export const textProblem = (text: string, maxCharacters: number = MAX_CHARACTERS): TextProblem | undefined => {
  if (text.length === 0) return 'empty';
  // A code point has one or two UTF-16 units: most texts need no counting, and no megabyte of text is ever spread.
  if (text.length > 2 * maxCharacters) return 'too_long';
  if (!text.isWellFormed()) return 'ill_formed_unicode';
  if (text.length > maxCharacters && [...text].length > maxCharacters) return 'too_long';
  if (CONTROL_CHARACTER.test(text)) return 'control_character';
  return undefined;
};
