import { expect, test } from 'vitest';
import { CONTROLS } from './controls/controls.ts';
import { simulate } from './simulate.ts';

const SEEDS = 200;

/** What these designs get wrong; to be caught for something else would prove nothing. */
const WRONG_BOOKS = /counts|contacts|arrivals|ledger|recorded/;

test.each(Object.entries(CONTROLS))('catches a design that is wrong: %s', async (_, design) => {
  let violation = '';
  for (let seed = 1; seed <= SEEDS && !WRONG_BOOKS.test(violation); seed += 1) {
    violation = (await simulate(seed, design)) ?? '';
  }
  expect(violation).toMatch(WRONG_BOOKS);
});

test('replays one history exactly from its seed', async () => {
  const record = async (seed: number) => {
    const lines: string[] = [];
    await simulate(seed, undefined, (line) => lines.push(line));
    return lines;
  };
  for (const seed of [3, 14, 159]) expect(await record(seed)).toEqual(await record(seed));
});
