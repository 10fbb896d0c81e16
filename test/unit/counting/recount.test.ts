import { describe, expect, it } from 'vitest';
import type { Contribution } from '../../../shared/counting/contributions.ts';
import { findDrift, mendDrift, type RecountPorts } from '../../../shared/counting/recount.ts';

const HOUR = '2026-11-02T09:00:00Z';
const RANGE = { integrationId: 'a.1', from: HOUR, to: '2026-11-02T10:00:00Z' };
const place = (queue: string, contacts: number): Contribution => ({ hour: HOUR, queue, measures: { contacts } });

/** A ledger and counts whose n-th look is the n-th of these; the last one stays. */
const ports = (looks: readonly { ledger: readonly Contribution[]; counts: readonly Contribution[] }[]) => {
  let look = -1;
  const done: string[] = [];
  const now = () => looks[Math.min(look, looks.length - 1)];
  const made: RecountPorts = {
    readCounts: async () => {
      look += 1;
      return now()?.counts ?? [];
    },
    readLedger: async () => now()?.ledger ?? [],
    addDrift: async (_, { queue, measures, counted }, recountId) => {
      done.push(`${recountId}: ${queue} ${counted.contacts ?? 0} + ${measures.contacts}`);
      return 'added';
    },
    mapping: {
      pause: async () => void done.push('pause'),
      resume: async () => void done.push('resume'),
    },
    tally: { lagMs: async () => 0, nearZeroMs: 60_000 },
    settle: async () => undefined,
  };
  return { made, done };
};

describe('a recount', () => {
  it('reports the drift that two looks saw alike, and not what was under way', async () => {
    const { made } = ports([
      { ledger: [place('a', 5), place('b', 3)], counts: [place('a', 4), place('b', 2)] },
      { ledger: [place('a', 5), place('b', 4)], counts: [place('a', 4), place('b', 4)] },
    ]);
    expect(await findDrift(made, RANGE)).toMatchObject([{ queue: 'a', measures: { contacts: 1 } }]);
  });

  it('waits until two looks are equal, and adds the rest once, between pause and resume', async () => {
    const { made, done } = ports([
      { ledger: [place('a', 5)], counts: [place('a', 1)] },
      { ledger: [place('a', 5)], counts: [place('a', 4)] },
    ]);
    expect(await mendDrift(made, RANGE, 'r-1')).toMatchObject({ kind: 'mended', moved: [] });
    expect(done).toEqual(['pause', 'r-1: a 4 + 1', 'resume']);
  });

  it('changes nothing while the tally does not come to rest, and resumes all the same', async () => {
    const restless = Array.from({ length: 50 }, (_, look) => ({
      ledger: [place('a', 99)],
      counts: [place('a', look)],
    }));
    const { made, done } = ports(restless);
    expect(await mendDrift(made, RANGE, 'r-1')).toEqual({ kind: 'not_at_rest' });
    expect(done).toEqual(['pause', 'resume']);
  });

  it('waits for a tally that stands still far behind the ledger, however equal the looks are', async () => {
    const { made, done } = ports([
      ...Array.from({ length: 4 }, () => ({ ledger: [place('a', 5)], counts: [place('a', 1)] })),
      { ledger: [place('a', 5)], counts: [place('a', 4)] },
    ]);
    const lags = [600_000, 780_000, 60_000, 59_999];
    const tally = { ...made.tally, lagMs: async () => lags.shift() ?? 0 };
    expect(await mendDrift({ ...made, tally }, RANGE, 'r-1')).toMatchObject({ kind: 'mended' });
    expect(done).toEqual(['pause', 'r-1: a 4 + 1', 'resume']);
  });

  it('changes nothing while the tally stays behind, and resumes all the same', async () => {
    const { made, done } = ports([{ ledger: [place('a', 5)], counts: [place('a', 1)] }]);
    const tally = { ...made.tally, lagMs: async () => 86_000_000 };
    expect(await mendDrift({ ...made, tally }, RANGE, 'r-1')).toEqual({ kind: 'not_at_rest' });
    expect(done).toEqual(['pause', 'resume']);
  });

  it('resumes when it fails in the middle, and when it fails to pause', async () => {
    const { made, done } = ports([{ ledger: [place('a', 5)], counts: [] }]);
    const broken = { ...made, addDrift: () => Promise.reject(new Error('no answer')) };
    await expect(mendDrift(broken, RANGE, 'r-1')).rejects.toThrow();
    const unpaused = { ...made, mapping: { ...made.mapping, pause: () => Promise.reject(new Error('no answer')) } };
    await expect(mendDrift(unpaused, RANGE, 'r-1')).rejects.toThrow();
    expect(done).toEqual(['pause', 'resume', 'resume']);
  });
});
