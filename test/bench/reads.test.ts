/** What reading counts may cost: units and bytes, which do not depend on the machine. */

import { afterAll, beforeAll, expect, test } from 'vitest';
import { answerAsJson } from '../../bench/count-answers.ts';
import { measureBesideCounts } from '../../bench/read-counts.ts';
import { openStage, type Stage } from '../../bench/stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
}, 60_000);
afterAll(() => stage.close());

test('whether a range may be believed, and a question for changes without news, cost at most 2 read units', async () => {
  const { completeness, quietPoll } = await measureBesideCounts(stage);
  expect(completeness).toBeGreaterThan(0);
  expect(completeness).toBeLessThanOrEqual(2);
  expect(quietPoll).toBeGreaterThan(completeness);
  expect(quietPoll).toBeLessThanOrEqual(2);
}, 60_000);

test('a hundred days of 20 queues, hour by hour, are at most 0.4 MB in one page', async () => {
  const body = await answerAsJson({ from: '2026-01-01T00:00:00Z', to: '2026-04-11T00:00:00Z', interval: 'PT1H' }, 20);
  const { next, series, intervals } = JSON.parse(body);
  expect(next).toBeNull();
  expect(series).toHaveLength(20);
  expect(intervals.starts).toHaveLength(100 * 24);
  expect(Buffer.byteLength(body)).toBeLessThanOrEqual(400_000);
});
