import { describe, expect, it } from 'vitest';
import { badAt, evidenceAfter, newsIn } from '../../../shared/silence/evidence-write.ts';
import { MINUTE_MS, NOW } from '../../support/events.ts';

const minute = (minutes: number) => NOW + minutes * MINUTE_MS;
const refusal = { reason: 'key_revoked', keyId: 'old' } as const;

describe('the news in evidence', () => {
  it('are the kinds that are later than what is written, with their details', () => {
    const written = { acceptedAt: minute(2), refusedAt: minute(1), keyUses: { a: minute(2), b: minute(0) } };
    const seen = {
      acceptedAt: minute(1),
      appVersion: '2',
      refusedAt: minute(2),
      refusal,
      keyUses: { a: minute(1), b: minute(1), c: minute(0) },
    };
    expect(newsIn(seen, written)).toEqual({
      refusedAt: minute(2),
      refusal,
      keyUses: { b: minute(1), c: minute(0) },
    });
    expect(newsIn(written, written)).toEqual({});
  });

  it('join what stands, and nothing of it is lost', () => {
    const written = { acceptedAt: minute(0), heartbeatAt: minute(0), appVersion: '1', keyUses: { a: minute(0) } };
    expect(evidenceAfter(written, { acceptedAt: minute(1), keyUses: { b: minute(1) } })).toEqual({
      ...written,
      acceptedAt: minute(1),
      keyUses: { a: minute(0), b: minute(1) },
    });
  });

  it('keep the uses of the twenty keys that were used last', () => {
    const uses = Object.fromEntries(Array.from({ length: 25 }, (_, index) => [`key${index}`, minute(index)]));
    const { keyUses = {} } = evidenceAfter({ keyUses: { first: minute(-1) } }, { keyUses: uses });
    expect(Object.keys(keyUses)).toHaveLength(20);
    expect(keyUses).toMatchObject({ key24: minute(24), key5: minute(5) });
  });
});

describe('the streaks of refusals', () => {
  it('begin with the first refusal, each for its own kind', () => {
    const first = evidenceAfter({}, { refusedAt: minute(1), refusal });
    expect(first.refusedSince).toBe(minute(1));
    const second = evidenceAfter(first, { refusedAt: minute(2), refusal });
    const third = evidenceAfter(second, { invalidAt: minute(3) });
    expect(third).toMatchObject({ refusedSince: minute(1), invalidSince: minute(3) });
  });

  it('end with an accepted request, and begin anew', () => {
    const refused = evidenceAfter({}, { refusedAt: minute(1), refusal, invalidAt: minute(1) });
    const accepted = evidenceAfter(refused, { acceptedAt: minute(2) });
    expect(accepted).not.toHaveProperty('refusedSince');
    expect(accepted).not.toHaveProperty('invalidSince');
    expect(evidenceAfter(accepted, { refusedAt: minute(3), refusal }).refusedSince).toBe(minute(3));
  });

  it('go on when the accepted request came before the last refusal that is written', () => {
    const refused = { refusedAt: minute(3), refusedSince: minute(1), refusal };
    expect(evidenceAfter(refused, { acceptedAt: minute(2) }).refusedSince).toBe(minute(1));
  });

  it('begin anew when one write tells of an accepted request and of a later refusal', () => {
    const refused = evidenceAfter({}, { refusedAt: minute(1), refusal });
    expect(evidenceAfter(refused, { acceptedAt: minute(2), refusedAt: minute(3), refusal }).refusedSince).toBe(
      minute(3),
    );
    expect(evidenceAfter(refused, { acceptedAt: minute(5), refusedAt: minute(4), refusal })).not.toHaveProperty(
      'refusedSince',
    );
  });
});

it.each([
  [{ acceptedAt: NOW, heartbeatAt: NOW }, undefined],
  [{ refusedAt: NOW, invalidAt: NOW + 1 }, NOW + 1],
  [{ acceptedAt: NOW + 5, uninstalledAt: NOW + 2 }, NOW + 2],
])('the monitor looks at once for what is bad: %j', (news, at) => {
  expect(badAt(news)).toBe(at);
});
