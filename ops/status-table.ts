/** A table of integrations: what the monitor says of each, and until when it is content. */

import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Instant } from '../shared/core/instant.ts';
import { type Scanned, scanIntegrations } from '../shared/integrations/scan-integrations.dynamo.ts';
import { type PipelineHealth, silenceDeadline } from '../shared/silence/integration-status.ts';
import { createFindPipelineHealth } from '../shared/silence/monitor-memory.dynamo.ts';
import { shownStatusOf } from '../shared/silence/shown-status.ts';
import { toUtcText } from '../shared/silence/status-text.ts';
import { URGENCIES, urgencyOf } from '../shared/silence/urgency.ts';

export const readStatusTable = async (client: DynamoDBClient, table: string, now: Instant): Promise<string> => {
  const [scanned, pipeline] = await Promise.all([
    scanIntegrations(client, table),
    createFindPipelineHealth({ client, table, clock: () => now })(),
  ]);
  return formatTable([HEAD, ...scanned.map((one) => toRow(one, pipeline, now)).toSorted(byUrgency)]);
};

const HEAD = ['state', 'cause', 'integration', 'name', 'last event', 'silent from'] as const;

const toRow = ({ integration, watched }: Scanned, pipeline: PipelineHealth, now: Instant): readonly string[] => {
  const { evidence, policy } = watched;
  const status = shownStatusOf(evidence, policy, pipeline, now);
  return [
    urgencyOf(status),
    ('cause' in status && status.cause) || '-',
    integration.integrationId,
    integration.name,
    evidence.chatEventAt === undefined ? 'never' : toUtcText(evidence.chatEventAt),
    toUtcText(silenceDeadline(evidence, policy, pipeline.ourOutages)),
  ];
};

const RANKS: readonly string[] = URGENCIES;

const rank = ([state = '']: readonly string[]): number => RANKS.indexOf(state);

const byUrgency = (a: readonly string[], b: readonly string[]): number =>
  rank(a) - rank(b) || (a[2] ?? '').localeCompare(b[2] ?? '');

const formatTable = (rows: readonly (readonly string[])[]): string => {
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((text, column) => text.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
};
