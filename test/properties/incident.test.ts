import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Incident, type IncidentStep, type Look, nextIncident } from '../../shared/silence/incident.ts';
import type { IntegrationStatus } from '../../shared/silence/integration-status.ts';
import { CREATED } from '../support/evidence.ts';

const STATUSES: readonly IntegrationStatus[] = [
  { status: 'waiting' },
  { status: 'operational' },
  { status: 'operational', cause: 'key_rejected', severity: 'warning' },
  { status: 'operational', cause: 'events_invalid', severity: 'warning' },
  { status: 'silent', cause: 'key_rejected', severity: 'critical' },
  { status: 'silent', cause: 'app_silent', severity: 'critical' },
  { status: 'silent', cause: 'no_chats', severity: 'warning' },
  { status: 'paused' },
  { status: 'unknown', cause: 'pipeline_stalled' },
];

const DAY_MS = 24 * 3_600_000;

type Moment = {
  readonly afterMinutes: number;
  readonly status: IntegrationStatus;
  readonly isChatting: boolean;
  readonly keyId: string;
};

/** The monitor looks every few minutes, or after a gap. */
const history: fc.Arbitrary<readonly Moment[]> = fc.array(
  fc.record({
    afterMinutes: fc.oneof(fc.integer({ min: 1, max: 10 }), fc.integer({ min: 1, max: 2_000 })),
    status: fc.constantFrom(...STATUSES),
    isChatting: fc.boolean(),
    keyId: fc.constantFrom('a', 'b'),
  }),
  { maxLength: 60 },
);

type Entry = {
  readonly at: number;
  readonly look: Look;
  readonly before: Incident | undefined;
  readonly step: IncidentStep;
};

const play = (moments: readonly Moment[]): readonly Entry[] => {
  let at = CREATED;
  let current: Incident | undefined;
  let chatEventAt: number | undefined;
  return moments.map(({ afterMinutes, status, isChatting, keyId }) => {
    at += afterMinutes * 60_000;
    if (isChatting) chatEventAt = at - 30_000;
    const look = { status, createdAt: CREATED, keyId, ...(chatEventAt !== undefined && { chatEventAt }) };
    const before = current;
    const step = nextIncident(before, look, at);
    if (step.action !== 'none') current = step.incident;
    return { at, look, before, step };
  });
};

const noticesOf = (entries: readonly Entry[]) =>
  entries.flatMap(({ at, look, step }) =>
    step.action !== 'none' && step.notice ? [{ at, look, step, notice: step.notice }] : [],
  );

const holds = (check: (entries: readonly Entry[]) => void) =>
  fc.assert(
    fc.property(history, (moments) => check(play(moments))),
    { numRuns: 500 },
  );

describe('incidents', () => {
  it('are never two at once: one opens only when none is open', () => {
    holds((entries) => {
      for (const { before, step } of entries) {
        const isOpen = before !== undefined && before.closedAt === undefined;
        if (step.action === 'open' || step.action === 'reopen') expect(isOpen).toBe(false);
        if (step.action === 'close' || step.action === 'change_cause') expect(isOpen).toBe(true);
      }
    });
  });

  it('are open whenever the status has a cause of its own', () => {
    holds((entries) => {
      for (const { look, step } of entries) {
        if ('severity' in look.status) {
          expect(step).toMatchObject({ incident: { cause: look.status.cause, severity: look.status.severity } });
          expect(step.action !== 'none' && step.incident.closedAt).toBeUndefined();
        }
      }
    });
  });

  it('close at a chat event after their last trouble began, or now when the settings end them, never before', () => {
    holds((entries) => {
      for (const { at, step } of entries) {
        if (step.action !== 'close') continue;
        const { closedAt = 0, openedAt, reopenedAt = openedAt, endedBy } = step.incident;
        expect(closedAt).toBeGreaterThan(reopenedAt);
        expect(endedBy === undefined || closedAt === at).toBe(true);
        expect(closedAt).toBeLessThanOrEqual(at);
      }
    });
  });

  it('are told of only when something changed, or when they were kept quiet before', () => {
    holds((entries) => {
      for (const { step, before } of entries) {
        if (step.action !== 'continue' || !step.notice) continue;
        expect(before?.announcedCause).not.toBe(step.incident.cause);
      }
    });
  });

  it('are told of by an opening notice before any other, and end a stretch by at most one closing notice', () => {
    holds((entries) => {
      let isTold = false;
      for (const { step } of entries) {
        if (step.action === 'open' || step.action === 'reopen') isTold = false;
        if (step.action === 'none' || !step.notice) continue;
        expect(step.notice === 'opened').toBe(!isTold);
        isTold = step.notice !== 'closed';
      }
    });
  });

  it('are never open beside a pause', () => {
    holds((entries) => {
      for (const { look, step } of entries) {
        if (look.status.status === 'paused' && step.action !== 'none') expect(step.incident.closedAt).toBeDefined();
      }
    });
  });

  it('are told of at most once per rejected key and day, unless the settings ended them in between', () => {
    holds((entries) => {
      const lastAt = new Map<string, number>();
      for (const { at, look, step, notice } of noticesOf(entries)) {
        if (step.incident.endedBy !== undefined) lastAt.clear();
        if (notice === 'closed' || step.incident.cause !== 'key_rejected') continue;
        const key = look.keyId ?? '';
        expect(at - (lastAt.get(key) ?? Number.NEGATIVE_INFINITY)).toBeGreaterThanOrEqual(DAY_MS);
        lastAt.set(key, at);
      }
    });
  });

  it('that flap send at most two notices in the first half hour after a recovery', () => {
    const flapping = fc.array(fc.integer({ min: 1, max: 14 }), { minLength: 20, maxLength: 60 });
    fc.assert(
      fc.property(flapping, (gaps) => {
        const entries = play(
          gaps.map((afterMinutes, index) => ({
            afterMinutes,
            status:
              index % 2 === 0
                ? { status: 'silent', cause: 'app_silent', severity: 'critical' }
                : { status: 'operational' },
            isChatting: index % 2 === 1,
            keyId: 'a',
          })),
        );
        expect(noticesOf(entries).map(({ notice }) => notice)).toEqual(['opened', 'closed', 'opened']);
      }),
    );
  });
});
