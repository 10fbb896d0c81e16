import type { Integration } from '../../domain/integration.ts';
import type { PipelineHealth } from '../../domain/integration-status.ts';
import { type Overview, type SeenEvidence, toOverview } from '../../domain/overview.ts';
import type { Clock } from '../clock.ts';
import type { FindKeys } from './integration-store.ts';

/** Evidence of the integrations that have any, by id. */
export type FindEvidence = (integrationIds: readonly string[]) => Promise<ReadonlyMap<string, SeenEvidence>>;

/** What the monitor last found out about ourselves. */
export type FindPipelineHealth = () => Promise<PipelineHealth>;

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
