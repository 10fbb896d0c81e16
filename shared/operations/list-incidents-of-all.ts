/** Incidents of all accounts, the newest first. The open ones are few, and those who have one are due anyway. */

import { toRfc3339 } from '../core/instant.ts';
import type { Page } from '../integrations/list-integrations.ts';
import type { IncidentOfAll, OperationsStore } from './survey.port.ts';
import type { TakeSnapshot } from './survey-integrations.ts';

type Wanted = { readonly limit: number; readonly after?: string; readonly state?: 'open' };

export type ListIncidentsOfAll = (wanted: Wanted) => Promise<Page<IncidentOfAll>>;

export const createListIncidentsOfAll =
  (takeSnapshot: TakeSnapshot, { pageOfIncidents }: Pick<OperationsStore, 'pageOfIncidents'>): ListIncidentsOfAll =>
  async ({ state, ...page }) =>
    state === 'open' ? pageOfOpen(await findOpen(takeSnapshot), page) : pageOfIncidents(page);

const findOpen = async (takeSnapshot: TakeSnapshot): Promise<readonly IncidentOfAll[]> => {
  const { due } = await takeSnapshot();
  return [...due.values()].flatMap(({ integrationId, name, incident }) =>
    incident && incident.closedAt === undefined ? [{ integrationId, name, ...incident }] : [],
  );
};

const pageOfOpen = (open: readonly IncidentOfAll[], { limit, after }: Omit<Wanted, 'state'>): Page<IncidentOfAll> => {
  const sorted = open
    .map((incident) => ({ incident, key: incidentPlace(incident) }))
    .filter(({ key }) => after === undefined || key < after)
    .toSorted((a, b) => (a.key < b.key ? 1 : -1));
  const items = sorted.slice(0, limit);
  const last = items.at(-1);
  return {
    items: items.map(({ incident }) => incident),
    ...(last && sorted.length > limit && { next: last.key }),
  };
};

const incidentPlace = ({ openedAt, integrationId }: IncidentOfAll): string => `${toRfc3339(openedAt)}#${integrationId}`;

export const isIncidentPlace = (text: string): boolean =>
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z#[^#]{1,200}$/.test(text);
