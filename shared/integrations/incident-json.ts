/** A stretch of silence, for forecasting's list of outages. */

import { toRfc3339 } from '../core/instant.ts';
import type { IncidentJson } from './integration-answers.ts';
import type { StretchOfSilence } from './list-incidents.ts';

export const toIncidentJson = (incident: StretchOfSilence): IncidentJson => ({
  openedAt: toRfc3339(incident.openedAt),
  from: toRfc3339(incident.silentFrom),
  ...(incident.closedAt !== undefined && { to: toRfc3339(incident.closedAt) }),
  ...(incident.endedBy && { endedBy: incident.endedBy }),
  cause: incident.cause,
  severity: incident.severity,
  reason: {
    key: incident.cause,
    facts: {
      from: toRfc3339(incident.silentFrom),
      ...(incident.closedAt !== undefined && { to: toRfc3339(incident.closedAt) }),
    },
  },
});
