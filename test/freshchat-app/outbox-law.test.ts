import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chaosArbitrary } from './arbitraries.ts';
import { runChaos } from './chaos.ts';
import { violationsOf } from './law.ts';
import { readFreshchatApp } from './platform/app-files.ts';

const APP = readFreshchatApp();
const HISTORIES = 150;

describe('the outbox', () => {
  it('loses nothing that the limits do not explain, whatever fails around it', async () => {
    await fc.assert(
      fc.asyncProperty(chaosArbitrary, async (chaos) => {
        const scene = await runChaos(APP, chaos);
        expect(await violationsOf(scene)).toEqual([]);
        expect(scene.isTicking).toBe(true);
      }),
      { numRuns: HISTORIES },
    );
  });
});
