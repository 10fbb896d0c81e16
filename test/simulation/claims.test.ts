import { describe, expect, it } from 'vitest';
import { createHistory, type Stress } from './claims/history.ts';
import { asClaimed, type Figures, figuresOf, play, type StateRule, sumOf } from './claims/play.ts';

/** Law 1: no hour of which the app knows that a chat was lost is ever final. `npm run prove` plays more of them. */

const DAYS = 30;

const played = (seeds: readonly number[], stress: Stress, rule: StateRule = asClaimed): Figures =>
  sumOf(
    seeds.map((seed) => {
      const history = createHistory(seed, DAYS, stress);
      return figuresOf(history, play(history, rule));
    }),
  );

const share = (part: number, whole: number): number => part / Math.max(1, whole);
const median = (sorted: readonly number[]): number => sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;

const WORLDS: readonly (readonly [string, Stress])[] = [
  ['one account', {}],
  ['a second account that joins and leaves', { twoAccounts: true }],
  ['clocks that step', { clockSteps: true }],
  ['fourteen outages a month, ours and the app’s', { outages: true }],
];

describe.each(WORLDS)('a month with %s', (_, stress) => {
  const figures = played([1, 2], stress);

  it('has no chat missing in a final hour but what no claim can know', () => {
    expect(figures.finalHours).toBeGreaterThan(500);
    expect(figures.missingKnown).toBe(0);
    expect(share(figures.missingUnseen, figures.chats)).toBeLessThanOrEqual(stress.outages ? 1e-3 : 6e-4);
  });

  it('has no untrue zero, no unannounced change, and nothing that is taken back', () => {
    expect(figures.untrueZeros).toBe(0);
    expect(figures.changedUnannounced).toBe(0);
    expect(figures.stoppedBeingFinal).toBe(0);
    expect(figures.completeUntilFell).toBe(0);
  });

  it('is final within the hour', () => {
    expect(median(figures.minutesUntilFinal)).toBeLessThanOrEqual(60);
  });

  // An account that leaves without a word holds the others back for two weeks.
  it('is seldom unknown without a reason', () => {
    if (stress.twoAccounts) return expect(share(figures.neverFinalWithoutLoss, figures.hours)).toBeLessThan(0.5);
    expect(share(figures.neverFinalWithoutLoss, figures.hours)).toBeLessThanOrEqual(0.035);
  });
});

describe('deliberately wrong rules', () => {
  /** An hour is settled an hour after its end, unless a hole is known. */
  const byTheClock: StateRule = (hour, now, claimed) =>
    claimed === 'provisional' && now >= (hour + 2) * 60 ? 'final' : claimed;

  /** Only a silence of a day opens an incident; everything shorter looks like zeros. */
  const incidentsOnly: StateRule = (hour, now) => (now >= (hour + 2) * 60 ? 'final' : 'provisional');

  it.each([
    ['settling from the hour', byTheClock],
    ['knowing incidents only', incidentsOnly],
  ])('%s loses chats that the app knew of', (_, rule) => {
    const figures = played([1, 2], {}, rule);
    expect(figures.missingKnown + figures.stoppedBeingFinal).toBeGreaterThan(0);
  });
});
