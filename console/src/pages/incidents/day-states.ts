/** What each of the last days was: the worst thing of the day counts. */

import type { Incident } from '../../api/client.ts';

export type DayState = 'not_watched' | 'well' | 'quiet' | 'silent';
export type Day = { readonly startsAt: number; readonly state: DayState };

/** Days of the reader's calendar, the oldest first; one with a clock change has 23 or 25 hours. */
export const dayStates = (
  incidents: readonly Incident[],
  createdAt: string,
  now: number,
  count: number,
): readonly Day[] => {
  const today = new Date(now);
  return Array.from({ length: count }, (_, index) => {
    const offset = index - count + 1;
    const dayAt = (days: number) => new Date(today.getFullYear(), today.getMonth(), today.getDate() + days).getTime();
    const [startsAt, endsAt] = [dayAt(offset), dayAt(offset + 1)];
    return { startsAt, state: stateOf(incidents, Date.parse(createdAt), startsAt, Math.min(endsAt, now)) };
  });
};

const stateOf = (incidents: readonly Incident[], createdAt: number, startsAt: number, endsAt: number): DayState => {
  if (createdAt >= endsAt) return 'not_watched';
  const touching = incidents.filter(
    ({ from, to }) => Date.parse(from) < endsAt && (to === undefined || Date.parse(to) > startsAt),
  );
  if (touching.some(({ severity }) => severity === 'critical')) return 'silent';
  return touching.length > 0 ? 'quiet' : 'well';
};
