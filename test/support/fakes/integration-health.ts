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

  return {
    writes,
    looks,
    healthOf: (integrationId) => items.get(integrationId),
    create,
    erase: (integrationId) => {
      items.delete(integrationId);
    },
    outage,
    find: (some) =>
      outage.during(() => {
        looks.push(some);
        return new Map(some.flatMap((id) => [items.get(id) ?? []].flat().map((health) => [id, health] as const)));
      }),
    write: (some) =>
      outage.during(() =>
        some.map((write) => {
          writes.push(write);
          const health = items.get(write.integrationId);
          if (!health || !stillStands(write, health)) return 'overtaken';
          items.set(write.integrationId, healthAfter(health, write));
          return 'written';
        }),
      ),
  };
};
