import type { Log } from '../../shared/core/lambda/log.ts';
import type { EraseIntegrations } from '../../shared/integrations/erase-integrations.ts';

type Deps = { readonly eraseIntegrations: EraseIntegrations; readonly log: Log };

/** A page of deletions and its word of progress must fit in what is left. */
const ENOUGH_MS = 20_000;

/** Invoked by a schedule; what it says is of no interest. */
export const createHandler =
  ({ eraseIntegrations, log }: Deps) =>
  async (_event: unknown, context: { readonly getRemainingTimeInMillis: () => number }): Promise<void> => {
    const { passes, deletedChats, deletedCounts } = await eraseIntegrations(
      () => context.getRemainingTimeInMillis() > ENOUGH_MS,
    );
    if (passes + deletedChats + deletedCounts > 0) log.outcome('erased', { passes, deletedChats, deletedCounts });
  };
