/** The health item, read for a status: what was seen of an integration, streaks of refusals among it. */

import type { AttributeValue, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import type { SeenEvidence } from '../../domain/overview.ts';
import type { FindEvidence } from '../../flows/admin/describe.ts';
import { fromHealthItem } from './health-item.ts';
import { HEALTH_ITEM, integrationKey } from './keys.ts';
import { readItems } from './read-items.ts';

type Deps = {
  readonly client: DynamoDBClient;
  /** The name of the Integrations table. */
  readonly table: string;
  readonly pause: (attempt: number) => Promise<void>;
};

export const createFindEvidence =
  (deps: Deps): FindEvidence =>
  async (integrationIds) => {
    const items = await readItems(
      deps,
      integrationIds.map((id) => integrationKey(id, HEALTH_ITEM)),
    );
    return new Map(items.map((item) => [item['integrationId']?.S ?? '', toSeenEvidence(item)]));
  };

const instant = z.iso.datetime().transform((text) => Date.parse(text));
const streaksSchema = z.object({ refusedSince: instant.exactOptional(), invalidSince: instant.exactOptional() });

export const toSeenEvidence = (item: Record<string, AttributeValue>): SeenEvidence => {
  const { evidence } = fromHealthItem(item);
  const { acceptedAt, chatEventAt, heartbeatAt, installedAt, uninstalledAt, refusedAt, refusal, ...same } = evidence;
  return {
    ...same,
    ...streaksSchema.parse(unmarshall(item)),
    ...(acceptedAt !== undefined && { lastAcceptedAt: acceptedAt }),
    ...(chatEventAt !== undefined && { lastChatEventAt: chatEventAt }),
    ...(heartbeatAt !== undefined && { lastHeartbeatAt: heartbeatAt }),
    ...(installedAt !== undefined && { appInstalledAt: installedAt }),
    ...(uninstalledAt !== undefined && { appUninstalledAt: uninstalledAt }),
    ...(refusal && refusedAt !== undefined && { refusal: { ...refusal, at: refusedAt } }),
  };
};
