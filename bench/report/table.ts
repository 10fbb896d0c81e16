/** The results as rows of text, for the terminal and for docs/performance.md. */

import type { DesignResult, PerChat, Results, ServiceResult, SilenceCheckResult } from '../results.ts';

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

/** Less is better in each. */
const MEASURES = [
  { title: 'write units/chat', digits: 2, of: (result: DesignResult) => result.writeUnitsPerChat },
  { title: 'SDK calls/chat', digits: 3, of: (result: DesignResult) => result.callsPerChat },
  { title: 'CPU µs/event', digits: 0, of: (result: DesignResult) => result.cpuMicrosPerEvent },
  { title: 'USD/million chats', digits: 2, of: (result: DesignResult) => result.usdPerMillionChats },
];

/** This project against the best exact design of the same SQS batch, measure by measure: `<` is a lead. */
export const toLeadRows = ({ designs }: Results): readonly (readonly string[])[] => [
  ['this project, SQS batch / stream batch', ...MEASURES.map(({ title }) => title)],
  ...designs
    .filter(({ isOurs }) => isOurs)
    .map((ours) => {
      const rivals = designs.filter((one) => !one.isOurs && isExact(one) && one.sqsBatch === ours.sqsBatch);
      const cells = MEASURES.map(({ of, digits }) =>
        compared(of(ours).toFixed(digits), Math.min(...rivals.map(of)).toFixed(digits)),
      );
      return [`${ours.sqsBatch} / ${ours.streamBatch}`, ...cells];
    }),
];

const isExact = ({ miscountsPerMillionWithFaults }: DesignResult): boolean =>
  miscountsPerMillionWithFaults.absolute === 0;

const compared = (ours: string, theirs: string): string => {
  const order = Math.sign(Number(ours) - Number(theirs));
  return `${ours} ${order < 0 ? '<' : order > 0 ? '>' : '='} ${theirs}`;
};

const SERVICE_HEADER = [
  'integrations × recorders',
  'design',
  'record: write units / calls',
  'tally: write units / calls',
  'write units/chat',
  'read units/chat',
  'SDK calls/chat',
  'DynamoDB USD/million chats',
] as const;

export const toServiceRows = ({ services }: Results): readonly (readonly string[])[] => [
  SERVICE_HEADER,
  ...services.map(toServiceRow),
];

const toServiceRow = (result: ServiceResult): readonly string[] => {
  const { design, recorded, tallied, together } = result;
  return [
    `${result.integrations.toLocaleString('en-US')} × ${result.recorders}`,
    result.heartbeatsADay > 0 ? `${design}, with ${result.heartbeatsADay} heartbeats a day` : design,
    toShare(recorded),
    tallied ? toShare(tallied) : '–',
    together.writeUnits.toFixed(2),
    together.readUnits.toFixed(2),
    together.calls.toFixed(2),
    result.dynamoUsdPerMillionChats.toFixed(2),
  ];
};

const toShare = ({ writeUnits, calls }: PerChat): string => `${writeUnits.toFixed(2)} / ${calls.toFixed(2)}`;

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
