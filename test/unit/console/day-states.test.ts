import { describe, expect, test } from 'vitest';
import { dayStates } from '../../../console/src/pages/incidents/day-states.ts';

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

const states = (...incidents: readonly ReturnType<typeof incident>[]) =>
  dayStates(incidents, at(21, 9), NOW, 6).map(({ state }) => state);

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
});
