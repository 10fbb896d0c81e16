import { describe, expect, it } from 'vitest';
import { toVisibleName } from '../../../shared/core/visible-name.ts';

const nameOf = (text: string): string | undefined => toVisibleName(text)?.name;

describe('a name', () => {
  it('is the same in every spelling that looks the same', () => {
    const spellings = [
      'Billing',
      ' \t Billing \n',
      '\u00a0Billing',
      '\ufeffBilling',
      'Billing\u200b',
      '\u200eBilling',
      'Billing\u2060',
      'Billing\ufe0f',
      'Billing\u200d',
      'Bil\u00adling',
      'Bil\u200bling',
      '\u2800Billing\u3164',
    ];
    expect(new Set(spellings.map(nameOf))).toEqual(new Set(['Billing']));
  });

  it('is the same however its accents were typed', () => {
    expect(nameOf('Cafe\u0301')).toBe('Caf\u00e9');
  });

  it('keeps its case and its inner spaces', () => {
    expect(nameOf('Customer  support')).toBe('Customer  support');
  });

  it.each([
    ['nothing', ''],
    ['spaces', ' \t\n\u00a0\u3000'],
    ['a zero width space', '\u200b'],
    ['a Braille blank', '\u2800'],
    ['a Hangul filler', '\u3164'],
    ['selectors and joiners', '\ufe0f\u200d\u{e0100}'],
  ])('of %s is no name', (_, text) => {
    expect(toVisibleName(text)).toBeUndefined();
  });

  it.each([
    ['the heart in colour', 'VIP ❤\ufe0f'],
    ['the smiley in black and white', 'VIP 😀\ufe0e'],
    ['the flag of England', 'Sales \u{1f3f4}\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}'],
    ['the flag of Scotland', 'Sales \u{1f3f4}\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}'],
    ['a Persian word with a joiner within', 'می\u200cخواهم'],
    ['a Persian letter that joins at the end', 'ه\u200d'],
    ['a Hindi half form', 'क\u094d\u200d'],
    ['a family', '👩\u200d👩\u200d👧'],
  ])('keeps %s', (_, text) => {
    expect(nameOf(text)).toBe(text);
  });

  it.each([
    ['a selector after a digit', 'Team 1\ufe0f', 'Team 1'],
    ['a joiner after an emoji', '👩\u200d', '👩'],
    ['tags without their end', '\u{1f3f4}\u{e0067}\u{e0062}', '\u{1f3f4}'],
    ['a non-joiner after a Persian word', 'نامه\u200c', 'نامه'],
    ['a joiner after a Latin letter', 'Sales\u200d', 'Sales'],
  ])('loses %s, which has no effect there', (_, text, name) => {
    expect(nameOf(text)).toBe(name);
  });

  it('that is too long is cut, and told so', () => {
    expect(toVisibleName('a'.repeat(200))).toEqual({ name: 'a'.repeat(200), wasCut: false });
    expect(toVisibleName(`${'a'.repeat(200)}${' '.repeat(5_000)}`)).toEqual({ name: 'a'.repeat(200), wasCut: false });
    expect(toVisibleName('a'.repeat(201))).toEqual({ name: 'a'.repeat(200), wasCut: true });
    expect(toVisibleName(`a${'\u0301'.repeat(2_000)}`)?.wasCut).toBe(true);
  });

  it('fits into a sort key with its hour, also where NFC grows', () => {
    const longest = nameOf('\u0958'.repeat(200)) ?? '';
    expect([...longest]).toHaveLength(200);
    expect(Buffer.byteLength(`2026-11-22T09:00:00Z#${longest}`)).toBeLessThan(1_024);
  });
});
