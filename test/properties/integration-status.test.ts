import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type PipelineHealth, statusOf } from '../../shared/silence/integration-status.ts';
import { REFUSAL_KINDS } from '../../shared/silence/refused-as.ts';
import type { SilencePolicy } from '../../shared/silence/silence-policy.ts';
import { toStatusText } from '../../shared/silence/status-text.ts';
import { CREATED, evidence } from '../support/evidence.ts';

const HEALTHY: PipelineHealth = {};

const now = fc.integer({ min: 0, max: 12 * 86_400_000 }).map((ms) => CREATED + ms);
const policy: fc.Arbitrary<SilencePolicy> = fc.record(
  { windowMs: fc.integer({ min: 15 * 60_000, max: 3 * 86_400_000 }), pausedUntil: now },
  { requiredKeys: ['windowMs'] },
);
const pipeline: fc.Arbitrary<PipelineHealth> = fc.record(
  { manySilentSince: now, manyRefusedAs: fc.constantFrom(...REFUSAL_KINDS), stalledSince: now },
  { requiredKeys: [] },
);

describe('a status', () => {
  it('stays silent without new evidence once it is silent', () => {
    fc.assert(
      fc.property(evidence, policy, now, fc.nat(30 * 86_400_000), (seen, given, at, laterMs) => {
        fc.pre(statusOf(seen, given, at, HEALTHY).status === 'silent');
        expect(statusOf(seen, given, at + laterMs, HEALTHY).status).toBe('silent');
      }),
    );
  });

  it('is operational at the instant of a chat event, whatever else was seen', () => {
    fc.assert(
      fc.property(evidence, fc.integer({ min: 900_000 }), pipeline, now, (seen, windowMs, health, at) => {
        const fresh = { ...seen, acceptedAt: at, chatEventAt: at };
        expect(statusOf(fresh, { windowMs }, at, health).status).toBe('operational');
      }),
    );
  });

  it('is flagged no more once a request is accepted after everything else', () => {
    fc.assert(
      fc.property(evidence, fc.nat(86_400_000), (seen, laterMs) => {
        const at = CREATED + 7 * 86_400_000;
        const fresh = { ...seen, acceptedAt: at, chatEventAt: at };
        expect(statusOf(fresh, { windowMs: 86_400_000 }, at + laterMs, HEALTHY)).toEqual({ status: 'operational' });
      }),
    );
  });

  it('blames nobody while our own pipeline is stalled', () => {
    fc.assert(
      fc.property(evidence, policy, now, (seen, given, at) => {
        const found = statusOf(seen, given, at, { stalledSince: at });
        expect(found.status).not.toBe('silent');
        expect(found).not.toHaveProperty('severity');
      }),
    );
  });

  it('always has a sentence without holes and a next step', () => {
    fc.assert(
      fc.property(evidence, policy, now, pipeline, (seen, given, at, health) => {
        const text = toStatusText(statusOf(seen, given, at, health), { evidence: seen });
        expect(text.message).toMatch(/^[A-Z][^{}]+\.$/);
        expect(text.message).not.toContain('undefined');
        expect(text.nextStep).toMatch(/\.$/);
      }),
    );
  });
});
