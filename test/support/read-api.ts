/** The real read-counts over counts that are always the same; which integrations there are, the store knows. */

import { createHandler } from '../../functions/read-counts/handler.ts';
import { NO_CLAIMS } from '../../shared/completeness/claims.ts';
import type { Clock } from '../../shared/core/clock.ts';
import type { Log } from '../../shared/core/lambda/log.ts';
import type { FindIntegration } from '../../shared/integrations/integration-store.port.ts';
import { createReadChanges } from '../../shared/reading/read-changes.ts';
import { createReadContactCounts } from '../../shared/reading/read-contact-counts.ts';
import { createReadQueues } from '../../shared/reading/read-queues.ts';
import type { FindCompleteness } from '../../shared/reading/reading.port.ts';

type Deps = { readonly findIntegration: FindIntegration; readonly clock: Clock; readonly log: Log };

const ROW = { hour: Date.parse('2026-11-22T09:00:00Z'), queue: 'Sales', quarters: [1, 0, 2, 0] };

export const createReadApi = ({ findIntegration, clock, log }: Deps) => {
  const findCompleteness: FindCompleteness = async (integrationId) => {
    const integration = await findIntegration(integrationId);
    if (!integration || integration.deletedAt !== undefined) return undefined;
    return { completeness: { claims: NO_CLAIMS, holes: [] }, outages: [] };
  };
  const readContactCounts = createReadContactCounts({
    findCompleteness,
    readCountRows: async ({ from, to }, take) => {
      if (from <= ROW.hour && ROW.hour < to) take(ROW);
    },
    findGroupNames: async () => [{ name: 'Sales', groupId: 'g-7' }],
    clock,
  });
  return createHandler({
    readContactCounts,
    readChanges: createReadChanges({ findCompleteness, pageOfCorrections: async () => ({ corrections: [] }), clock }),
    readQueues: createReadQueues(readContactCounts),
    log,
  });
};
