/**
 * Names that look the same are the same name (docs/counting-rules.md, rule 8). In this order:
 *
 *   drop hints for line breaks ─ drop blanks at the start ─ bound ─ NFC ─ cut ─ drop blanks at the end
 *
 * Each step is a loop or looks at a few characters only: NFC of a long run of combining marks is quadratic, and so is a
 * regular expression that ends in `$` on a long run of blanks. So a run of marks ends the name far beyond what any
 * script stacks on a letter.
 */

import { MAX_CHARACTERS } from './text.ts';

/** NFC makes one code point of at most four, so that this many always fill a name. */
const MAX_READ = 1_000;

/** In a row, each as long as its canonical decomposition, so that equal texts are bounded alike. */
const MAX_MARKS = 250;
const MARK = /^\p{M}$/u;
/** The marks that decompose into two. */
const DOUBLE_MARK = /^[\u0344\u0F73\u0F75\u0F81]$/u;

/** Shows nothing. U+2800 is a blank that Unicode calls a symbol. */
const BLANK = /^[\p{White_Space}\p{Default_Ignorable_Code_Point}\u2800]$/u;

/** Shows nothing inside a word of any script either: soft hyphen, places to break or not to break a line. */
const LINE_BREAK_HINTS = /[\u00AD\u200B\u2060\uFEFF]/gu;

/** `wasCut`: the name was longer than a name can be. */
export type VisibleName = { readonly name: string; readonly wasCut: boolean };

/**
 * `undefined` when nothing in the text can be seen. Doing it twice changes nothing. What still holds half a surrogate
 * pair or a control character is the caller's to refuse: see textProblem.
 */
export const toVisibleName = (text: string): VisibleName | undefined => {
  const visible = withoutBlankStart(text.replace(LINE_BREAK_HINTS, ''));
  const composed = [...visible.points.join('').normalize('NFC')];
  const name = withoutBlankEnd(composed.slice(0, MAX_CHARACTERS));
  if (name === '') return undefined;
  const rest = composed.slice(MAX_CHARACTERS);
  return { name, wasCut: visible.hasMore || rest.some((point) => !BLANK.test(point)) };
};

/** At most MAX_READ code points from the first one that shows something. */
const withoutBlankStart = (text: string): { readonly points: readonly string[]; readonly hasMore: boolean } => {
  const points: string[] = [];
  let read = 0;
  let marks = 0;
  for (const point of text) {
    if (read === 0 && BLANK.test(point)) continue;
    if (read >= MAX_READ) {
      if (!BLANK.test(point)) return { points, hasMore: true };
      continue;
    }
    read += 1;
    marks = MARK.test(point) ? marks + (DOUBLE_MARK.test(point) ? 2 : 1) : 0;
    if (marks > MAX_MARKS) return { points, hasMore: true };
    points.push(point);
  }
  return { points, hasMore: false };
};

const withoutBlankEnd = (points: readonly string[]): string => {
  let end = points.length;
  while (end > 0 && BLANK.test(points[end - 1] ?? '')) end -= 1;
  const before = points.slice(Math.max(0, end - LONGEST_LETTER), end).join('');
  const after = points.slice(end, end + LONGEST_EFFECT).join('');
  const effect = EFFECTS.find(({ on, keeps }) => on.test(before) && keeps.test(after));
  return points.slice(0, end).join('') + (effect?.keeps.exec(after)?.[0] ?? '');
};

/** A letter with the marks that can stand on it. */
const LONGEST_LETTER = 9;
/** The tags of a flag with their end. */
const LONGEST_EFFECT = 31;

type Effect = { readonly on: RegExp; readonly keeps: RegExp };

const JOINING_SCRIPTS = [
  'Arabic',
  'Syriac',
  'Nko',
  'Mandaic',
  'Mongolian',
  'Phags_Pa',
  'Manichaean',
  'Psalter_Pahlavi',
  'Hanifi_Rohingya',
  'Sogdian',
  'Old_Uyghur',
  'Chorasmian',
  'Adlam',
]
  .map((script) => `\\p{Script=${script}}`)
  .join('');

/** What shows nothing by itself, but changes what stands before it: it stays at the end of a name. */
const EFFECTS: readonly Effect[] = [
  // ❤ becomes ❤️.
  { on: /(?!\p{Emoji_Presentation})\p{Extended_Pictographic}$/u, keeps: /^\uFE0F/u },
  // 😀 becomes 😀︎.
  { on: /\p{Emoji_Presentation}$/u, keeps: /^\uFE0E/u },
  // The flags of England, Scotland and Wales.
  { on: /\u{1F3F4}$/u, keeps: /^[\u{E0020}-\u{E007E}]{1,30}\u{E007F}/u },
  // A joiner after a letter, and its marks, of a script whose letters join.
  { on: new RegExp(`(?=\\p{L})[${JOINING_SCRIPTS}]\\p{M}{0,8}$`, 'u'), keeps: /^\u200D/u },
  // A joiner after a virama makes a half form.
  {
    on: /[\u094D\u09CD\u0A4D\u0ACD\u0B4D\u0BCD\u0C4D\u0CCD\u0D4D\u0DCA]$/u,
    keeps: /^\u200D/u,
  },
];
