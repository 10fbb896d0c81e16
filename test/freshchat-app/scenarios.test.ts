/** What the app's limits promise, from the real app. `npm run app:limits` prints all of them. */

import { expect, it } from 'vitest';
import { formatFigures } from './limits-table.ts';
import { readFreshchatApp } from './platform/app-files.ts';
import { play, SCENARIOS } from './scenarios.ts';

const APP = readFreshchatApp();

it('counts 60 resolves of one minute, with at most 2 $db calls each', async () => {
  const { platform, figures } = await play(APP, SCENARIOS.sixtyInAMinute);
  expect(figures).toMatchObject({ delivered: 60, expected: 60, lost: 0 });
  const dbCalls = platform
    .invocations()
    .filter(({ event }) => event === 'onConversationUpdate')
    .map(({ calls }) => calls.filter(({ service }) => service === 'db').length);
  expect(Math.max(...dbCalls)).toBeLessThanOrEqual(2);
});

it('counts 600 resolves of ten minutes within 15 minutes after a server that was down for three hours', async () => {
  const { figures } = await play(APP, SCENARIOS.downThreeHours);
  expect(figures).toMatchObject({ delivered: 600, expected: 600, lost: 0 });
  expect(figures.lastAfter).toBeLessThanOrEqual(3 * 60 + 15);
});

it('counts everything behind a key that was revoked for three days, once another one is pasted', async () => {
  const { figures } = await play(APP, { ...SCENARIOS.keyRevoked, perMinute: 0.25 });
  const resolves = (3 * 24 * 60) / 4;
  expect(figures).toMatchObject({ delivered: resolves, expected: resolves, lost: 0 });
});

it.each([
  [true, true],
  [false, false],
])(
  'counts what fills a bucket of raised limits, whether or not the platform says that it is full (%s)',
  async (doesFullValueSaySo, hasParts) => {
    const { platform, figures } = await play(APP, {
      ...SCENARIOS.raisedLimits,
      perMinute: 120,
      minutes: 5,
      conditions: [{ from: 0, until: 20, condition: 'html_503' }],
      assumptions: { doesFullValueSaySo },
    });
    expect(figures).toMatchObject({ delivered: 600, expected: 600, lost: 0 });
    const appends = platform.invocations().flatMap(({ calls }) => calls.filter(({ method }) => method === 'update'));
    const further = appends.filter(({ args, outcome }) => outcome?.kind === 'done' && /^\["o:\d+:\d"/.test(args));
    expect(further.length > 0).toBe(hasParts);
  },
);

it('loses what no limit can carry, and says so for each', async () => {
  const { figures } = await play(APP, SCENARIOS.scheduleLimited);
  expect(figures.delivered).toBeLessThan(figures.expected);
  expect(figures.delivered + figures.lost).toBe(figures.expected);
});

it('prints a line a scenario', async () => {
  const { figures } = await play(APP, SCENARIOS.sixtyInAMinute);
  expect(formatFigures([['a minute', figures]]).split('\n')[2]).toMatch(/^a minute\s+60\/60\s+0\s/);
});
