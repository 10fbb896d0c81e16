import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    setupFiles: ['test/support/seeded-properties.ts'],
    // Real engines start in many of these files; two cores are the machine that this must pass on.
    maxWorkers: 2,
    // Guards against hanging, not measures: a busy machine must not turn a check red.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    projects: [
      { extends: true, test: { name: 'system', include: ['test/**/*.test.ts'], exclude: ['test/browser/**'] } },
      {
        extends: true,
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          globalSetup: ['test/support/browser/global-setup.ts'],
        },
      },
    ],
  },
});
