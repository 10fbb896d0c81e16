import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import * as z from 'zod';
import { INTERVALS, startsOf } from '../../shared/reading/intervals.ts';
import { createRandom } from '../simulation/random.ts';

/** Another language and another time zone library. Needs `python3` (3.9 or later) with a time zone database. */

const CASES = 3_000;
const QUARTER_MS = 15 * 60_000;
/** Both databases must know the zone, and the years must lie behind the older of the two. */
const FROM = Date.UTC(2015, 0, 1);
const UNTIL = Date.UTC(2025, 0, 1);

it(`agrees with Python about ${CASES} random ranges and zones`, () => {
  const random = createRandom(Number(process.env['FC_SEED'] ?? 1));
  const zones = Intl.supportedValuesOf('timeZone');
  const cases = Array.from({ length: CASES }, () => {
    const from = Math.floor((FROM + random.next() * (UNTIL - FROM)) / QUARTER_MS) * QUARTER_MS;
    return {
      timeZone: zones[random.int(0, zones.length - 1)] ?? 'UTC',
      interval: random.pick(INTERVALS),
      from,
      to: from + random.int(1, 20 * 96) * QUARTER_MS,
    };
  });
  const script = fileURLToPath(new URL('intervals.py', import.meta.url));
  const { stdout, stderr, status } = spawnSync('python3', [script], {
    input: cases.map((one) => JSON.stringify(one)).join('\n'),
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
  });
  expect(status, stderr).toBe(0);
  const answers = stdout.trim().split('\n');
  const different = cases.filter(({ timeZone, interval, ...range }, index) => {
    const theirs = z.array(z.number()).parse(JSON.parse(answers[index] ?? '[]'));
    return JSON.stringify(startsOf(range, interval, timeZone)) !== JSON.stringify(theirs);
  });
  expect(different).toEqual([]);
});
