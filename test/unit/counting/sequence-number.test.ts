import { describe, expect, it } from 'vitest';
import { isSequenceNumber, padSequenceNumber } from '../../../shared/counting/sequence-number.ts';

describe('sequence numbers', () => {
  it('of different lengths compare as text once padded', () => {
    const numbers = ['9', '10', '99999999999999999999', '100000000000000000001', '9'.repeat(40)];
    const padded = numbers.map(padSequenceNumber);
    expect(padded.toSorted()).toEqual(padded);
    expect(new Set(padded.map(({ length }) => length))).toEqual(new Set([40]));
  });

  it('keep digits that a JavaScript number would round away', () => {
    expect(padSequenceNumber('9007199254740993') > padSequenceNumber('9007199254740992')).toBe(true);
    expect(Number('9007199254740993') > Number('9007199254740992')).toBe(false);
  });

  it.each(['', '1a', '-1', '1.5', ' 1', '1\n', '1'.repeat(41)])('%j is none', (text) => {
    expect(isSequenceNumber(text)).toBe(false);
  });

  it.each(['0', '49590338271490256608559692538361571095921575989136588898'.slice(0, 40)])('%s is one', (text) => {
    expect(isSequenceNumber(text)).toBe(true);
  });
});
