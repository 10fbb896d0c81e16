/** An incident as it is stored: an item of its own, for the list of outages, and on the health item, for the monitor. */

import { unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { INCIDENT_ITEM_PREFIX, integrationKey, type Key } from '../core/dynamo/keys.ts';
import { toRfc3339 } from '../core/instant.ts';
import { ENDINGS, type Incident } from './incident.ts';
import { CAUSES } from './integration-status.ts';

const instant = z.iso.datetime().transform((text) => Date.parse(text));
const ownCause = z.enum(CAUSES).exclude(['pipeline_stalled']);

export const incidentSchema = z.object({
  openedAt: instant,
  silentFrom: instant,
  cause: ownCause,
  severity: z.enum(['warning', 'critical']),
  reopenedAt: instant.exactOptional(),
  recoveredAt: instant.exactOptional(),
  closedAt: instant.exactOptional(),
  endedBy: z.enum(ENDINGS).exactOptional(),
  announcedCause: ownCause.exactOptional(),
  keyNotices: z.record(z.string(), instant).default({}),
}) satisfies z.ZodType<Incident>;

export const fromIncidentItem = (item: Key): Incident => incidentSchema.parse(unmarshall(item));

/** Plain values, for marshalling; what is absent stays away. */
export const toIncidentAttributes = ({
  cause,
  severity,
  endedBy,
  announcedCause,
  keyNotices,
  ...instants
}: Incident) => ({
  ...Object.fromEntries(Object.entries(instants).map(([name, at]) => [name, toRfc3339(at)])),
  cause,
  severity,
  ...(endedBy && { endedBy }),
  ...(announcedCause && { announcedCause }),
  keyNotices: Object.fromEntries(Object.entries(keyNotices).map(([keyId, at]) => [keyId, toRfc3339(at)])),
});

/** Sorted by when they opened, so that a list has the newest at its end. */
export const incidentKey = (integrationId: string, { openedAt }: Incident): Key =>
  integrationKey(integrationId, `${INCIDENT_ITEM_PREFIX}${toRfc3339(openedAt)}`);
