/** The laws of a name, over texts made of all that is known to go wrong in one. */

import fc from 'fast-check';
import { describe, it } from 'vitest';
import { toVisibleName } from '../../shared/core/visible-name.ts';

const INVISIBLE =
  '\u200b \u200c \u200d \u200e \u2060 \ufeff \u00ad \u034f \u3164 \u115f \u2800 \ufe0e \ufe0f \u{e0100} \u180b \u202e'.split(
    ' ',
  );
const VISIBLE = [
  ...'B 1 # © ❤ 😀 👩 🏴 🇩 👍 🏻 ⃣ ه ا ی क ष \u0958 ক 가 ᄀ ᅡ ᆨ e é Å \u212b ﬁ İ 辻'.split(' '),
  '👩\u200d👩\u200d👧',
  '\u{1f3f4}\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}',
];
const MARKS = '\u0301 \u0316 \u0344 \u0345 \u0327 \u064b \u0651 \u093c \u094d \u09c7 \u09be \u{1d165}'.split(' ');
const OTHERS = [' ', '\t', '\u00a0', '\u3000', '\ud800', '\udc00', '\u{e0067}', '\u{e007f}', '\ufffe', '\u{10ffff}'];

const piece = fc.constantFrom(...INVISIBLE, ...VISIBLE, ...MARKS, ...OTHERS);
const run = fc.tuple(piece, fc.integer({ min: 20, max: 260 })).map(([one, times]) => one.repeat(times));
const character = fc.string({ unit: 'binary', minLength: 1, maxLength: 1 });
const text = fc
  .array(
    fc.oneof({ weight: 8, arbitrary: piece }, { weight: 1, arbitrary: run }, { weight: 1, arbitrary: character }),
    {
      maxLength: 40,
    },
  )
  .map((pieces) => pieces.join(''));

type ToName = (text: string) => string | undefined;
const nameOf: ToName = (one) => toVisibleName(one)?.name;

const SHOWS_SOMETHING = /[^\p{White_Space}\p{Default_Ignorable_Code_Point}\u2800]/u;

const LAWS = {
  'doing it twice changes nothing': (toName: ToName) => (one: string) => {
    const once = toName(one);
    return once === undefined || toName(once) === once;
  },
  'there is a name exactly where something can be seen': (toName: ToName) => (one: string) =>
    (toName(one) !== undefined) === SHOWS_SOMETHING.test(one),
  'it fits into a sort key': (toName: ToName) => (one: string) =>
    [...(toName(one) ?? '')].length <= 200 && Buffer.byteLength(`2026-11-22T09:00:00Z#${toName(one) ?? ''}`) <= 1_024,
  'it is in NFC': (toName: ToName) => (one: string) => (toName(one) ?? '').normalize('NFC') === (toName(one) ?? ''),
  'canonically equal texts have one name': (toName: ToName) => (one: string) =>
    [...one].length > 250 || !one.isWellFormed() || toName(one.normalize('NFD')) === toName(one.normalize('NFC')),
  'what cannot be seen at the ends does not matter': (toName: ToName) => (one: string) =>
    [...one].length > 180 || toName(`\u200e B${one}B\u200b\ufe0f\u200d `) === toName(`B${one}B`),
} as const;

describe('a name', () => {
  it.each(Object.entries(LAWS))('%s', (_, law) => {
    fc.assert(fc.property(text, law(nameOf)), { numRuns: 300 });
  });

  it.each([
    ['trimming only', 'there is a name exactly where something can be seen', (one: string) => one.trim() || undefined],
    ['NFC without a cut', 'it fits into a sort key', (one: string) => one.normalize('NFC') || undefined],
    ['a cut before NFC', 'canonically equal texts have one name', (one: string) => [...one].slice(0, 5).join('')],
  ] as const)('by %s would be caught', (_, name, wrong) => {
    fc.assert(fc.property(fc.constant(undefined), () => fc.check(fc.property(text, LAWS[name](wrong))).failed));
  });
});
