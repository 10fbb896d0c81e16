import { describe, expect, it } from 'vitest';
import type { ApiKey } from '../../../shared/intake/api-key.ts';
import { createAuthenticate } from '../../../shared/intake/authenticate.ts';
import { createLookUpKey } from '../../../shared/intake/look-up-key.ts';
import { apiKey } from '../../support/api-keys.ts';
import { MINUTE_MS, NOW } from '../../support/events.ts';
import { createFakeApiKeys } from '../../support/fakes/api-keys.ts';
import { createFakeClock } from '../../support/fakes/clock.ts';
import { StoreDownError } from '../../support/fakes/outage.ts';

const { text, known } = apiKey();

const setUp = (...keys: readonly ApiKey[]) => {
  const { clock, advance } = createFakeClock(NOW);
  const store = createFakeApiKeys(...keys);
  const authenticate = createAuthenticate({ lookUpKey: createLookUpKey({ findKey: store.findKey, clock }), clock });
  return { authenticate, store, advance };
};

describe('authentication', () => {
  it.each([undefined, '', '   ', 'Bearer', 'Bearer '])(
    'without a key in the header (%j) says that the key is missing',
    async (authorization) => {
      expect(await setUp(known).authenticate(authorization)).toEqual({ kind: 'refused', reason: 'key_missing' });
    },
  );

  it.each([
    ['another scheme', `Basic ${text}`],
    ['no scheme', text],
    ['a key cut short', `Bearer ${text.slice(0, -1)}`],
    ['a typo', `Bearer ${text.replace(/.$/, (last) => (last === 'x' ? 'y' : 'x'))}`],
    ['two keys in one header', `Bearer ${text},Bearer ${text}`],
    ['two keys in two words', `Bearer ${text} ${text}`],
    ['a tab', `Bearer\t${text}`],
  ])('with %s says that it is malformed, and looks nothing up', async (_, authorization) => {
    const { authenticate, store } = setUp(known);
    expect(await authenticate(authorization)).toEqual({ kind: 'refused', reason: 'key_malformed' });
    expect(store.lookUps).toEqual([]);
  });

  it.each([`Bearer ${text}`, `bearer ${text}`, `BEARER   ${text} `])('lets a valid key in', async (authorization) => {
    expect(await setUp(known).authenticate(authorization)).toEqual({
      kind: 'authenticated',
      key: known,
      isStale: false,
    });
  });

  it('does not tell whose a key is before its secret matched', async () => {
    const revoked = { ...known, hash: apiKey(9).known.hash, revokedAt: NOW };
    expect(await setUp(revoked).authenticate(`Bearer ${text}`)).toEqual({ kind: 'refused', reason: 'key_unknown' });
    expect(await setUp().authenticate(`Bearer ${text}`)).toEqual({ kind: 'refused', reason: 'key_unknown' });
  });

  it('tells whose dead key it is once its secret matched', async () => {
    const revoked = { ...known, revokedAt: NOW };
    const expired = { ...known, expiresAt: NOW };
    expect(await setUp(revoked).authenticate(`Bearer ${text}`)).toEqual({
      kind: 'refused',
      reason: 'key_revoked',
      key: revoked,
    });
    expect(await setUp(expired).authenticate(`Bearer ${text}`)).toEqual({
      kind: 'refused',
      reason: 'key_expired',
      key: expired,
    });
  });

  it('refuses a key that expires while it is remembered', async () => {
    const { authenticate, advance } = setUp({ ...known, expiresAt: NOW + 30_000 });
    expect(await authenticate(`Bearer ${text}`)).toMatchObject({ kind: 'authenticated' });
    advance(30_000);
    expect(await authenticate(`Bearer ${text}`)).toMatchObject({ reason: 'key_expired' });
  });

  it('says so when it stands on memory alone', async () => {
    const { authenticate, store, advance } = setUp(known);
    await authenticate(`Bearer ${text}`);
    store.outage.begin();
    advance(2 * MINUTE_MS);
    expect(await authenticate(`Bearer ${text}`)).toMatchObject({ kind: 'authenticated', isStale: true });
  });

  it('rejects when keys cannot be looked up: nobody may be told that a key is wrong', async () => {
    const { authenticate, store } = setUp(known);
    store.outage.begin();
    await expect(authenticate(`Bearer ${text}`)).rejects.toThrow(StoreDownError);
  });
});
