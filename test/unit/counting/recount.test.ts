import { describe, expect, it } from 'vitest';
import type { Contribution } from '../../../shared/counting/contributions.ts';
import { findDrift, mendDrift, type RecountPorts } from '../../../shared/counting/recount.ts';

const HOUR = '2026-11-02T09:00:00Z';
const RANGE = { integrationId: 'a.1', from: HOUR, to: '2026-11-02T10:00:00Z' };
const place = (queue: string, contacts: number): Contribution => ({ hour: HOUR, queue, measures: { contacts } });

const STORE_TIME = Date.parse('2026-11-03T12:00:00Z');

type Look = {
  readonly ledger: readonly Contribution[];
  readonly counts: readonly Contribution[];
  readonly unreadableChats?: number;
  readonly unreadableCounts?: readonly string[];
};

/** A ledger and counts whose n-th look is the n-th of these; the last one stays. Each look takes a second. */
const ports = (looks: readonly Look[], { isPausedBefore = false, isSwitchedMeanwhile = false } = {}) => {
  let look = -1;
  let storeTime = STORE_TIME;
  const done: string[] = [];
  const until: number[] = [];
  const now = (): Look => looks[Math.min(look, looks.length - 1)] ?? { ledger: [], counts: [] };
  const made: RecountPorts = {
    readCounts: async () => {
      look += 1;
      storeTime += 1_000;
      const { counts, unreadableCounts: unreadable = [] } = now();
      const stored = counts.map((count) => ({ ...count, integrationId: 'a.1', marks: {}, version: 1 }));
      return { counts: stored, unreadable };
    },
    readLedger: async () => ({ contributions: now().ledger, unreadable: now().unreadableChats ?? 0 }),
    addDrift: async ({ queue, measures, counted }, { recountId, recountedUntil }) => {
      done.push(`${recountId}: ${queue} ${counted.contacts ?? 0} + ${measures.contacts ?? 0}`);
      until.push(recountedUntil);
      return 'added';
    },
    mapping: {
      isPaused: async () => isPausedBefore,
      pause: async () => void done.push('pause'),
      isUntouched: async () => !isSwitchedMeanwhile,
      resume: async () => void done.push('resume'),
    },
    tally: { lagMs: async () => 0, nearZeroMs: 60_000 },
    storeClock: async () => storeTime,
    settleMs: 180_000,
    wait: async (ms) => {
      storeTime += ms;
    },
  };
  return { made, done, until };
};

