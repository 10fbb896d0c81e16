import { describe, expect, it } from 'vitest';
import type { ApiKey } from '../../../shared/intake/api-key.ts';
import { createLookUpKey, FRESH_MS, STALE_MS, UNKNOWN_MS } from '../../../shared/intake/look-up-key.ts';
import { apiKey } from '../../support/api-keys.ts';
import { NOW } from '../../support/events.ts';
import { createFakeApiKeys } from '../../support/fakes/api-keys.ts';
import { createFakeClock } from '../../support/fakes/clock.ts';
import { StoreDownError } from '../../support/fakes/outage.ts';

const { known } = apiKey();
const { keyId } = known;

const setUp = (...keys: readonly ApiKey[]) => {
  const { clock, advance } = createFakeClock(NOW);
  const store = createFakeApiKeys(...keys);
  return { lookUp: createLookUpKey({ findKey: store.findKey, clock }), store, advance };
};

describe('looking up a key', () => {
  it('asks the store once in 60 s', async () => {
    const { lookUp, store, advance } = setUp(known);
    await lookUp(keyId);
    advance(FRESH_MS - 1);
    expect(await lookUp(keyId)).toEqual({ key: known, isStale: false });
    expect(store.lookUps).toHaveLength(1);
  });

  it('sees a revocation after 60 s at the latest', async () => {
    expect(FRESH_MS).toBeLessThanOrEqual(60_000);
    const { lookUp, store, advance } = setUp(known);
    await lookUp(keyId);
    store.put({ ...known, revokedAt: NOW });
    advance(FRESH_MS);
    expect((await lookUp(keyId)).key?.revokedAt).toBe(NOW);
  });

  it('remembers that a key is unknown for seconds only', async () => {
    expect(UNKNOWN_MS).toBeLessThanOrEqual(5_000);
    const { lookUp, store, advance } = setUp();
    await lookUp(keyId);
    store.put(known);
    advance(UNKNOWN_MS - 1);
    expect((await lookUp(keyId)).key).toBeUndefined();
    expect(store.lookUps).toHaveLength(1);
    advance(1);
    expect((await lookUp(keyId)).key).toEqual(known);
  });

  it('remembers each key for itself', async () => {
    const other = apiKey(2).known;
    const { lookUp } = setUp(known, other);
    expect((await lookUp(keyId)).key).toEqual(known);
    expect((await lookUp(other.keyId)).key).toEqual(other);
  });

  it('remembers a known key, however many strangers knock', async () => {
    const { lookUp, store } = setUp(known);
    await lookUp(keyId);
    for (let stranger = 0; stranger < 10_000; stranger += 1) await lookUp(`stranger-${stranger}`);
    await lookUp(keyId);
    expect(store.lookUps.filter((id) => id === keyId)).toHaveLength(1);
  });
});

describe('requests that come together', () => {
  it('ask the store once', async () => {
    const { lookUp, store } = setUp(known);
    const answers = await Promise.all([lookUp(keyId), lookUp(keyId), lookUp(keyId)]);
    expect(answers).toEqual(Array(3).fill({ key: known, isStale: false }));
    expect(store.lookUps).toEqual([keyId]);
  });

  it('ask again after a failure', async () => {
    const { lookUp, store } = setUp(known);
    store.outage.begin();
    await Promise.allSettled([lookUp(keyId), lookUp(keyId)]);
    store.outage.end();
    expect(await lookUp(keyId)).toEqual({ key: known, isStale: false });
  });
});

describe('while the store does not answer', () => {
  it('a key that it knew within the last 15 minutes is still accepted', async () => {
    const { lookUp, store, advance } = setUp(known);
    await lookUp(keyId);
    store.outage.begin();
    advance(STALE_MS - 1);
    expect(await lookUp(keyId)).toEqual({ key: known, isStale: true });
  });

  it('the 15 minutes are not prolonged by use', async () => {
    expect(STALE_MS).toBeLessThanOrEqual(15 * 60_000);
    const { lookUp, store, advance } = setUp(known);
    await lookUp(keyId);
    store.outage.begin();
    advance(STALE_MS - 1);
    await lookUp(keyId);
    advance(1);
    await expect(lookUp(keyId)).rejects.toThrow(StoreDownError);
  });

  it('a key that was unknown is not called unknown again', async () => {
    const { lookUp, store, advance } = setUp();
    await lookUp(keyId);
    store.outage.begin();
    advance(FRESH_MS);
    await expect(lookUp(keyId)).rejects.toThrow(StoreDownError);
  });

  it('a key that was never seen is not called unknown', async () => {
    const { lookUp, store } = setUp(known);
    store.outage.begin();
    await expect(lookUp(keyId)).rejects.toThrow(StoreDownError);
  });

  it('the store is asked again each time, and believed as soon as it answers', async () => {
    const { lookUp, store, advance } = setUp(known);
    await lookUp(keyId);
    store.outage.begin();
    advance(FRESH_MS);
    await lookUp(keyId);
    store.outage.end();
    store.put({ ...known, revokedAt: NOW });
    expect(await lookUp(keyId)).toEqual({ key: { ...known, revokedAt: NOW }, isStale: false });
  });
});
