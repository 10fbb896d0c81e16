/**
 * A recovery: chats that the app did not tell of are read from Freshchat's own report, and counted. One at a time for an
 * integration.
 *
 *   queued ─▶ requested ─▶ ready ─▶ checking ─▶ sending ─▶ settling ─▶ done
 *     ask       wait for     all      compare     what is     until it     the holes
 *    Freshchat  Freshchat   there   with the     missing,    is counted   are filled
 *                                    ledger      to the queue
 *
 * `refused`: the report does not fit to what we know; nothing was sent. `failed`: it could not be carried out; the
 * reason says what to do. Every step may be done again from its beginning: what is in the ledger is not sent again, and
 * what was sent twice counts once.
 */

import { HOUR_MS } from '../core/hour.ts';
import type { Instant } from '../core/instant.ts';
import type { ReportKind } from './report-row.ts';

const ACTIVE_STATES = ['queued', 'requested', 'ready', 'checking', 'sending', 'settling'] as const;
const END_STATES = ['done', 'refused', 'failed'] as const;
export const JOB_STATES = [...ACTIVE_STATES, ...END_STATES] as const;
export type JobState = (typeof JOB_STATES)[number];

/** Who asked for it: an administrator, a hole that ended half an hour ago, or the night, which looks at yesterday. */
export const JOB_TRIGGERS = ['admin', 'hole', 'night'] as const;
export type JobTrigger = (typeof JOB_TRIGGERS)[number];

/** Why nothing of a report was sent. */
export const REFUSAL_REASONS = [
  /** Fewer than half of the chats outside of the hole are known here: its ids are others. */
  'ids_do_not_match',
  /** Its times are not those of the app: a time zone, or another event. */
  'times_do_not_match',
  /** Chats that the app told of are not in it: half a file. */
  'report_incomplete',
  /** Most of its rows are of another time than was asked for. */
  'range_does_not_match',
  /** Too few chats to compare; an administrator may confirm. */
  'too_few_rows',
  /** Two Freshchat accounts send with this integration's keys, and a report tells of one. */
  'several_accounts',
] as const;
export type RefusalReason = (typeof REFUSAL_REASONS)[number];

export const FAILURE_REASONS = [
  /** None is stored, or it cannot be read any more: enter it again. */
  'freshchat_key_missing',
  /** Freshchat does not take it (any more). */
  'freshchat_key_rejected',
  /** Its role may not read reports. */
  'reports_not_allowed',
  /** No answer, or one that is no answer of Freshchat's, again and again. */
  'freshchat_unreachable',
  /** Freshchat gave up making the report, three times. */
  'report_failed',
  /** Not made within six hours. */
  'report_late',
  /** Its links do not open, three times. */
  'links_expired',
  /** What the links give is no report. */
  'report_unreadable',
  'report_too_large',
  /** What was sent is not counted after a day. */
  'not_counted',
  'integration_deleted',
  /** A step of it failed again and again: our fault, on-call looks. */
  'internal_error',
] as const;
export type FailureReason = (typeof FAILURE_REASONS)[number];

export type JobReason = RefusalReason | FailureReason;

/** One report of Freshchat's: at most a month. */
export type WantedReport = {
  readonly kind: ReportKind;
  readonly from: Instant;
  readonly until: Instant;
  /** Freshchat's id of it; absent until it is requested. */
  readonly id?: string;
  readonly requestedAt?: Instant;
  readonly isReady?: boolean;
  /** How often it had to be asked for anew. */
  readonly repeats: number;
};

/** In chats; `sent` of those that were missing. */
export type JobFigures = {
  /** In the report and within the range. */
  readonly reported: number;
  /** Of those: what the ledger had before. */
  readonly known: number;
  readonly missing: number;
  readonly sent: number;
  /** Counted in hours that were compared, but not in the report. */
  readonly countedOnly: number;
  /** Rows that could not be used. */
  readonly unusable: number;
};

