/** A stretch of silence, for forecasting's list of outages. */

import { toRfc3339 } from '../core/instant.ts';
import type { Incident } from '../silence/incident.ts';
import type { IncidentJson } from './integration-answers.ts';

export const toIncidentJson = (
  incident: Pick<Incident, 'openedAt' | 'silentFrom' | 'closedAt' | 'cause' | 'severity'>,
): IncidentJson => ({
  openedAt: toRfc3339(incident.openedAt),
  from: toRfc3339(incident.silentFrom),
  ...(incident.closedAt !== undefined && { to: toRfc3339(incident.closedAt) }),
  cause: incident.cause,
  severity: incident.severity,
});
