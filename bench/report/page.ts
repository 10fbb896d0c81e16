/** Pages whose figures between the markers are written by the benchmark, and the words around them by people. */

import { toBill } from '../bill.ts';
import { PRICES } from '../prices.ts';
import type { Measured, Results } from '../results.ts';
import { toBillText } from './bill-text.ts';
import { toLeadRows, toMarkdownTable, toReadRows, toRows, toServiceRows, toSilenceRows } from './table.ts';

type Section = { readonly start: string; readonly end: string; readonly text: (results: Results) => string };

/** The page lost its markers: the figures have no place. */
class MarkersMissingError extends Error {
  override readonly name = 'MarkersMissingError';
  constructor({ start, end }: Section) {
    super(`The page needs the lines "${start}" and "${end}"; the figures go between them.`);
  }
}

export const withFigures = (page: string, sections: readonly Section[], results: Results): string =>
  sections.reduce((written, section) => withSection(written, section, results), page);

const withSection = (page: string, section: Section, results: Results): string => {
  const start = page.indexOf(section.start);
  const end = page.indexOf(section.end);
  if (start < 0 || end < start) throw new MarkersMissingError(section);
  return `${page.slice(0, start + section.start.length)}\n\n${section.text(results)}\n\n${page.slice(end)}`;
};

const serviceDay = ({ measured, services, heartbeat }: Results): string =>
  [
    `${dated(measured.services)}. ${count(measured.services.deliveries)} deliveries, 2,000 a day of each integration; batches of ` +
      `100 messages and 1,000 ledger changes. Prices of ${PRICES.date}, ${PRICES.region}.`,
    toMarkdownTable(toServiceRows({ services })),
    `A heartbeat of an app without chats: ${heartbeat.writeUnits.toFixed(2)} write units, ` +
      `${heartbeat.readUnits.toFixed(2)} read units, ${heartbeat.calls.toFixed(2)} calls.`,
  ].join('\n\n');

const designs = ({ measured, faultRate, jsonParseMicros, ...results }: Results): string =>
  [
    `${dated(measured.designs)}, ${onMachine(measured.designs)}. ${count(measured.designs.deliveries)} deliveries of ` +
      `${count(measured.designs.chats)} chats; ${(faultRate * 100).toFixed(1)} % of the calls fail where miscounts are counted. ` +
      `JSON.parse of a body: ${jsonParseMicros.toFixed(2)} µs. Prices of ${PRICES.date}, ${PRICES.region}.`,
    toMarkdownTable(toRows(results)),
    'This project against the best of the exact designs at the same SQS batch, measure by measure (`<` leads):',
    toMarkdownTable(toLeadRows(results)),
  ].join('\n\n');

const reads = ({ measured, reads: read, readsBesideCounts }: Results): string =>
  [
    `${dated(measured.reads)}, ${onMachine(measured.reads)}.`,
    toMarkdownTable(toReadRows({ reads: read })),
    `Besides the counts, in read units: whether to believe them ${readsBesideCounts.completeness.toFixed(1)}, the names of ` +
      `groups ${readsBesideCounts.groupNames.toFixed(1)}; a question for changes without news ` +
      `${readsBesideCounts.quietPoll.toFixed(1)}.`,
  ].join('\n\n');

const rest = ({ measured, functions, ledgerItemBytes, readUnitsOfAYear, silenceChecks, draw }: Results): string =>
  [
    `${dated(measured.bundles)}, ${onMachine(measured.bundles)}.`,
    toMarkdownTable([
      ['function', 'bundle, bytes', 'import, ms above an empty module'],
      ...functions.map(({ name, bundleBytes, importMs }) => [name, count(bundleBytes), importMs.toFixed(0)]),
    ]),
    `A ledger item has ${ledgerItemBytes.mean.toFixed(0)} bytes on average and at most ${ledgerItemBytes.max}. ` +
      `One year × 20 queues of hourly counts: ${count(Math.round(readUnitsOfAYear))} read units, ` +
      `${((readUnitsOfAYear / 1_000_000) * PRICES.perMillionReadUnits * 100).toFixed(2)} US cents.`,
    `${dated(measured.silence)}, ${onMachine(measured.silence)}.`,
    toMarkdownTable(toSilenceRows({ silenceChecks })),
    ...(draw
      ? [
          `${dated(measured.console)}, ${onMachine(measured.console)}: the console draws ${draw.days} days × ${draw.queues} queues of ` +
            `contacts with ${draw.scriptMs.toFixed(0)} ms of script.`,
        ]
      : []),
  ].join('\n\n');

const dated = ({ date, commit }: Measured): string => `${date}, commit ${commit}`;
const onMachine = ({ machine, node }: Measured): string => `${machine}, Node ${node}`;
const count = (value: number): string => value.toLocaleString('en-US');

const section = (name: string, text: Section['text']): Section => ({
  start: `<!-- ${name}: written by npm run bench -->`,
  end: `<!-- end of ${name} -->`,
  text,
});

/** By the path of the page. */
export const PAGES: Readonly<Record<string, readonly Section[]>> = {
  'docs/performance.md': [
    section('service day', serviceDay),
    section('designs', designs),
    section('reads', reads),
    section('functions and checks', rest),
  ],
  'docs/deploy.md': [section('bill', (results) => toBillText(toBill(results)))],
};
