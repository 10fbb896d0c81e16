/** docs/performance.md: the figures between the markers are written by the benchmark, the words around them by people. */

import { PRICES } from '../prices.ts';
import type { Results } from '../results.ts';
import { toLeadRows, toMarkdownTable, toRows, toServiceRows, toSilenceRows } from './table.ts';

type Section = { readonly start: string; readonly end: string; readonly text: (results: Results) => string };

/** The page lost its markers: the figures have no place. */
class MarkersMissingError extends Error {
  override readonly name = 'MarkersMissingError';
  constructor({ start, end }: Section) {
    super(`docs/performance.md needs the lines "${start}" and "${end}"; the figures go between them.`);
  }
}

export const withFigures = (page: string, results: Results): string =>
  SECTIONS.reduce((written, section) => withSection(written, section, results), page);

const withSection = (page: string, section: Section, results: Results): string => {
  const start = page.indexOf(section.start);
  const end = page.indexOf(section.end);
  if (start < 0 || end < start) throw new MarkersMissingError(section);
  return `${page.slice(0, start + section.start.length)}\n\n${section.text(results)}\n\n${page.slice(end)}`;
};

const serviceDay = (results: Results): string =>
  [
    `${results.date}, ${count(results.deliveries)} deliveries, 2,000 a day of each integration; batches of 100 messages and 1,000 ` +
      `ledger changes. Prices of ${PRICES.date}, ${PRICES.region}.`,
    toMarkdownTable(toServiceRows(results)),
    `A heartbeat of an app without chats: ${results.heartbeat.writeUnits.toFixed(2)} write units, ` +
      `${results.heartbeat.readUnits.toFixed(2)} read units, ${results.heartbeat.calls.toFixed(2)} calls.`,
  ].join('\n\n');

const figures = (results: Results): string =>
  [
    `${results.date}, ${results.machine}, Node ${results.node}. ${count(results.deliveries)} deliveries of ${count(results.chats)} chats, ` +
      `seed ${results.seed}; ${(results.faultRate * 100).toFixed(1)} % of the calls fail where miscounts are counted. ` +
      `JSON.parse of a body: ${results.jsonParseMicros.toFixed(2)} µs. Prices of ${PRICES.date}, ${PRICES.region}.`,
    toMarkdownTable(toRows(results)),
    'This project against the best of the exact designs at the same SQS batch, measure by measure (`<` leads):',
    toMarkdownTable(toLeadRows(results)),
    toMarkdownTable([
      ['function', 'bundle, bytes', 'import, ms above an empty module'],
      ...results.functions.map(({ name, bundleBytes, importMs }) => [name, count(bundleBytes), importMs.toFixed(0)]),
    ]),
    `A ledger item has ${results.ledgerItemBytes.mean.toFixed(0)} bytes on average and at most ${results.ledgerItemBytes.max}. ` +
      `One year × 20 queues of hourly counts: ${count(Math.round(results.readUnitsOfAYear))} read units, ` +
      `${((results.readUnitsOfAYear / 1_000_000) * PRICES.perMillionReadUnits * 100).toFixed(2)} US cents.`,
    toMarkdownTable(toSilenceRows(results)),
  ].join('\n\n');

const count = (value: number): string => value.toLocaleString('en-US');

const SECTIONS: readonly Section[] = [
  {
    start: '<!-- service day: written by npm run bench -->',
    end: '<!-- end of service day -->',
    text: serviceDay,
  },
  { start: '<!-- figures: written by npm run bench -->', end: '<!-- end of figures -->', text: figures },
];