/** What the interlocks looked at, outside of the hole. */
export type JobChecks = {
  /** Chats of the report that were compared, and those of them that the ledger has. */
  readonly compared: number;
  readonly comparedKnown: number;
  /** Middle difference between the report's time and the app's, and the precision of the report's times. */
  readonly medianDifferenceMs?: number;
  readonly resolutionMs: number;
  /** Contacts that are counted in the compared hours, and those of them that are in the report. */
  readonly counted: number;
  readonly countedInReport: number;
};

export type RecoveryJob = {
  readonly integrationId: string;
  /** Together with the integration's id it names the job. */
  readonly createdAt: Instant;
  readonly trigger: JobTrigger;
  /** The subject of the administrator's token. */
  readonly requestedBy?: string;
  /** Whole hours; `until` is behind the last. */
  readonly from: Instant;
  readonly until: Instant;
  /** An administrator takes the word of a report that has too few rows to compare. */
  readonly isConfirmed: boolean;
  readonly state: JobState;
  /** Of `refused` and `failed`. */
  readonly reason?: JobReason;
  readonly updatedAt: Instant;
  readonly endedAt?: Instant;
  readonly reports: readonly WantedReport[];
  readonly figures?: JobFigures;
  readonly checks?: JobChecks;
  /** When the last missing chat was handed to the queue. */
  readonly sentAt?: Instant;
  /** Steps that failed one after the other, for a reason that may pass. */
  readonly attempts: number;
  /** When the next step is due; absent at the end. */
  readonly nextStepAt?: Instant;
  /** Counts the writes: the optimistic lock of the next. */
  readonly revision: number;
};

const DAY_MS = 24 * HOUR_MS;
/** Freshchat keeps 15 months, 455 days at least; a week is asked for before the range, and the asking takes a while. */
const OLDEST_MS = 447 * DAY_MS;
/** A report takes at most a month; the shortest has 28 days. */
const LONGEST_REPORT_MS = 28 * DAY_MS;
/** Compared on both sides of the hole. */
const MARGIN_MS = DAY_MS;
/** Chats that were created before the range; a chat that is open for longer arrives in the hour of its end. */
const CREATED_BEFORE_MS = 7 * DAY_MS;

export type RangeProblem = 'from_not_before_to' | 'not_a_whole_hour' | 'in_future' | 'too_old';

/** What is wrong with the range that an administrator asks for. */
export const rangeProblem = (from: Instant, until: Instant, now: Instant): RangeProblem | undefined => {
  if (from >= until) return 'from_not_before_to';
  if (from % HOUR_MS !== 0 || until % HOUR_MS !== 0) return 'not_a_whole_hour';
  if (until > now) return 'in_future';
  return from < now - OLDEST_MS ? 'too_old' : undefined;
};

export type JobWish = Pick<RecoveryJob, 'integrationId' | 'trigger' | 'from' | 'until'> & {
  readonly requestedBy?: string;
  readonly isConfirmed?: boolean;
};

export const newJob = ({ isConfirmed = false, ...wish }: JobWish, now: Instant): RecoveryJob => ({
  ...wish,
  isConfirmed,
  createdAt: now,
  updatedAt: now,
  state: 'queued',
  reports: reportsFor(wish, now),
  attempts: 0,
  nextStepAt: now,
  revision: 1,
});

/** The resolutions, with a day on each side to compare; and the creations, for the arrivals. */
const reportsFor = ({ trigger, from, until }: Omit<JobWish, 'isConfirmed'>, now: Instant): readonly WantedReport[] => {
  // The night compares within its day: what the app told of is most of it.
  const margin = trigger === 'night' ? 0 : MARGIN_MS;
  const end = Math.min(until + margin, Math.floor(now / HOUR_MS) * HOUR_MS);
  const last = Math.max(until, end);
  return [
    ...piecesOf('Conversation-Resolved', from - margin, last),
    ...piecesOf('Conversation-Created', from - CREATED_BEFORE_MS, until),
  ];
};

const piecesOf = (kind: ReportKind, from: Instant, until: Instant): readonly WantedReport[] =>
  Array.from({ length: Math.ceil((until - from) / LONGEST_REPORT_MS) }, (_, index) => ({
    kind,
    from: from + index * LONGEST_REPORT_MS,
    until: Math.min(from + (index + 1) * LONGEST_REPORT_MS, until),
    repeats: 0,
  }));
