/** What an administrator may do: ask for a recovery of a range, and see what became of it. */

import type { Clock } from '../core/clock.ts';
import type { Instant } from '../core/instant.ts';
import { findOwn, type Ref } from '../integrations/change-stored.ts';
import type { FindIntegration } from '../integrations/integration-store.port.ts';
import type { Page } from '../integrations/list-integrations.ts';
import { newJob, type RangeProblem, type RecoveryJob, rangeProblem } from './recovery-job.ts';
import type { CreateJob, PageOfJobs } from './recovery-jobs.port.ts';

type Wanted = { readonly from: Instant; readonly until: Instant; readonly isConfirmed: boolean };

export type AskForRecovery = (
  ref: Ref,
  wanted: Wanted,
) => Promise<
  | { readonly kind: 'created'; readonly job: RecoveryJob }
  | { readonly kind: 'bad_range'; readonly problem: RangeProblem }
  /** Another one is under way. */
  | { readonly kind: 'busy' }
  /** No Freshchat key is stored. */
  | { readonly kind: 'no_key' }
  | { readonly kind: 'not_found' }
>;

type Ports = { readonly findIntegration: FindIntegration; readonly createJob: CreateJob; readonly clock: Clock };

export const createAskForRecovery =
  ({ findIntegration, createJob, clock }: Ports): AskForRecovery =>
  async (ref, { from, until, isConfirmed }) => {
    const integration = await findOwn(ref, findIntegration);
    if (!integration) return { kind: 'not_found' };
    const now = clock();
    const problem = rangeProblem(from, until, now);
    if (problem) return { kind: 'bad_range', problem };
    const { integrationId, freshchatDomain, freshchatKey } = integration;
    if (freshchatDomain === undefined || freshchatKey === undefined) return { kind: 'no_key' };
    const wish = { integrationId, trigger: 'admin', from, until, isConfirmed } as const;
    const job = newJob({ ...wish, ...(ref.by !== undefined && { requestedBy: ref.by }) }, now);
    return (await createJob(job)) === 'created' ? { kind: 'created', job } : { kind: 'busy' };
  };

export type ListRecoveries = (
  ref: Ref,
  wanted: { readonly limit: number; readonly after?: string },
) => Promise<Page<RecoveryJob> | undefined>;

export const createListRecoveries =
  ({
    findIntegration,
    pageOfJobs,
  }: Pick<Ports, 'findIntegration'> & { readonly pageOfJobs: PageOfJobs }): ListRecoveries =>
  async (ref, wanted) =>
    (await findOwn(ref, findIntegration)) && (await pageOfJobs(ref.integrationId, wanted));
