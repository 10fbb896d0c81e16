/** The health item, read for a status: what was seen of an integration, streaks of refusals among it. */

import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { HEALTH_ITEM, integrationKey, type Key } from '../core/dynamo/keys.ts';
import { readItems } from '../core/dynamo/read-items.ts';
import { ignore, readEach } from '../core/read-each.ts';
import type { SeenEvidence } from './evidence.ts';
import { fromHealthItem } from './health-item.ts';
import { heardAccountsIn } from './heard-accounts.ts';
import type { FindEvidence, KnownHealth } from './integration-health.port.ts';

type Deps = {
  readonly client: DynamoDBClient;
  /** The name of the Integrations table. */
  readonly table: string;
  readonly pause: (attempt: number) => Promise<void>;
  /** Of items that a hand at the table spoiled. */
  readonly onError?: (error: unknown) => void;
};

export const createFindEvidence =
  (deps: Deps): FindEvidence =>
  async (integrationIds) => {
    const items = await readItems(
      deps,
      integrationIds.map((id) => integrationKey(id, HEALTH_ITEM)),
    );
    const toEntry = (item: Key) => [item['integrationId']?.S ?? '', toSeen(fromHealthItem(item))] as const;
    // Of a deleted integration the item stands until the monitor has ended its incident.
    const ofLive = items.filter((item) => item['deletedAt'] === undefined);
    return new Map(readEach(ofLive, toEntry, deps.onError ?? ignore));
  };

const toSeen = ({ evidence, stored }: KnownHealth): SeenEvidence => ({
  ...evidence,
  ...(stored && { freshchatAccounts: heardAccountsIn(stored.claims) }),
});
