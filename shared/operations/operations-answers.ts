/** What is answered to everybody who is signed in, and to on-call. Instants are RFC 3339 in UTC. */

import * as z from 'zod';
import { SCOPES } from '../routes.ts';
import { CAUSES } from '../silence/integration-status.ts';
import { PIPELINE_STATES } from '../silence/pipeline-state.ts';
import { PIPELINE_SENTENCE_KEYS } from '../silence/pipeline-text.ts';
import { REFUSAL_KINDS } from '../silence/refused-as.ts';
import { SHOWN_CAUSES } from '../silence/shown-status.ts';
import { SENTENCE_KEYS } from '../silence/status-sentences.ts';
import { URGENCIES } from '../silence/urgency.ts';
import type { SECTIONS } from './survey.ts';

const instant = z.iso.datetime().meta({ examples: ['2026-11-22T09:14:03.123Z'] });
const facts = z.record(z.string(), z.string()).readonly();
const severity = z.enum(['warning', 'critical']);

export const meSchema = z.strictObject({
  account: z.string(),
  subject: z.string().exactOptional().meta({ description: 'The subject of the token: an id, no name.' }),
  scopes: z.array(z.enum(SCOPES)).meta({ description: 'What the token allows, of what this API knows.' }),
});

const pipelineFields = {
  state: z.enum(PIPELINE_STATES),
  since: instant.exactOptional().meta({ description: 'Since when it is so; absent while all is well.' }),
  checkedAt: instant.exactOptional().meta({ description: 'When we last looked.' }),
  message: z.string(),
  reason: z.strictObject({ key: z.enum(PIPELINE_SENTENCE_KEYS), facts }),
  ourOutages: z.array(z.strictObject({ from: instant, to: instant })).meta({
    description:
      'The newest 20, newest first: chats of these times may be missing for everybody, and nobody is silent by them.',
  }),
};

export const pipelineSchema = z.strictObject(pipelineFields);

const countsSchema = z
  .strictObject({
    total: z.int(),
    critical: z.int(),
    needs_you: z.int(),
    warning: z.int(),
    checking: z.int(),
    quiet: z.int(),
    paused: z.int(),
    erasing: z.int(),
  } satisfies Readonly<Record<(typeof SECTIONS)[number] | 'total', z.ZodType>>)
  .meta({
    description:
      'Of all accounts. `quiet`: the monitor found nothing to do; `paused`: without an end, so that nobody looks.',
  });

const stretch = z.strictObject({ from: instant, to: instant.exactOptional() });

export const pipelineNumbersSchema = z.strictObject({
  ...pipelineFields,
  runbook: z.string().exactOptional(),
  probeOnTheWaySince: instant.exactOptional().meta({
    description:
      'When the oldest of our own probes was sent that has not come through; older than 15 minutes is a stall.',
  }),
  caughtUpTo: instant.exactOptional().meta({ description: 'Whatever was received until then is counted.' }),
  stall: stretch.exactOptional().meta({ description: 'The latest one; without `to` it goes on.' }),
  manySilent: stretch
    .extend({ refusal: z.enum(REFUSAL_KINDS).exactOptional(), notOurs: z.boolean().exactOptional() })
    .exactOptional()
    .meta({ description: 'The latest time that many accounts fell silent, or were refused with `refusal`, together.' }),
  integrations: countsSchema,
  openIncidents: z.int(),
  readAt: instant,
});

const integrationOfAllSchema = z.strictObject({
  integrationId: z.string(),
  account: z.string(),
  name: z.string(),
  state: z.enum([...URGENCIES, 'erasing']).meta({ description: 'What it asks of people, the most urgent first.' }),
  status: z.enum(['waiting', 'operational', 'silent', 'paused', 'unknown', 'erasing']),
  cause: z.enum(SHOWN_CAUSES).exactOptional(),
  severity: severity.exactOptional(),
  message: z.string(),
  nextStep: z.string().exactOptional(),
  reason: z.strictObject({ key: z.enum([...SENTENCE_KEYS, 'erasing']), facts }),
  since: instant.exactOptional(),
  silentAfter: instant.exactOptional(),
  lastEventAt: instant.exactOptional(),
  lastHeartbeatAt: instant.exactOptional(),
  appVersion: z.string().exactOptional(),
  incident: z
    .strictObject({ openedAt: instant, from: instant, cause: z.enum(CAUSES), severity, announced: z.boolean() })
    .exactOptional()
    .meta({ description: 'The open one. `announced`: its administrator was told of this cause.' }),
  runbook: z.string().exactOptional().meta({ description: 'Where on-call reads on, below docs/.' }),
});

export const integrationsOfAllSchema = z.strictObject({
  readAt: instant.meta({ description: 'Several readers share what was read up to 15 seconds ago.' }),
  counts: countsSchema,
  items: z.array(integrationOfAllSchema),
  nextCursor: z.string().exactOptional(),
});

const incidentOfAllSchema = z.strictObject({
  integrationId: z.string(),
  account: z.string(),
  name: z.string().exactOptional().meta({ description: 'Absent when the integration is gone.' }),
  openedAt: instant,
  from: instant,
  to: instant.exactOptional(),
  cause: z.enum(CAUSES),
  severity,
  reason: z.strictObject({ key: z.enum(CAUSES), facts }),
  runbook: z.string(),
});

export const incidentsOfAllSchema = z.strictObject({
  items: z.array(incidentOfAllSchema),
  nextCursor: z.string().exactOptional(),
});

export type PipelineJson = z.output<typeof pipelineSchema>;
export type PipelineNumbersJson = z.output<typeof pipelineNumbersSchema>;
export type IntegrationOfAllJson = z.output<typeof integrationOfAllSchema>;
export type IncidentOfAllJson = z.output<typeof incidentOfAllSchema>;
