import { describe, expect, test } from 'vitest';
import { dayStates, type Known } from '../../../console/src/pages/incidents/day-states.ts';

const at = (day: number, hour: number): string => new Date(2026, 10, day, hour).toISOString();
const NOW = new Date(2026, 10, 25, 12).getTime();

const incident = (from: string, to?: string, severity: 'critical' | 'warning' = 'critical') => ({
  openedAt: from,
  from,
  cause: 'app_silent' as const,
  severity,
  reason: { key: 'app_silent' as const, facts: {} },
  ...(to !== undefined && { to }),
});

const states = (...incidents: readonly ReturnType<typeof incident>[]) => statesOf({ incidents });

const statesOf = (known: Partial<Known>) =>
  dayStates({ incidents: [], createdAt: at(21, 9), ourOutages: [], ...known }, NOW, 6).map(({ state }) => state);

describe('the bar of days', () => {
  test('is well where nothing happened, and claims nothing before the integration was there', () => {
    expect(states()).toEqual(['not_watched', 'well', 'well', 'well', 'well', 'well']);
  });

  test('shows each day that an incident touches, also one that goes on', () => {
    expect(states(incident(at(22, 20), at(23, 4)))).toEqual([
      'not_watched',
      'well',
      'silent',
      'silent',
      'well',
      'well',
    ]);
    expect(states(incident(at(24, 20)))).toEqual(['not_watched', 'well', 'well', 'well', 'silent', 'silent']);
  });

  test('ends with the last instant of an incident, and lets the worst of a day count', () => {
    expect(states(incident(at(22, 20), at(23, 0)))[3]).toBe('well');
    expect(states(incident(at(22, 1), at(22, 2), 'warning'))[2]).toBe('quiet');
    expect(states(incident(at(22, 1), at(22, 2), 'warning'), incident(at(22, 3), at(22, 4)))[2]).toBe('silent');
  });

  test('blames nobody for our own outage, and does not hide behind it what was silent all the while', () => {
    const ourOutages = [{ from: at(23, 8), to: at(23, 9) }];
    expect(statesOf({ ourOutages })).toEqual(['not_watched', 'well', 'well', 'ours', 'well', 'well']);
    expect(statesOf({ ourOutages, incidents: [incident(at(23, 1), at(23, 20), 'warning')] })[3]).toBe('ours');
    expect(statesOf({ ourOutages, incidents: [incident(at(23, 1), at(23, 20))] })[3]).toBe('silent');
  });

  test('does not call a day well on which nobody would have been told', () => {
    expect(statesOf({ pausedSince: at(24, 8) })).toEqual(['not_watched', 'well', 'well', 'well', 'paused', 'paused']);
  });
});
