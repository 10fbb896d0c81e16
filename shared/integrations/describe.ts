import type { Clock } from '../core/clock.ts';
import type { FindEvidence } from '../silence/integration-health.port.ts';
import type { FindPipelineHealth } from '../silence/monitor-memory.port.ts';
import type { Integration } from './integration.ts';
import type { FindKeys } from './integration-store.port.ts';
import { type Overview, toOverview } from './overview.ts';

export type Describe = (integrations: readonly Integration[]) => Promise<readonly Overview[]>;

type Ports = {
  readonly findKeys: FindKeys;
  readonly findEvidence: FindEvidence;
  readonly findPipelineHealth: FindPipelineHealth;
  readonly clock: Clock;
};

export const createDescribe =
  ({ findKeys, findEvidence, findPipelineHealth, clock }: Ports): Describe =>
  async (integrations) => {
    const [keys, evidence, pipeline] = await Promise.all([
      findKeys(integrations.flatMap(({ keyIds }) => keyIds)),
      findEvidence(integrations.map(({ integrationId }) => integrationId)),
      findPipelineHealth(),
    ]);
    const keysById = new Map(keys.map((key) => [key.keyId, key]));
    return integrations.map((integration) =>
      toOverview(
        integration,
        integration.keyIds.flatMap((keyId) => keysById.get(keyId) ?? []).toReversed(),
        evidence.get(integration.integrationId) ?? {},
        pipeline,
        clock(),
      ),
    );
  };
