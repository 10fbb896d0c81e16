import { expect, it } from 'vitest';
import { endsEqual, FEED_RULES, type FeedRules } from './feed-law.ts';

/** Law 3: who takes a final hour once and then only the changes ends equal with the table. */

/** The seeds of histories that end otherwise. */
const wrongOf = async (count: number, rules: FeedRules = FEED_RULES): Promise<readonly number[]> => {
  const wrong: number[] = [];
  for (let seed = 1; seed <= count; seed += 1) if (!(await endsEqual(seed, rules))) wrong.push(seed);
  return wrong;
};

const MINUTE = 60_000;

it('a reader of the changes ends equal with the table', async () => {
  expect(await wrongOf(Number(process.env['FEED_HISTORIES'] ?? 1_000))).toEqual([]);
});

it.each<readonly [string, FeedRules]>([
  [
    'an hour that announces its changes only from when it may be final',
    {
      ...FEED_RULES,
      isCorrection: (hour, before, after, now) => FEED_RULES.isCorrection(hour, before, after, now - 5 * MINUTE),
    },
  ],
  ['a feed that holds nothing back', { ...FEED_RULES, serverAheadMs: 5 * MINUTE, firstPlace: (now) => ({ at: now }) }],
])('is misled by %s', async (_, rules) => {
  expect((await wrongOf(1_000, rules)).length).toBeGreaterThan(0);
});
