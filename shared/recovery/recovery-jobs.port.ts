/** The recoveries of an integration, as who asks for them and who shows them see them. */

import type { Page } from '../integrations/list-integrations.ts';
import type { RecoveryJob } from './recovery-job.ts';

/** `busy`: another recovery of this integration is under way. */
export type CreateJob = (job: RecoveryJob) => Promise<'created' | 'busy'>;

/** The newest first, from behind `after`; `next` names the last one of the page. */
export type PageOfJobs = (
  integrationId: string,
  wanted: { readonly limit: number; readonly after?: string },
) => Promise<Page<RecoveryJob>>;
