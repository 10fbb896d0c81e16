import { expect, test } from 'vitest';
import { CONTROLS } from './controls/controls.ts';
import { simulate } from './simulate.ts';

const SEEDS = 200;

test.each(Object.entries(CONTROLS))('catches a design that is wrong: %s', async (_, design) => {
  let caught: number | undefined;
  for (let seed = 1; seed <= SEEDS && caught === undefined; seed += 1) {
    if ((await simulate(seed, design)) !== undefined) caught = seed;
  }
  expect(caught).toBeDefined();
});

test('replays one history exactly from its seed', async () => {
  const record = async (seed: number) => {
    const lines: string[] = [];
    await simulate(seed, undefined, (line) => lines.push(line));
    return lines;
  };
  for (const seed of [3, 14, 159]) expect(await record(seed)).toEqual(await record(seed));
});
