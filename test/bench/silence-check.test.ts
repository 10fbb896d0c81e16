/** What a run of the monitor may cost. The figures do not depend on the machine: calls and units over two hours of runs. */

import { afterAll, beforeAll, expect, test } from 'vitest';
import { playMonitor } from '../../bench/silence-check.ts';
import { openStage, type Stage } from '../../bench/stage.ts';

const RUNS = 24;
const RUNS_OF_A_DAY = 288;

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
}, 60_000);
afterAll(() => stage.close());

// The policy is read from the settings, consistently, beside the health item at half the price: 1.5 read units for each
// one looked at. In exchange no evidence write pays for the bytes of holidays.
test('a run costs at most 10 calls and 55 read units on average with 10,000 healthy integrations', async () => {
  const cost = await playMonitor(stage, { integrations: 10_000, runs: RUNS });
  // Else too few were looked at, and the figures say nothing.
  expect(cost.duePerRun).toBeGreaterThan(33);
  expect(cost.callsPerRun).toBeLessThanOrEqual(10);
  expect(cost.readUnitsPerRun).toBeLessThanOrEqual(55);
  // Our own memory, and for each one looked at its item and both places of its entry in the index.
  expect(cost.writeUnitsPerRun).toBeCloseTo(1 + 3 * cost.duePerRun, 1);
}, 300_000);

test('a healthy integration is looked at once a day', async () => {
  const cost = await playMonitor(stage, { integrations: 1, runs: RUNS_OF_A_DAY });
  expect(cost.duePerRun * RUNS_OF_A_DAY).toBeCloseTo(1);
}, 300_000);
