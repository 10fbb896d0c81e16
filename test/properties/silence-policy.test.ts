import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toDuration } from '../../shared/core/duration.ts';
import {
  activeTimeBetween,
  deadlineAfter,
  GRACE_MS,
  instantAfterActiveTime,
  type SilencePolicy,
} from '../../shared/silence/silence-policy.ts';
import { parseSilencePolicy, toSilencePolicyJson } from '../../shared/silence/silence-policy-json.ts';
import { hoursJson, minuteInstant, windowMs } from '../support/silence-policies.ts';
import { openMinutes } from '../support/wall-clock.ts';

const parsed = (json: unknown): SilencePolicy[] => {
  const outcome = parseSilencePolicy(json);
  return outcome.ok ? [outcome.policy] : [];
};

/** Policies that the parser takes: a window out of reach is none. */
const policy = fc
  .tuple(windowMs, fc.option(hoursJson, { freq: 8, nil: undefined }))
  .map(([window, activeHours]) => parsed({ window: toDuration(window), ...(activeHours && { activeHours }) }))
  .filter((policies) => policies.length === 1)
  .map(([only]) => only ?? { windowMs: 0 });

const instant = fc.tuple(minuteInstant, fc.integer({ min: 0, max: 59_999 })).map(([minute, ms]) => minute + ms);

const pause = fc.integer({ min: Date.UTC(2015, 0, 1), max: Date.UTC(2100, 0, 1) - 1 });

describe('active time', () => {
  it('is what a wall clock shows, minute by minute', () => {
    fc.assert(
      fc.property(hoursJson, minuteInstant, fc.integer({ min: 0, max: 3 * 1_440 }), (activeHours, from, minutes) => {
        const until = from + minutes * 60_000;
        const [found] = parsed({ window: 'PT15M', activeHours });
        // Hours too short for the shortest window are refused, and no policy at all.
        fc.pre(found !== undefined);
        expect(found && activeTimeBetween(from, until, found)).toBe(openMinutes(from, until, activeHours) * 60_000);
      }),
      { numRuns: 100 },
    );
  });

  it('adds up over any instant between', () => {
    fc.assert(
      fc.property(policy, fc.tuple(instant, instant, instant), (given, instants) => {
        const [a = 0, b = 0, c = 0] = instants.toSorted((x, y) => x - y);
        expect(activeTimeBetween(a, b, given) + activeTimeBetween(b, c, given)).toBe(activeTimeBetween(a, c, given));
      }),
    );
  });

  it('is never more than the time between', () => {
    fc.assert(
      fc.property(policy, instant, instant, (given, a, b) => {
        const activeMs = activeTimeBetween(a, b, given);
        expect(activeMs).toBeGreaterThanOrEqual(0);
        expect(activeMs).toBeLessThanOrEqual(Math.max(0, b - a));
      }),
    );
  });
});

describe('a deadline', () => {
  it('comes when the window and the grace have passed in active time, and not a millisecond before', () => {
    fc.assert(
      fc.property(policy, instant, (given, from) => {
        const deadline = deadlineAfter(from, given);
        expect(activeTimeBetween(from, deadline, given)).toBe(given.windowMs + GRACE_MS);
        expect(activeTimeBetween(from, deadline - 1, given)).toBe(given.windowMs + GRACE_MS - 1);
      }),
    );
  });

  it('never comes earlier for a later instant', () => {
    fc.assert(
      fc.property(policy, instant, instant, (given, a, b) => {
        const [earlier, later] = a < b ? [a, b] : [b, a];
        expect(deadlineAfter(earlier, given)).toBeLessThanOrEqual(deadlineAfter(later, given));
      }),
    );
  });

  it('comes later for a longer window', () => {
    fc.assert(
      fc.property(policy, instant, fc.integer({ min: 1, max: 86_400_000 }), (given, from, moreMs) => {
        const longer = { ...given, windowMs: given.windowMs + moreMs };
        expect(deadlineAfter(from, given)).toBeLessThan(deadlineAfter(from, longer));
      }),
    );
  });

  it('undoes active time: the same instant, or the start of the inactive time before it', () => {
    fc.assert(
      fc.property(policy, instant, fc.integer({ min: 0, max: 60 * 86_400_000 }), (given, from, laterMs) => {
        const until = from + laterMs;
        const activeMs = activeTimeBetween(from, until, given);
        fc.pre(activeMs > 0);
        const back = instantAfterActiveTime(from, activeMs, given);
        expect(back).toBeLessThanOrEqual(until);
        expect(activeTimeBetween(back, until, given)).toBe(0);
      }),
    );
  });
});

describe('the JSON form of a silence policy', () => {
  it('reads back as the same policy', () => {
    fc.assert(
      fc.property(policy, fc.option(pause, { nil: undefined }), (given, pausedUntil) => {
        const whole = { ...given, ...(pausedUntil !== undefined && { pausedUntil }) };
        expect(parseSilencePolicy(JSON.parse(JSON.stringify(toSilencePolicyJson(whole))))).toEqual({
          ok: true,
          policy: whole,
        });
      }),
    );
  });

  it('takes or refuses anything without throwing, and never repeats what it was given', () => {
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.record({ window: fc.string({ minLength: 12 }) })), (input) => {
        const outcome = parseSilencePolicy(input);
        if (!outcome.ok && typeof input === 'object' && input && 'window' in input) {
          expect(outcome.problem.message).not.toContain(input.window);
        }
      }),
    );
  });
});
