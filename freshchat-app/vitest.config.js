import { defineConfig } from 'vitest/config';

/** For `fdk unit-test`, and for `vitest run` in this folder. `fdk pack` reads coverage/unit/coverage-final.json. */
export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ['tests/**/*.test.js'],
    coverage: {
      provider: 'v8',
      include: ['server/**/*.js'],
      reporter: ['text', 'json'],
      reportsDirectory: 'coverage/unit',
      thresholds: { statements: 80, branches: 80, functions: 80, lines: 80 },
    },
  },
});
