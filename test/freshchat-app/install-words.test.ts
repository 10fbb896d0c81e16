import { describe, expect, test } from 'vitest';
import { INSTALL_WORDS } from '../support/browser/install-words.ts';

const LANGUAGES = ['en', 'de', 'it', 'fr', 'es'];

describe('the words of the installation page', () => {
  test('are there in five languages', () => {
    expect(Object.keys(INSTALL_WORDS)).toEqual(LANGUAGES);
  });

  test.each(LANGUAGES)('%s says the same things as English, each in words of its own', (language) => {
    const words = INSTALL_WORDS[language] ?? {};
    expect(Object.keys(words)).toEqual(Object.keys(INSTALL_WORDS['en'] ?? {}));
    expect(Object.values(words).filter((text) => text.trim() === '')).toEqual([]);
    if (language === 'en') return;
    for (const [key, text] of Object.entries(words)) expect(text, key).not.toBe(INSTALL_WORDS['en']?.[key]);
  });

  test.each(LANGUAGES)('%s leaves a place for the status of an unexpected answer, and only there', (language) => {
    const withPlace = Object.entries(INSTALL_WORDS[language] ?? {}).filter(([, text]) => text.includes('{status}'));
    expect(withPlace.map(([key]) => key)).toEqual(['unexpected']);
    expect(
      Object.values(INSTALL_WORDS[language] ?? {})
        .join(' ')
        .match(/\{\w+\}/g),
    ).toEqual(['{status}']);
  });
});
