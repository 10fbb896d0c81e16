import { expect, it } from 'vitest';
import { readEach } from '../../../shared/core/read-each.ts';

it('reads the neighbours of an item that cannot be read, and tells of that one', () => {
  const errors: unknown[] = [];
  const read = readEach(['1', 'x', '3'], BigInt, (error) => void errors.push(error));
  expect(read).toEqual([1n, 3n]);
  expect(errors).toMatchObject([{ name: 'SyntaxError' }]);
});
