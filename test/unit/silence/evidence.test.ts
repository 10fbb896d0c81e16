import { describe, expect, it } from 'vitest';
import { joinEvidence } from '../../../shared/silence/evidence.ts';

const revoked = { reason: 'key_revoked', keyId: 'old' } as const;
const expired = { reason: 'key_expired', keyId: 'older' } as const;

describe('evidence', () => {
  it('keeps the later instant of each kind', () => {
    expect(joinEvidence({ acceptedAt: 5, heartbeatAt: 1 }, { acceptedAt: 3, chatEventAt: 3 })).toEqual({
      acceptedAt: 5,
      heartbeatAt: 1,
      chatEventAt: 3,
    });
  });

  it('keeps the details of the later refusal, in both orders', () => {
    const early = { refusedAt: 1, refusal: expired };
    const late = { refusedAt: 2, refusal: revoked };
    expect(joinEvidence(early, late).refusal).toEqual(revoked);
    expect(joinEvidence(late, early).refusal).toEqual(revoked);
  });

  it('keeps the later version of the app, in both orders', () => {
    const early = { acceptedAt: 1, appVersion: '1.0.0' };
    const late = { acceptedAt: 2, appVersion: '1.1.0' };
    expect(joinEvidence(early, late).appVersion).toBe('1.1.0');
    expect(joinEvidence(late, early).appVersion).toBe('1.1.0');
  });

  it('does not forget a version or a refusal over evidence that has none', () => {
    const known = { acceptedAt: 1, appVersion: '1.0.0', refusedAt: 1, refusal: revoked };
    expect(joinEvidence(known, { acceptedAt: 2 })).toEqual({ ...known, acceptedAt: 2 });
  });

  it('of nothing is nothing', () => {
    expect(joinEvidence({}, {})).toEqual({});
  });
});
