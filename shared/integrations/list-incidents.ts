import type { Incident } from '../silence/incident.ts';
import { findOwn, type Ref } from './change-stored.ts';
import type { FindIntegration } from './integration-store.port.ts';
import type { Page } from './list-integrations.ts';

type Wanted = { readonly limit: number; readonly after?: string };

export type StretchOfSilence = Pick<
  Incident,
  'openedAt' | 'silentFrom' | 'cause' | 'severity' | 'closedAt' | 'endedBy'
>;

/** The newest first, from behind `after`; `next` names the last one of the page. */
export type PageOfIncidents = (integrationId: string, wanted: Wanted) => Promise<Page<StretchOfSilence>>;

export type ListIncidents = (ref: Ref, wanted: Wanted) => Promise<Page<StretchOfSilence> | undefined>;

type Ports = { readonly findIntegration: FindIntegration; readonly pageOfIncidents: PageOfIncidents };

export const createListIncidents =
  ({ findIntegration, pageOfIncidents }: Ports): ListIncidents =>
  async (ref, wanted) =>
    (await findOwn(ref, findIntegration)) && (await pageOfIncidents(ref.integrationId, wanted));
