/** The rows of a report as the text of its file. */

import type { ReportSwitches } from './report-switches.ts';
import type { Resolution } from './reported-chat.ts';

export const REPORT_EVENTS = ['Conversation-Resolved', 'Conversation-Created'] as const;
export type ReportEvent = (typeof REPORT_EVENTS)[number];

export type ReportRange = { readonly start: number; readonly end: number };

const DAY_MS = 24 * 60 * 60_000;

type Row = { readonly chat: Resolution; readonly at: number };

/** In the order of time; both ends of the range belong to it. */
export const rowsOf = (
  event: ReportEvent,
  chats: Iterable<Resolution>,
  { start, end }: ReportRange,
  { rangeSlipDays, rowsShare }: ReportSwitches,
): readonly Row[] => {
  const slipMs = rangeSlipDays * DAY_MS;
  const rows = [...(event === 'Conversation-Resolved' ? resolutionsOf(chats) : creationsOf(chats))]
    .filter(({ at }) => start - slipMs <= at && at <= end - slipMs)
    .toSorted((a, b) => a.at - b.at);
  return rows.slice(0, Math.ceil(rows.length * rowsShare));
};

function* resolutionsOf(chats: Iterable<Resolution>): Generator<Row> {
  for (const chat of chats) yield { chat, at: chat.resolvedAt };
}

/** A chat is created once, however often it is resolved. */
function* creationsOf(chats: Iterable<Resolution>): Generator<Row> {
  const seen = new Set<string>();
  for (const chat of chats) {
    if (chat.createdAt === undefined || seen.has(chat.chatId)) continue;
    seen.add(chat.chatId);
    yield { chat, at: chat.createdAt };
  }
}

type Column = readonly [header: string, cell: (row: Row) => string];

export const toReportText = (
  event: ReportEvent,
  rows: readonly Row[],
  switches: ReportSwitches,
  isWithoutPersons: boolean,
): string => {
  const columns = columnsOf(event, switches, isWithoutPersons);
  const lines = [
    columns.map(([header]) => toCell(spell(header, switches))),
    ...rows.map((row) => columns.map(([, cell]) => toCell(cell(row)))),
  ];
  return `${switches.hasBom ? '\uFEFF' : ''}${lines.map((cells) => `${cells.join(',')}\r\n`).join('')}`;
};

const columnsOf = (event: ReportEvent, switches: ReportSwitches, isWithoutPersons: boolean): readonly Column[] => {
  const idOf = ({ chat }: Row): string => (switches.areIdsForeign ? `i-${chat.chatId}` : chat.chatId);
  const ids: readonly Column[] = [
    ['conversation_id', idOf],
    // Where both are there, an interaction is not the chat.
    ['interaction_id', (row) => (switches.ids === 'both' ? `interaction-of-${idOf(row)}` : idOf(row))],
  ];
  const timeColumn = event === 'Conversation-Resolved' ? switches.resolvedColumn : 'created_at';
  return [
    ...ids.filter(([header]) => switches.ids === 'both' || switches.ids === header),
    [timeColumn, ({ at }) => toTime(at + switches.slipMs, switches)],
    ['channel_name', () => 'Web'],
    ...(switches.hasLineBreaks ? [['resolution_label', () => 'asked "where is it?",\nthen\r\nleft'] as const] : []),
    ['group_id', ({ chat }) => chat.group?.id ?? ''],
    ['group_name', ({ chat: { group } }) => (group ? (switches.renamedGroups[group.id] ?? group.name) : '')],
    ...(isWithoutPersons ? [] : PERSONS),
    ['reopened', () => 'false'],
  ];
};

/** What an answer without `should_exclude_pii` tells of people. */
const PERSONS: readonly Column[] = [
  ['user_name', () => 'Erika Mustermann'],
  ['user_email', () => 'erika@example.org'],
  ['agent_name', () => 'Max Mustermann'],
];

const spell = (header: string, { headers }: ReportSwitches): string => {
  switch (headers) {
    case 'conversation_id':
      return header;
    case 'Conversation ID':
      return header
        .split('_')
        .map((word) => (word === 'id' ? 'ID' : `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`))
        .join(' ');
    case 'conversationId':
      return header.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
  }
};

/** `2026-11-22 09:14:03.25`, as Java prints it: zeros at the end of the fraction are left out, but for one. */
export const toTimestamp = (at: number): string =>
  new Date(at)
    .toISOString()
    .replace('T', ' ')
    .replace(/0{0,2}Z$/, '');

const toTime = (at: number, { times }: ReportSwitches): string => {
  switch (times) {
    case 'fractions':
      return toTimestamp(at);
    case 'seconds':
      return toTimestamp(at).slice(0, 'yyyy-mm-dd hh:mm:ss'.length);
    case 'minutes':
      return toTimestamp(at).slice(0, 'yyyy-mm-dd hh:mm'.length);
    case 'rfc3339':
      return new Date(at).toISOString();
  }
};

const toCell = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
