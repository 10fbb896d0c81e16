import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'freshchat-app/tests/**/*.test.js'],
    setupFiles: ['test/support/seeded-properties.ts'],
    // Real engines start in many of these files; two cores are the machine that this must pass on.
    maxWorkers: 2,
    // Guards against hanging, not measures: a busy machine must not turn a check red.
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
