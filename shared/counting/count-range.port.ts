/** The contact counts of an integration over a range of hours: the one way to read more than one of them. */

import type { StoredCount } from './contact-counts.port.ts';

/** Hours from `from` until just before `to`, `2026-11-22T09:00:00Z`. */
export type HourRange = { readonly integrationId: string; readonly from: string; readonly to: string };

export type CountsInRange = {
  /** By hour, and within it by queue. */
  readonly counts: readonly StoredCount[];
  /** The sort keys, `<hour>#<queue>`, of items that are no counts: a hand at the table made them so. */
  readonly unreadable: readonly string[];
};

/** Consistent. */
export type ReadCounts = (range: HourRange) => Promise<CountsInRange>;
