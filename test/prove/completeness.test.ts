import { describe, expect, it } from 'vitest';
import { createHistory, type Stress } from '../simulation/claims/history.ts';
import { figuresOf, play, sumOf } from '../simulation/claims/play.ts';
import { endsEqual } from '../simulation/feed-law.ts';

/** The laws of completeness over a year of months, and of the corrections over ten thousand readers. */

const MONTHS = Number(process.env['CLAIMS_MONTHS'] ?? 12);
const READERS = 10_000;

const WORLDS: readonly (readonly [string, Stress])[] = [
  ['one account', {}],
  ['a second account that joins and leaves', { twoAccounts: true }],
  ['clocks that step', { clockSteps: true }],
  ['fourteen outages a month', { outages: true }],
];

describe.each(WORLDS)('months with %s', (name, stress) => {
  it('have no untrue zero, no known chat missing in a final hour, and nothing that is taken back', () => {
    const months = Array.from({ length: MONTHS }, (_, month) => {
      const history = createHistory(1_000 + month, 30, stress);
      return figuresOf(history, play(history));
    });
    const { minutesUntilFinal, ...figures } = sumOf(months);
    const median = minutesUntilFinal[Math.floor(minutesUntilFinal.length / 2)];
    console.log(name, { ...figures, medianMinutesUntilFinal: median });
    expect(figures).toMatchObject({
      missingKnown: 0,
      untrueZeros: 0,
      changedUnannounced: 0,
      stoppedBeingFinal: 0,
      completeUntilFell: 0,
    });
    expect(figures.missingUnseen / figures.chats).toBeLessThanOrEqual(60e-6);
    expect(median).toBeLessThanOrEqual(60);
  });
});

it(`${READERS} readers of the changes end equal with the table`, async () => {
  for (let seed = 1; seed <= READERS; seed += 1) expect(await endsEqual(seed), `seed ${seed}`).toBe(true);
});
