/**
 * The columns of a report that we read, however their headers are spelt: `conversation_id`, `Conversation ID`,
 * `conversationId`. All others are dropped where the file is parsed: they hold names, addresses and texts of people.
 */

import { textProblem } from '../core/text.ts';
import { toVisibleName } from '../core/visible-name.ts';
import type { Group } from '../counting/terminal-event.ts';
import type { CreationRow, ReportKind, ReportRow } from './report-row.ts';
import { parseReportTime } from './report-time.ts';

const COLUMNS = ['chatId', 'at', 'groupId', 'groupName', 'reopened'] as const;
type Column = (typeof COLUMNS)[number];

/** The first spelling that the file has; in a report of resolutions, `created_at` is when the row was made: the resolution. */
const SPELLINGS: Readonly<Record<ReportKind, Readonly<Partial<Record<Column, readonly string[]>>>>> = {
  'Conversation-Resolved': {
    chatId: ['conversation_id', 'interaction_id'],
    at: ['resolved_at', 'resolved_time', 'created_at', 'created_time'],
    groupId: ['group_id', 'assigned_group_id'],
    groupName: ['group_name', 'assigned_group_name', 'group'],
  },
  'Conversation-Created': {
    chatId: ['conversation_id', 'interaction_id'],
    at: ['created_at', 'created_time'],
    reopened: ['reopened', 'is_reopened'],
  },
};

const toSpelling = (header: string): string =>
  header
    .normalize('NFKC')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_|_$/g, '');

/** What each column of the file is to us, `false` for what is dropped; `undefined` when this is no such report. */
export const columnsOf = (kind: ReportKind, headers: readonly string[]): readonly (Column | false)[] | undefined => {
  const spelt = headers.map(toSpelling);
  const roles = new Map<number, Column>();
  for (const column of COLUMNS) {
    const spelling = SPELLINGS[kind][column]?.find((one) => spelt.includes(one));
    if (spelling !== undefined) roles.set(spelt.indexOf(spelling), column);
  }
  const found = [...roles.values()];
  return found.includes('chatId') && found.includes('at')
    ? headers.map((_, index) => roles.get(index) ?? false)
    : undefined;
};

export type Cells = Readonly<Partial<Record<string, string>>>;

/** `undefined` when the row cannot be used. */
export const toReportRow = (cells: Cells): ReportRow | undefined => {
  const known = toCreationRow(cells);
  const group = toGroup(cells);
  return known && { ...known, ...(group && { group }) };
};

export const toCreationRow = ({ chatId: id = '', at: time = '' }: Cells): CreationRow | undefined => {
  const chatId = id.trim();
  const at = parseReportTime(time);
  return at === undefined || textProblem(chatId) ? undefined : { chatId, at };
};

export const isReopened = ({ reopened = '' }: Cells): boolean => /^(?:true|1|yes)$/i.test(reopened.trim());

const NO_GROUP = /^(?:null|none|-)?$/i;

const toGroup = ({ groupId = '', groupName = '' }: Cells): Group | undefined => {
  if (NO_GROUP.test(groupName.trim())) return undefined;
  const name = toVisibleName(groupName)?.name;
  if (name === undefined || textProblem(name)) return undefined;
  const id = groupId.trim();
  return { ...(!NO_GROUP.test(id) && !textProblem(id) && { id }), name };
};
