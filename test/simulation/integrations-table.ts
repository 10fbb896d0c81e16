/** The health items of the Integrations table in memory, with the condition of the real one. */

import type { Evidence } from '../../shared/silence/evidence.ts';
import type { HealthWrite, IntegrationHealth, KnownHealth } from '../../shared/silence/integration-health.port.ts';
import { healthAfter, stillStands } from '../support/fakes/health-condition.ts';
import type { Environment } from './environment.ts';

export type IntegrationsTable = {
  readonly port: (environment: Environment) => IntegrationHealth;
  readonly evidenceOf: (integrationId: string) => Evidence | undefined;
  readonly remove: (integrationId: string) => void;
};

export const createIntegrationsTable = (
  integrationIds: readonly string[],
  onWrite: (write: HealthWrite) => void,
): IntegrationsTable => {
  const items = new Map<string, KnownHealth>(integrationIds.map((id) => [id, { evidence: {}, isFlagged: false }]));
  return {
    port: ({ call }) => ({
      find: (some) =>
        call(
          'integrations',
          () => `FIND ${some.join(' ')}`,
          () => new Map([...items].filter(([id]) => some.includes(id))),
        ),
      write: (writes) =>
        call(
          'integrations',
          () => `NOTE ${JSON.stringify(writes)}`,
          () =>
            writes.map((write) => {
              onWrite(write);
              const health = items.get(write.integrationId);
              if (!health || !stillStands(write, health)) return 'overtaken';
              items.set(write.integrationId, healthAfter(health, write));
              return 'written';
            }),
        ),
    }),
    evidenceOf: (integrationId) => items.get(integrationId)?.evidence,
    remove: (integrationId) => void items.delete(integrationId),
  };
};
