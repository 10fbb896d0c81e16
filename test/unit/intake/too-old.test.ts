import { describe, expect, it } from 'vitest';
import { createEventParser } from '../../../shared/intake/event-schema.ts';
import { isTooOld } from '../../../shared/intake/event-time.ts';
import { heartbeat, NOW, resolved, toWire } from '../../support/events.ts';

const DAY_MS = 24 * 60 * 60_000;
const EDGE = NOW - 35 * DAY_MS;

describe('an event that is received long after it happened', () => {
  it.each([
    ['at the edge of 35 days', EDGE, undefined, false],
    ['a millisecond before', EDGE - 1, undefined, true],
    ['within a backfill', EDGE - 300 * DAY_MS, EDGE - 300 * DAY_MS, false],
    ['before the backfill begins', EDGE - 300 * DAY_MS - 1, EDGE - 300 * DAY_MS, true],
    ['of the last 35 days, while a backfill begins later', EDGE, NOW - DAY_MS, false],
    ['too old, while a backfill begins in the future', EDGE - 1, NOW + DAY_MS, true],
  ])('%s: %#', (_, occurredAt, acceptsFrom, expected) => {
    expect(isTooOld(occurredAt, NOW, acceptsFrom)).toBe(expected);
    const parsed = createEventParser(NOW, acceptsFrom)(toWire(resolved({ occurredAt })));
    expect(parsed.ok ? 'accepted' : parsed.problem.code).toBe(expected ? 'too_old' : 'accepted');
  });

  it('is refused whatever it is about, by code and path', () => {
    const parsed = createEventParser(NOW)(toWire({ ...heartbeat(), occurredAt: EDGE - 1 }));
    expect(parsed).toMatchObject({ ok: false, id: 'heartbeat-1', problem: { code: 'too_old', field: 'occurredAt' } });
  });
});
