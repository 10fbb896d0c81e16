/** The real read-operations over what a test put there; else two accounts: one well, one whose app is gone. */

import { createHandler } from '../../functions/read-operations/handler.ts';
import type { Clock } from '../../shared/core/clock.ts';
import type { Log } from '../../shared/core/lambda/log.ts';
import { createListIncidentsOfAll } from '../../shared/operations/list-incidents-of-all.ts';
import type { OperationsStore } from '../../shared/operations/survey.port.ts';
import type { Surveyed } from '../../shared/operations/survey.ts';
import { createSurveyIntegrations, createTakeSnapshot } from '../../shared/operations/survey-integrations.ts';
import type { Incident } from '../../shared/silence/incident.ts';
import { DEFAULT_SILENCE_POLICY } from '../../shared/silence/silence-policy.ts';

const HOUR_MS = 60 * 60_000;

type Deps = { readonly clock: Clock; readonly log: Log };

export const createOperationsApi = ({ clock, log }: Deps) => createOperationsApiOf(twoAccounts(clock), { clock, log });

export const createOperationsApiOf = (store: OperationsStore, { clock, log }: Deps) => {
  const takeSnapshot = createTakeSnapshot(store, clock);
  return createHandler({
    takeSnapshot,
    surveyIntegrations: createSurveyIntegrations(takeSnapshot, store),
    listIncidentsOfAll: createListIncidentsOfAll(takeSnapshot, store),
    log,
  });
};

const twoAccounts = (clock: Clock): OperationsStore => {
  const start = clock();
  const incident: Incident = {
    openedAt: start - HOUR_MS,
    silentFrom: start - 30 * HOUR_MS,
    cause: 'app_uninstalled',
    severity: 'critical',
    keyNotices: {},
  };
  const surveyed: readonly Surveyed[] = [
    {
      integrationId: 'acme.well00000000',
      name: 'Well',
      evidence: { createdAt: 0, chatEventAt: start },
      policy: DEFAULT_SILENCE_POLICY,
    },
    {
      integrationId: 'other.gone0000000',
      name: 'Gone',
      evidence: { createdAt: 0, chatEventAt: start - 30 * HOUR_MS, uninstalledAt: start - 29 * HOUR_MS },
      policy: DEFAULT_SILENCE_POLICY,
      incident,
    },
  ];
  return {
    findPipelineMemory: async () => ({ lastRunAt: clock(), ourOutages: [], probes: [clock()] }),
    findNextLooks: async () => [
      { integrationId: 'acme.well00000000', checkAt: start + 24 * HOUR_MS },
      { integrationId: 'other.gone0000000', checkAt: start },
    ],
    findListed: async () => surveyed.map(({ integrationId }) => integrationId),
    findErasing: async () => [],
    readSurveyed: async (ids) => surveyed.filter(({ integrationId }) => ids.includes(integrationId)),
    pageOfIncidents: async () => ({
      items: [{ integrationId: 'other.gone0000000', name: 'Gone', ...incident }],
      next: `${new Date(start).toISOString()}#other.gone0000000`,
    }),
  };
};
