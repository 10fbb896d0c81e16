/** What on-call reads of integrations, incidents and the pipeline. */

import { toRfc3339 } from '../core/instant.ts';
import { accountOf } from '../core/integration-id.ts';
import { ALARMS } from '../names.ts';
import type { Incident } from '../silence/incident.ts';
import { type Severity, silenceDeadline } from '../silence/integration-status.ts';
import { toStatusReason, toStatusText } from '../silence/status-text.ts';
import type { Urgency } from '../silence/urgency.ts';
import type { IncidentOfAllJson, IntegrationOfAllJson, PipelineNumbersJson } from './operations-answers.ts';
import { toPipelineJson } from './pipeline-json.ts';
import type { IncidentOfAll } from './survey.port.ts';
import type { Snapshot, SurveyedNow } from './survey-integrations.ts';

/** Anchors of the runbook are names of alarms. */
const runbookOf = (alarm: string): string => `runbook.md#${alarm}`;

const RUNBOOKS: Readonly<Partial<Record<Urgency, string>>> = {
  critical: runbookOf(ALARMS.silentIntegrationsCritical),
  needs_you: runbookOf(ALARMS.silentIntegrationsWarning),
  warning: runbookOf(ALARMS.silentIntegrationsWarning),
};

const PIPELINE_RUNBOOKS: Readonly<Partial<Record<PipelineNumbersJson['state'], string>>> = {
  delayed: runbookOf(ALARMS.pipelineStalled),
  checking: runbookOf(ALARMS.manySilentTogether),
  not_watched: runbookOf(ALARMS.monitorHeartbeatMissing),
};

const runbookOfSeverity = (severity: Severity): string =>
  runbookOf(severity === 'critical' ? ALARMS.silentIntegrationsCritical : ALARMS.silentIntegrationsWarning);

export const toIntegrationOfAllJson =
  ({ pipeline }: Pick<Snapshot, 'pipeline'>) =>
  ({ surveyed, judged }: SurveyedNow): IntegrationOfAllJson => {
    const { integrationId, name, evidence, policy, incident, erasingSince } = surveyed;
    const { status, urgency, since } = judged;
    const common = { integrationId, account: accountOf(integrationId), name };
    if (erasingSince !== undefined) return { ...common, ...ERASING, since: toRfc3339(erasingSince) };
    const pausedUntil = Number.isFinite(policy.pausedUntil) ? policy.pausedUntil : undefined;
    const facts = {
      evidence,
      ...(pausedUntil !== undefined && { pausedUntil }),
      ...(pipeline.stalledSince !== undefined && { stalledSince: pipeline.stalledSince }),
    };
    const runbook = runbookFor(judged, pipeline.stalledSince !== undefined);
    const { chatEventAt, heartbeatAt, appVersion } = evidence;
    return {
      ...common,
      state: urgency,
      ...status,
      ...toStatusText(status, facts),
      reason: toStatusReason(status, facts),
      ...(since !== undefined && { since: toRfc3339(since) }),
      silentAfter: toRfc3339(silenceDeadline(evidence, policy, pipeline.ourOutages)),
      ...(chatEventAt !== undefined && { lastEventAt: toRfc3339(chatEventAt) }),
      ...(heartbeatAt !== undefined && { lastHeartbeatAt: toRfc3339(heartbeatAt) }),
      ...(appVersion !== undefined && { appVersion }),
      ...(incident && incident.closedAt === undefined && { incident: toOpenIncident(incident) }),
      ...(runbook !== undefined && { runbook }),
    };
  };

const ERASING = {
  state: 'erasing',
  status: 'erasing',
  message: 'The integration was deleted; its chats, counts and incidents are being erased.',
  reason: { key: 'erasing', facts: {} },
} as const;

const runbookFor = ({ status, urgency }: SurveyedNow['judged'], isStalled: boolean): string | undefined => {
  if ('cause' in status && status.cause === 'partial_loss') return runbookOf(ALARMS.integrationsLosingEvents);
  return urgency === 'checking' ? runbookOfOurs(isStalled) : RUNBOOKS[urgency];
};

const runbookOfOurs = (isStalled: boolean): string =>
  runbookOf(isStalled ? ALARMS.pipelineStalled : ALARMS.manySilentTogether);

const toOpenIncident = ({ openedAt, silentFrom, cause, severity, announcedCause }: Incident) => ({
  openedAt: toRfc3339(openedAt),
  from: toRfc3339(silentFrom),
  cause,
  severity,
  announced: announcedCause === cause,
});

export const toIncidentOfAllJson = ({
  integrationId,
  name,
  openedAt,
  silentFrom,
  closedAt,
  cause,
  severity,
}: IncidentOfAll): IncidentOfAllJson => {
  const range = { from: toRfc3339(silentFrom), ...(closedAt !== undefined && { to: toRfc3339(closedAt) }) };
  return {
    integrationId,
    account: accountOf(integrationId),
    ...(name !== undefined && { name }),
    openedAt: toRfc3339(openedAt),
    ...range,
    cause,
    severity,
    reason: { key: cause, facts: range },
    runbook: runbookOfSeverity(severity),
  };
};

export const toPipelineNumbersJson = ({ memory, counts, due, readAt }: Snapshot): PipelineNumbersJson => {
  const pipeline = toPipelineJson(memory, readAt);
  const { stall, manySilent, caughtUpTo } = memory;
  const [oldestProbe] = memory.probes;
  const runbook = PIPELINE_RUNBOOKS[pipeline.state];
  return {
    ...pipeline,
    ...(runbook !== undefined && { runbook }),
    ...(oldestProbe !== undefined && { probeOnTheWaySince: toRfc3339(oldestProbe) }),
    ...(caughtUpTo !== undefined && { caughtUpTo: toRfc3339(caughtUpTo) }),
    ...(stall && { stall: toStretch(stall) }),
    ...(manySilent && {
      manySilent: {
        ...toStretch(manySilent),
        ...(manySilent.refusal && { refusal: manySilent.refusal }),
        ...(manySilent.notOurs !== undefined && { notOurs: manySilent.notOurs }),
      },
    }),
    integrations: counts,
    openIncidents: [...due.values()].filter(({ incident }) => incident && incident.closedAt === undefined).length,
    readAt: toRfc3339(readAt),
  };
};

const toStretch = ({ startedAt, endedAt }: { readonly startedAt: number; readonly endedAt?: number }) => ({
  from: toRfc3339(startedAt),
  ...(endedAt !== undefined && { to: toRfc3339(endedAt) }),
});
