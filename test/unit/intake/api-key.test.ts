import { describe, expect, it } from 'vitest';
import { checkApiKey, formatApiKey, hashApiKey, parseApiKey } from '../../../shared/intake/api-key.ts';
import { apiKey } from '../../support/api-keys.ts';
import { NOW } from '../../support/events.ts';

describe('the form of an injixo API key', () => {
  it('is ijx_<keyId>_<secret>_<checksum>, base62', () => {
    expect(apiKey().text).toMatch(/^ijx_[0-9A-Za-z]{12}_[0-9A-Za-z]{43}_[0-9A-Za-z]{6}$/);
  });

  it('holds every bit of its random bytes', () => {
    const zeros = formatApiKey(new Uint8Array(8), new Uint8Array(32)).key;
    for (const bit of [0, 255]) {
      const secret = new Uint8Array(32);
      secret[Math.floor(bit / 8)] = 1 << (bit % 8);
      expect(formatApiKey(new Uint8Array(8), secret).key).not.toBe(zeros);
    }
    expect(formatApiKey(new Uint8Array(8).fill(255), new Uint8Array(32).fill(255)).key).toMatch(
      /^ijx_0LygHa16AHYF_[0-9A-Za-z]{43}_/,
    );
  });

  it('is read back to its id', () => {
    const { text, known } = apiKey();
    expect(parseApiKey(text)).toEqual({ keyId: known.keyId });
  });

  it.each([
    ['nothing', () => ''],
    ['a key with a space behind', (key: string) => `${key} `],
    ['a key with a line feed behind', (key: string) => `${key}\n`],
    ['a key in upper case', (key: string) => key.toUpperCase()],
    ['a key without its checksum', (key: string) => key.slice(0, -7)],
    ['a key cut short', (key: string) => key.slice(0, -1)],
    ['a longer key', (key: string) => `${key}0`],
    ['another prefix', (key: string) => key.replace('ijx', 'ijy')],
    ['a Freshchat key', () => 'eyJraWQiOiJjdXN0b20tb2F1dGgta2V5aWQi.eyJzdWIiOiJ4In0.sig'],
  ])('%s is no key', (_, spoil) => {
    expect(parseApiKey(spoil(apiKey().text))).toBeUndefined();
  });

  it('tells a typo in any place', () => {
    const { text } = apiKey();
    for (const [place, character] of [...text].entries()) {
      const typo = `${text.slice(0, place)}${character === '7' ? '8' : '7'}${text.slice(place + 1)}`;
      expect(parseApiKey(typo), `place ${place}`).toBeUndefined();
    }
  });
});

describe('whether a key is accepted', () => {
  const { text, known } = apiKey();

  it.each([
    ['a known key', text, known, 'valid'],
    ['a key that nobody knows', text, undefined, 'key_unknown'],
    ['another secret', text, { ...known, hash: hashApiKey('x') }, 'key_unknown'],
    ['a stored hash of another length', text, { ...known, hash: '' }, 'key_unknown'],
    ['a revoked key', text, { ...known, revokedAt: NOW }, 'key_revoked'],
    ['a key that will be revoked', text, { ...known, revokedAt: NOW + 1 }, 'valid'],
    ['an expired key', text, { ...known, expiresAt: NOW }, 'key_expired'],
    ['a key that will expire', text, { ...known, expiresAt: NOW + 1 }, 'valid'],
    ['a key both revoked and expired', text, { ...known, revokedAt: NOW, expiresAt: NOW }, 'key_revoked'],
    ['a wrong secret for a revoked key', apiKey(9).text, { ...known, revokedAt: NOW }, 'key_unknown'],
  ])('%s', (_, presented, key, expected) => {
    expect(checkApiKey(presented, key, NOW)).toBe(expected);
  });

  it('is decided by a hash that is not the key', () => {
    expect(known.hash).toHaveLength(44);
    expect(known.hash).not.toContain(text.slice(17, 60));
  });
});
