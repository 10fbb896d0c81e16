import { expect, it } from 'vitest';
import { inChunks } from '../../../shared/core/in-chunks.ts';

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);

it('works on each item once, at most so many at once, and gives the results in the order of the items', async () => {
  const chunks: number[] = [];
  const halves = await inChunks(numbers(7), 3, async (chunk) => {
    chunks.push(chunk.length);
    return chunk.map((number) => number / 2);
  });
  expect(halves).toEqual(numbers(7).map((number) => number / 2));
  expect(chunks).toEqual([3, 3, 1]);
  expect(await inChunks([], 3, async () => [1])).toEqual([]);
});

it('has eight calls in flight, and no more', async () => {
  let inFlight = 0;
  let most = 0;
  await inChunks(numbers(20), 1, async (chunk) => {
    inFlight += 1;
    most = Math.max(most, inFlight);
    await new Promise(setImmediate);
    inFlight -= 1;
    return chunk;
  });
  expect(most).toBe(8);
});
