import { describe, expect, it } from 'vitest';
import { textProblem } from '../../../shared/core/text.ts';

const HALF_OF_A_PAIR = '\ud83d';

describe('ids and names', () => {
  it.each([
    ['one character', 'a', undefined],
    ['200 characters', 'a'.repeat(200), undefined],
    ['200 emoji, which are 400 units', '😀'.repeat(200), undefined],
    ['characters that XML and SQS do not know', '\ufffe\uffff', undefined],
    ['a no-break space', '\u00a0', undefined],
    ['nothing', '', 'empty'],
    ['201 characters', 'a'.repeat(201), 'too_long'],
    ['201 emoji', '😀'.repeat(201), 'too_long'],
    ['a megabyte', 'a'.repeat(1_000_000), 'too_long'],
    ['the first half of a pair', `a${HALF_OF_A_PAIR}`, 'ill_formed_unicode'],
    ['the halves in the wrong order', '\ude00\ud83d', 'ill_formed_unicode'],
    ['NUL', 'a\u0000b', 'control_character'],
    ['a line feed', 'a\nb', 'control_character'],
    ['DEL', '\u007f', 'control_character'],
    ['a C1 control', '\u0085', 'control_character'],
  ])('%s', (_, text, problem) => {
    expect(textProblem(text)).toBe(problem);
  });

  it('never lets a text through that a sort key cannot hold', () => {
    expect(Buffer.byteLength('😀'.repeat(200))).toBeLessThan(1_024 - '2026-11-22T09:00:00Z#'.length);
  });
});