describe('a recount', () => {
  it('reports the drift that two looks saw alike, and not what was under way', async () => {
    const { made } = ports([
      { ledger: [place('a', 5), place('b', 3)], counts: [place('a', 4), place('b', 2)] },
      { ledger: [place('a', 5), place('b', 4)], counts: [place('a', 4), place('b', 4)] },
    ]);
    expect(await findDrift(made, [RANGE])).toMatchObject({ drift: [{ queue: 'a', measures: { contacts: 1 } }] });
  });

  it('waits until two looks are equal, and adds the rest once, between pause and resume', async () => {
    const { made, done } = ports([
      { ledger: [place('a', 5)], counts: [place('a', 1)] },
      { ledger: [place('a', 5)], counts: [place('a', 4)] },
    ]);
    expect(await mendDrift(made, [RANGE], 'r-1')).toMatchObject({ kind: 'mended', moved: [] });
    expect(done).toEqual(['pause', 'r-1: a 4 + 1', 'resume']);
  });

  it('rests on equal ledgers and equal counts, not on equal differences that move together', async () => {
    const { made, done } = ports([
      { ledger: [place('a', 5)], counts: [place('a', 4)] },
      { ledger: [place('a', 8)], counts: [place('a', 7)] },
      { ledger: [place('a', 9)], counts: [place('a', 9)] },
    ]);
    expect(await mendDrift(made, [RANGE], 'r-1')).toMatchObject({ kind: 'mended', added: [] });
    expect(done).toEqual(['pause', 'r-1: a 9 + 0', 'resume']);
  });

  it('tells every count until when the ledger is in it: the end of the first look and a third of the wait', async () => {
    const looks = { ledger: [place('a', 5), place('b', 2)], counts: [place('a', 4), place('b', 2)] };
    const { made, done, until } = ports([looks]);
    const recountedUntil = STORE_TIME + 1_000 + 60_000;
    expect(await mendDrift(made, [RANGE], 'r-1')).toMatchObject({ kind: 'mended', recountedUntil });
    expect(done).toEqual(['pause', 'r-1: a 4 + 1', 'r-1: b 2 + 0', 'resume']);
    expect(until).toEqual([recountedUntil, recountedUntil]);
  });

  it('changes nothing while the tally does not come to rest, and resumes all the same', async () => {
    const restless = Array.from({ length: 50 }, (_, look) => ({
      ledger: [place('a', 99)],
      counts: [place('a', look)],
    }));
    const { made, done } = ports(restless);
    expect(await mendDrift(made, [RANGE], 'r-1')).toEqual({ kind: 'not_at_rest' });
    expect(done).toEqual(['pause', 'resume']);
  });

  it('waits for a tally that stands still far behind the ledger, however equal the looks are', async () => {
    const { made, done } = ports([
      ...Array.from({ length: 4 }, () => ({ ledger: [place('a', 5)], counts: [place('a', 1)] })),
      { ledger: [place('a', 5)], counts: [place('a', 4)] },
    ]);
    const lags = [600_000, 780_000, 60_000, 59_999];
    const tally = { ...made.tally, lagMs: async () => lags.shift() ?? 0 };
    expect(await mendDrift({ ...made, tally }, [RANGE], 'r-1')).toMatchObject({ kind: 'mended' });
    expect(done).toEqual(['pause', 'r-1: a 4 + 1', 'resume']);
  });

  it('changes nothing while the tally stays behind, and resumes all the same', async () => {
    const { made, done } = ports([{ ledger: [place('a', 5)], counts: [place('a', 1)] }]);
    const tally = { ...made.tally, lagMs: async () => 86_000_000 };
    expect(await mendDrift({ ...made, tally }, [RANGE], 'r-1')).toEqual({ kind: 'not_at_rest' });
    expect(done).toEqual(['pause', 'resume']);
  });

  it('resumes when it fails in the middle, and when it fails to pause', async () => {
    const { made, done } = ports([{ ledger: [place('a', 5)], counts: [] }]);
    const broken = { ...made, addDrift: () => Promise.reject(new Error('no answer')) };
    await expect(mendDrift(broken, [RANGE], 'r-1')).rejects.toThrow();
    const unpaused = { ...made, mapping: { ...made.mapping, pause: () => Promise.reject(new Error('no answer')) } };
    await expect(mendDrift(unpaused, [RANGE], 'r-1')).rejects.toThrow();
    expect(done).toEqual(['pause', 'resume', 'resume']);
  });

  it('resumes no queue that somebody else had paused', async () => {
    const { made, done } = ports([{ ledger: [place('a', 5)], counts: [place('a', 4)] }], { isPausedBefore: true });
    expect(await mendDrift(made, [RANGE], 'r-1')).toMatchObject({ kind: 'mended' });
    expect(done).toEqual(['pause', 'r-1: a 4 + 1']);
  });

  it('changes nothing when somebody switched the queue meanwhile, and leaves it as it is', async () => {
    const { made, done } = ports([{ ledger: [place('a', 5)], counts: [] }], { isSwitchedMeanwhile: true });
    expect(await mendDrift(made, [RANGE], 'r-1')).toEqual({ kind: 'not_paused' });
    expect(done).toEqual(['pause']);
  });

  it('leaves a count that cannot be read to a person, and mends the others', async () => {
    const looks = { ledger: [place('a', 5), place('b', 2)], counts: [place('b', 1)], unreadableCounts: [`${HOUR}#a`] };
    const { made, done } = ports([looks]);
    expect(await mendDrift(made, [RANGE], 'r-1')).toMatchObject({ kind: 'mended', unreadableCounts: [`${HOUR}#a`] });
    expect(done).toEqual(['pause', 'r-1: b 1 + 1', 'resume']);
  });

  it('takes nothing away because a chat of the ledger cannot be read', async () => {
    const { made, done } = ports([{ ledger: [place('a', 4)], counts: [place('a', 5)], unreadableChats: 1 }]);
    expect(await mendDrift(made, [RANGE], 'r-1')).toEqual({ kind: 'unreadable_chats', chats: 1 });
    expect(done).toEqual(['pause', 'resume']);
  });
});
