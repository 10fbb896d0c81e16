/** The range that is read for a question: what was asked, or until where the hours are decided. */

import { QUARTER_MS } from '../core/hour.ts';
import type { Instant } from '../core/instant.ts';
import type { Problem } from '../core/problem.ts';
import type { Range } from './intervals.ts';
import { MAX_DAYS, readingProblems } from './reading-problem.ts';

const { toProblem } = readingProblems;

const HOUR_MS = 60 * 60_000;
/** A hundred local days last up to three hours longer, where the clocks go back. */
const LONGEST_MS = MAX_DAYS * 24 * HOUR_MS + 3 * HOUR_MS;

export type AskedRange =
  | { readonly ok: true; readonly range: Range }
  | { readonly ok: false; readonly problem: Problem };

type Asked = { readonly from: Instant; readonly to?: Instant };

export const rangeAskedFor = ({ from, to }: Asked, completeUntil: Instant | undefined, now: Instant): AskedRange => {
  if (to === undefined) return { ok: true, range: usualRange(from, completeUntil ?? now) };
  if (from >= to) return refused('from_not_before_to', 'from');
  if (to - from > LONGEST_MS) return refused('range_too_long', 'to');
  return to > now + LONGEST_MS ? refused('too_far_ahead', 'to') : { ok: true, range: { from, to } };
};

/** Empty where nothing is decided since `from`: whoever polls has nothing new to learn. */
const usualRange = (from: Instant, end: Instant): Range => {
  const quarter = Math.floor(end / QUARTER_MS) * QUARTER_MS;
  return { from, to: Math.max(from, Math.min(quarter, from + LONGEST_MS)) };
};

const refused = (code: Parameters<typeof toProblem>[0], field: string): AskedRange => ({
  ok: false,
  problem: toProblem(code, [field]),
});
