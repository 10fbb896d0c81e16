import { setupI18n } from '@lingui/core';
import { compileMessage } from '@lingui/message-utils/compileMessage';
import { describe, expect, test } from 'vitest';
import { words as de } from '../../../console/src/words/de.ts';
import { words as en } from '../../../console/src/words/en.ts';
import { words as it } from '../../../console/src/words/it.ts';

/** Names of the places in a message, whatever its language makes of them. */
const placesOf = (message: unknown): readonly string[] =>
  Array.isArray(message)
    ? [
        ...new Set(
          message.flatMap((token: unknown): readonly string[] => {
            if (!Array.isArray(token)) return [];
            const [name, , choices]: readonly unknown[] = token;
            const inside = typeof choices === 'object' && choices !== null ? Object.values(choices) : [];
            return [String(name), ...inside.flatMap(placesOf)];
          }),
        ),
      ].toSorted()
    : [];

describe.each([
  ['de', de],
  ['it', it],
] as const)('the words of the console in %s', (_, words) => {
  test('say the same things as English, with the same facts', () => {
    expect(Object.keys(words)).toEqual(Object.keys(en));
    const english = new Map(Object.entries(en));
    for (const [id, text] of Object.entries(words)) {
      expect(text.trim(), id).not.toBe('');
      expect(placesOf(compileMessage(text)), id).toEqual(placesOf(compileMessage(english.get(id) ?? '')));
    }
  });
});

test('the words of the console leave out a fact that is not known', () => {
  for (const [locale, words] of [
    ['en', en],
    ['de', de],
    ['it', it],
  ] as const) {
    const messages = Object.fromEntries(Object.entries(words).map(([id, text]) => [id, compileMessage(text)]));
    const i18n = setupI18n({ locale, messages: { [locale]: messages } });
    const known = { createdAt: 'T', oldKeyHint: 'K', newKeyHint: 'none' };
    for (const id of Object.keys(words).filter((word) => /^(?:reason|next)\./.test(word))) {
      const facts = Object.fromEntries(placesOf(messages[id]).map((name) => [name, 'none']));
      const said = i18n._(id, { ...facts, ...known, ...(id === 'reason.handover' && { newKeyHint: 'K' }) });
      expect(said, `${locale} ${id}`).not.toMatch(/none|undefined|\{/);
    }
  }
});
