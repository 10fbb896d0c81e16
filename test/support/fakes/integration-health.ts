/** The health items in memory, under the table's condition: there, and as it was found. */

import type { HealthWrite, IntegrationHealth, KnownHealth } from '../../../shared/silence/integration-health.port.ts';
import { healthAfter, stillStands } from './health-condition.ts';
import { createOutage, type Outage } from './outage.ts';

export type FakeIntegrationHealth = IntegrationHealth & {
  /** What was asked to be written, in order. */
  readonly writes: readonly HealthWrite[];
  /** The calls that looked, and for whom. */
  readonly looks: readonly (readonly string[])[];
  readonly healthOf: (integrationId: string) => KnownHealth | undefined;
  readonly create: (integrationId: string, health?: Partial<KnownHealth>) => void;
  readonly erase: (integrationId: string) => void;
  readonly outage: Outage;
  readonly calls: () => number;
  /** What happens once, between a look and the write that follows it. */
  readonly beforeWrite: (beside: () => Promise<unknown>) => void;
  readonly hideFromReplicas: (integrationId: string) => void;
};

export const createFakeIntegrationHealth = (...integrationIds: readonly string[]): FakeIntegrationHealth => {
  const items = new Map<string, KnownHealth>();
  const writes: HealthWrite[] = [];
  const looks: (readonly string[])[] = [];
  const outage = createOutage();
  const create: FakeIntegrationHealth['create'] = (integrationId, health) => {
    items.set(integrationId, { evidence: {}, isFlagged: false, ...health });
  };
  for (const integrationId of integrationIds) create(integrationId);
  const hidden = new Set<string>();
  let calls = 0;
  let beside: (() => Promise<unknown>) | undefined;
  const asCall = <T>(work: () => T): Promise<T> => {
    calls += 1;
    return outage.during(work);
  };

  return {
    writes,
    looks,
    healthOf: (integrationId) => items.get(integrationId),
    create,
    erase: (integrationId) => {
      items.delete(integrationId);
    },
    outage,
    calls: () => calls,
    beforeWrite: (work) => {
      beside = work;
    },
    hideFromReplicas: (integrationId) => {
      hidden.add(integrationId);
    },
    find: (some, freshness) =>
      asCall(() => {
        looks.push(some);
        const asked = new Set(some.filter((id) => freshness === 'strong' || !hidden.has(id)));
        return new Map([...items].filter(([id]) => asked.has(id)));
      }),
    write: async (some) => {
      const work = beside;
      beside = undefined;
      await work?.();
      return asCall(() =>
        some.map((write) => {
          writes.push(write);
          const health = items.get(write.integrationId);
          if (!health || !stillStands(write, health)) return 'overtaken';
          items.set(write.integrationId, healthAfter(health, write));
          return 'written';
        }),
      );
    },
  };
};
