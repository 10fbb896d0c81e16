import { defineConfig } from 'vitest/config';

/** Starts processes, or reads and changes the environment: a fresh module graph for each file. */
const ISOLATED = ['test/{bench,integration,rehearsal}/**/*.test.ts'];
/** Seconds a file, in one module graph: a template or an engine that is loaded once serves them all. */
const THOROUGH = ['test/{contract,freshchat-app,infra,simulation}/**/*.test.ts'];
/** One browser and one local system serve them all. */
const BROWSER = ['test/browser/**/*.test.ts'];
/** What proves longer: vitest.prove.config.ts. */
const PROVE = ['test/prove/**'];

/** `npm test` runs all four projects; `npm run test:fast` the first alone. */
export default defineConfig({
  test: {
    globalSetup: ['test/support/run-environment.ts'],
    setupFiles: ['test/support/seeded-properties.ts'],
    // Real engines start in many of these files; two cores are the machine that this must pass on.
    maxWorkers: 2,
    // Guards against hanging, not measures: a busy machine must not turn a check red.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 60_000 } },
    coverage: {
      provider: 'v8',
      include: ['{functions,infra,local,ops,sample-day,shared}/**/*.ts'],
      reporter: ['text', 'html'],
    },
    projects: [
      {
        extends: true,
        test: {
          name: 'fast',
          include: ['test/**/*.test.ts', 'freshchat-app/tests/**/*.test.js'],
          exclude: [...ISOLATED, ...THOROUGH, ...BROWSER, ...PROVE],
          isolate: false,
        },
      },
      { extends: true, test: { name: 'thorough', include: THOROUGH, isolate: false } },
      { extends: true, test: { name: 'isolated', include: ISOLATED } },
      {
        extends: true,
        test: {
          name: 'browser',
          include: BROWSER,
          globalSetup: ['test/support/run-environment.ts', 'test/support/browser/global-setup.ts'],
          isolate: false,
        },
      },
    ],
  },
});
