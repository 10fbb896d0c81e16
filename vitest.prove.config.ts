import { defineConfig } from 'vitest/config';

/** A seed of this run's own: a law that holds for the usual cases is tried on others. A failure prints its seed. */
const FC_SEED = process.env['FC_SEED'] ?? String(Date.now() % 2 ** 31);

/** `npm run prove`: the laws on fresh cases, and the comparison with other designs. Minutes, not for every change. */
export default defineConfig({
  test: {
    include: [
      'test/prove/**/*.test.ts',
      'test/properties/**/*.test.ts',
      'test/freshchat-app/outbox-law.test.ts',
      'test/simulation/{year-of-silence,hard-times}.test.ts',
    ],
    setupFiles: ['test/support/seeded-properties.ts'],
    env: { PROVE: '1', FC_SEED, FC_RUNS: process.env['FC_RUNS'] ?? '1000' },
    isolate: false,
    maxWorkers: 2,
    testTimeout: 600_000,
    hookTimeout: 120_000,
  },
});
