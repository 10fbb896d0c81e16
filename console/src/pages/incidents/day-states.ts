/** What each of the last days was: the worst thing of the day counts, and our own fault is nobody else's. */

import type { Incident } from '../../api/client.ts';

export type DayState = 'not_watched' | 'well' | 'quiet' | 'silent' | 'paused' | 'ours';
export type Day = { readonly startsAt: number; readonly state: DayState };

type Stretch = { readonly from: string; readonly to?: string };

export type Known = {
  readonly incidents: readonly Incident[];
  readonly createdAt: string;
  /** Since when notices are paused; nobody keeps earlier pauses. */
  readonly pausedSince?: string | undefined;
  readonly ourOutages: readonly Stretch[];
};

/** Days of the reader's calendar, the oldest first; one with a clock change has 23 or 25 hours. */
export const dayStates = (known: Known, now: number, count: number): readonly Day[] => {
  const today = new Date(now);
  return Array.from({ length: count }, (_, index) => {
    const offset = index - count + 1;
    const dayAt = (days: number) => new Date(today.getFullYear(), today.getMonth(), today.getDate() + days).getTime();
    const [startsAt, endsAt] = [dayAt(offset), dayAt(offset + 1)];
    return { startsAt, state: stateOf(known, startsAt, Math.min(endsAt, now)) };
  });
};

const stateOf = (
  { incidents, createdAt, pausedSince, ourOutages }: Known,
  startsAt: number,
  endsAt: number,
): DayState => {
  const touches = ({ from, to }: Stretch): boolean =>
    Date.parse(from) < endsAt && (to === undefined || Date.parse(to) > startsAt);
  if (Date.parse(createdAt) >= endsAt) return 'not_watched';
  const touching = incidents.filter(touches);
  if (touching.some(({ severity }) => severity === 'critical')) return 'silent';
  if (ourOutages.some(touches)) return 'ours';
  if (touching.length > 0) return 'quiet';
  return pausedSince !== undefined && touches({ from: pausedSince }) ? 'paused' : 'well';
};
