import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chaosArbitrary } from './arbitraries.ts';
import { type Chaos, runChaos } from './chaos.ts';
import { claimedHours, untrueClaims } from './claims.ts';
import { CONDITIONS } from './http-api.ts';
import { acceptedChats, violationsOf } from './law.ts';
import { MISTAKES } from './mistakes.ts';
import { type AppFiles, readFreshchatApp } from './platform/app-files.ts';
import { OPPOSITE, USUAL } from './platform/assumptions.ts';
import type { Fate } from './platform/fates.ts';

const APP = readFreshchatApp();
const HISTORIES = Number(process.env['FC_RUNS'] ?? 48);

const CALM: Chaos = {
  assumptions: USUAL,
  requestRate: 50,
  resolves: [{ at: 20 }, { at: 330 }, { at: 331, againAfter: 60 }, { at: 650 }],
  conditions: [],
  extraTicks: [],
  fates: [],
};

const violationsIn = async (app: AppFiles, chaos: Partial<Chaos>): Promise<readonly string[]> => {
  const scene = await runChaos(app, { ...CALM, ...chaos });
  return [
    ...(await violationsOf(scene)),
    ...untrueClaims(scene),
    ...(scene.isTicking ? [] : ['The recurring schedule is gone']),
  ];
};

const WELL: Fate = { fault: 'none', cut: 'none', beforeMs: 8, afterMs: 8 };
const DOWN = [{ from: 0, minutes: 24, condition: 'html_503' }] as const;

describe('the outbox', () => {
  it('delivers each resolve at once where all goes well', async () => {
    const { api, platform, resolves } = await runChaos(APP, CALM);
    expect([...acceptedChats(api)].sort()).toEqual(resolves.map(({ chatId }) => chatId).sort());
    expect(platform.db.rows().map(([key]) => key)).not.toContainEqual(expect.stringMatching(/^o:/));
  });

  it.each([
    ['as usual', USUAL],
    ['the other way round', OPPOSITE],
    ['each as it comes', undefined],
  ])(
    'loses nothing that the limits do not explain, whatever fails around it (assumptions %s)',
    async (_, assumptions) => {
      await fc.assert(
        fc.asyncProperty(chaosArbitrary, async (chaos) => {
          expect(await violationsIn(APP, { ...chaos, ...(assumptions && { assumptions }) })).toEqual([]);
        }),
        { numRuns: Math.ceil(HISTORIES / 3) },
      );
    },
  );

  it.each(CONDITIONS)('delivers in the end what came while the API was in the condition %s', async (condition) => {
    const history = { conditions: [{ from: 0, minutes: 30, condition }] };
    expect(await violationsIn(APP, history)).toEqual([]);
    const { api, resolves } = await runChaos(APP, { ...CALM, ...history });
    // Our own "no valid event" is the one answer that nothing comes after.
    expect(acceptedChats(api).size).toBe(condition === 'none_valid_422' ? 0 : resolves.length);
  });

  it.each<[string, Partial<Fate>]>([
    ['refused', { fault: 'refused' }],
    ['done and reported as failed', { fault: 'answer_lost' }],
    ['not made, for the invocation is cut off', { cut: 'before' }],
    ['done when the invocation is cut off', { cut: 'after' }],
  ])('loses nothing where any one call is %s', async (_, fault) => {
    for (let position = 0; position < 32; position += 1) {
      const fates = [...Array.from({ length: position }, () => WELL), { ...WELL, ...fault }];
      expect(await violationsIn(APP, { conditions: DOWN, fates })).toEqual([]);
    }
  });

  it('loses nothing and sends nothing that was not, wherever a second tick meets the first', async () => {
    for (let afterMs = 0; afterMs < 480; afterMs += 10) {
      expect(await violationsIn(APP, { conditions: DOWN, extraTicks: [{ tick: 2, afterMs }] })).toEqual([]);
    }
  });

  it('claims whole hours where nothing went wrong', async () => {
    expect(claimedHours((await runChaos(APP, CALM)).api)).toBe(3);
  });

  it('delivers what waited behind a revoked key, once another one is there', async () => {
    const { api, resolves } = await runChaos(APP, { ...CALM, keyGap: { from: 0, minutes: 80 } });
    expect(acceptedChats(api).size).toBe(resolves.length);
  });
});

/** A history in which a mistake shows. */
const HISTORIES_OF_MISTAKES: Readonly<Record<string, Partial<Chaos>>> = {
  'reads and writes a bucket in place of appending to it': { conditions: DOWN, burst: { at: 60, size: 5 } },
  'deletes a bucket before its events are sent': { conditions: DOWN },
  'takes any 400 for final': { conditions: [{ from: 0, minutes: 10, condition: 'html_400' }] },
  'moves the cursor past a bucket that failed': { conditions: DOWN },
  'looks for a place to begin at its first tick': {
    conditions: DOWN,
    resolves: [{ at: 20 }],
    fates: [WELL, WELL, { ...WELL, fault: 'refused' }],
  },
  'claims that nothing waits': {
    conditions: [{ from: 40, minutes: 34, condition: 'html_503' }],
    resolves: [{ at: 2_450 }, { at: 3_100 }, { at: 4_000 }],
  },
  'lives on after an event that the API refused for good': {
    conditions: [{ from: 40, minutes: 4, condition: 'none_valid_422' }],
    resolves: [{ at: 2_450 }],
  },
  'tries a request three times': { conditions: [{ from: 0, minutes: 10, condition: 'silence' }] },
};

describe('the law catches an app that', () => {
  it.each(Object.keys(MISTAKES))('%s', async (mistake) => {
    const history = HISTORIES_OF_MISTAKES[mistake] ?? {};
    expect(await violationsIn(APP, history)).toEqual([]);
    expect(await violationsIn(MISTAKES[mistake]?.(APP) ?? APP, history)).not.toEqual([]);
  });
});
