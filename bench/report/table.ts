/** The results as rows of text, for the terminal and for docs/performance.md. */

import type { DesignResult, Results, SilenceCheckResult } from '../results.ts';

const HEADER = [
  'design',
  'SQS batch',
  'stream batch',
  'write units/chat',
  'read units/chat',
  'SDK calls/chat',
  'CPU µs/event',
  '× JSON.parse',
  'events/s/core',
  'miscounts/million (net)',
  'USD/million chats',
] as const;

export const toRows = ({ designs }: Results): readonly (readonly string[])[] => [HEADER, ...designs.map(toRow)];

const toRow = (result: DesignResult): readonly string[] => {
  const { net, absolute } = result.miscountsPerMillionWithFaults;
  return [
    result.design,
    String(result.sqsBatch),
    result.streamBatch === undefined ? '–' : String(result.streamBatch),
    result.writeUnitsPerChat.toFixed(2),
    result.readUnitsPerChat.toFixed(2),
    result.callsPerChat.toFixed(2),
    result.cpuMicrosPerEvent.toFixed(0),
    result.cpuTimesJsonParse.toFixed(0),
    result.eventsPerSecondAndCore.toFixed(0),
    absolute === 0 ? '0' : `${absolute.toFixed(0)} (${net > 0 ? '+' : ''}${net.toFixed(0)})`,
    result.usdPerMillionChats.toFixed(2),
  ];
};

const SILENCE_HEADER = [
  'silence check, integrations',
  'looked at/run',
  'SDK calls/run',
  'read units/run',
  'write units/run',
  'CPU ms/run',
  'USD/month',
] as const;

export const toSilenceRows = ({ silenceChecks }: Results): readonly (readonly string[])[] => [
  SILENCE_HEADER,
  ...silenceChecks.map(toSilenceRow),
];

const toSilenceRow = (result: SilenceCheckResult): readonly string[] => [
  result.integrations.toLocaleString('en-US'),
  result.duePerRun.toFixed(2),
  result.callsPerRun.toFixed(2),
  result.readUnitsPerRun.toFixed(2),
  result.writeUnitsPerRun.toFixed(2),
  (result.cpuMicrosPerRun / 1_000).toFixed(1),
  result.usdPerMonth.toFixed(3),
];

export const toTextTable = (rows: readonly (readonly string[])[]): string => {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ');
  return rows.map(line).join('\n');
};

export const toMarkdownTable = (rows: readonly (readonly string[])[]): string => {
  const [header = [], ...body] = rows;
  const rule = header.map((_, column) => (column === 0 ? '---' : '---:'));
  return [header, rule, ...body].map((row) => `| ${row.join(' | ')} |`).join('\n');
};
