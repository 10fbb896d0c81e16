/**
 * How the reports of an account look, and what goes wrong with them. What is not set is as at an account that behaves.
 *
 * Documented by Freshworks (Reports API, Extract API; SDK `@freshworks-jaya/freshchat-api`): calls, parameters, 15 months,
 * the form of the answers and of the interval's times. Told by its clients: one POST a minute, ZIP though CSV was asked
 * for, the spellings of headers, 403 for a link that expired. Guessed: all else.
 */

import * as z from 'zod';

const count = z.int().min(0);
const share = z.number().min(0).max(1);
const ms = z.int();

const MINUTE_MS = 60_000;

const reportSwitchesSchema = z.strictObject({
  /** A POST that comes sooner after the last one is answered 429. */
  postsEveryMs: ms.default(MINUTE_MS),
  retryAfter: z.enum(['seconds', 'date', 'absent']).default('seconds'),
  /** Calls of the API until the token is revoked; downloads ask for no token. */
  tokenDiesAfter: count.exactOptional(),
  /** The role of the token allows no reports: 403. */
  areReportsForbidden: z.boolean().default(false),

  /** GETs of a report that are answered `PENDING`. */
  pendingPolls: count.default(0),
  /** Reports that end as `FAILED`, counted from the first. */
  failedReports: count.default(0),
  /** Chats of the last moments are not in a report yet. */
  lagMs: ms.default(0),

  /** Files of a report; its rows are spread over them in their order. */
  links: z.int().min(1).default(1),
  linkLivesMs: ms.default(60 * MINUTE_MS),
  packing: z.enum(['csv', 'zip']).default('csv'),
  hasBom: z.boolean().default(false),
  headers: z.enum(['conversation_id', 'Conversation ID', 'conversationId']).default('conversation_id'),
  /** Which columns say which chat it is: some accounts have the second alone. */
  ids: z.enum(['both', 'conversation_id', 'interaction_id']).default('both'),
  /** In reports of resolutions, many accounts call the time of the resolution `created_at`. */
  resolvedColumn: z.enum(['created_at', 'resolved_at']).default('created_at'),
  /** `2026-11-22 09:14:03.25`, without `.25`, without `:03.25`, or RFC 3339. */
  times: z.enum(['fractions', 'seconds', 'minutes', 'rfc3339']).default('fractions'),
  /** A column of free text, quoted, with line breaks, quotes and commas in it. */
  hasLineBreaks: z.boolean().default(false),
  /** Names that groups have by now, by their id. */
  renamedGroups: z.record(z.string(), z.string()).default({}),

  /** Ids of another kind than those that the app sees. */
  areIdsForeign: z.boolean().default(false),
  /** How far all times are off. */
  slipMs: ms.default(0),
  /** Only so many of the rows are there, the first ones; the file looks whole. */
  rowsShare: share.default(1),
  /** Rows of so many days before the range, instead of those of the range. */
  rangeSlipDays: count.default(0),
  /** The connection breaks after this share of the file. */
  bytesShare: share.default(1),
  /** What a link answers in place of the file. */
  instead: z.enum(['web_page', 'redirect', 'nothing']).exactOptional(),
});

export type ReportSwitches = Readonly<z.output<typeof reportSwitchesSchema>>;

/** An account that behaves but for what is chosen. */
export const chooseSwitches = (chosen: Readonly<z.input<typeof reportSwitchesSchema>> = {}): ReportSwitches =>
  reportSwitchesSchema.parse(chosen);

export const parseSwitches = (json: string): ReportSwitches => reportSwitchesSchema.parse(JSON.parse(json));
