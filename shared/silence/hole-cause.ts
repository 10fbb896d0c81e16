/** Why hours are missing: what the monitor knows of that time, our own fault first. */

import type { Stretch } from '../completeness/claims.ts';
import type { HoleCause } from '../completeness/hole.ts';
import type { Instant } from '../core/instant.ts';
import type { Evidence } from './evidence.ts';
import type { Incident } from './incident.ts';
import type { OwnCause } from './integration-status.ts';
import { type OurOutages, outagesBetween } from './our-outages.ts';
import type { PlatformTrouble } from './platform-trouble.ts';

export type KnownOfThatTime = Pick<PlatformTrouble, 'stall'> & {
  readonly ourOutages: OurOutages;
  readonly evidence: Evidence;
  readonly incident?: Incident;
};

const OF_INCIDENTS = {
  key_rejected: 'key_rejected',
  events_invalid: 'events_invalid',
  app_uninstalled: 'app_uninstalled',
  app_silent: 'app_silent',
  never_connected: 'app_silent',
  no_chats: 'app_silent',
} as const satisfies Record<OwnCause, HoleCause>;

export const holeCauseOf = (gap: Stretch, { stall, ourOutages, incident, evidence }: KnownOfThatTime): HoleCause => {
  if (stall && meets(gap, stall.startedAt, stall.endedAt)) return 'our_outage';
  if (outagesBetween(ourOutages, gap.from, gap.until).length > 0) return 'our_outage';
  if (incident && meets(gap, incident.silentFrom, incident.closedAt)) return OF_INCIDENTS[incident.cause];
  // Most gaps are shorter than a silence window, and no incident tells of them.
  if (isIn(gap, evidence.uninstalledAt)) return 'app_uninstalled';
  if (isIn(gap, evidence.refusedAt)) return 'key_rejected';
  return isIn(gap, evidence.invalidAt) ? 'events_invalid' : 'app_silent';
};

const meets = (gap: Stretch, from: Instant, until = Number.POSITIVE_INFINITY): boolean =>
  from < gap.until && gap.from < until;

const isIn = (gap: Stretch, at: Instant | undefined): boolean => at !== undefined && gap.from <= at && at < gap.until;
