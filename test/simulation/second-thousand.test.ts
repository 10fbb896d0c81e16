import { expect, test } from 'vitest';
import { firstViolation } from './histories.ts';

/** Two files, for the two thousands run side by side. */
test('the books balance after each of a thousand histories in which everything breaks', {
  timeout: 600_000,
}, async () => {
  expect(await firstViolation(1_001, 2_000)).toBeUndefined();
});
