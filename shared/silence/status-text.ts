/** Statuses, causes and notices in people's words: fills the sentences of status-sentences.ts with facts. */

import { type Instant, toRfc3339 } from '../core/instant.ts';
import { sumOfRefused } from '../intake/refused-counts.ts';
import { type EvidenceSinceCreation, lastSignOfLife, openInvalidAt } from './evidence.ts';
import { lastTogether } from './heard-accounts.ts';
import { type Incident, type Notice, outageOf } from './incident.ts';
import { NO_OUTAGES, type OurOutages, outagesBetween } from './our-outages.ts';
import type { ManySilent } from './platform-trouble.ts';
import { figuresOf, isLostByKey, mainCodeOf } from './refused-share.ts';
import type { ShownStatus } from './shown-status.ts';
import {
  NOTICE_SENTENCES,
  PLATFORM_SENTENCES,
  SENTENCES,
  type Sentence,
  type SentenceKey,
} from './status-sentences.ts';

export type StatusFacts = {
  readonly evidence: EvidenceSinceCreation;
  /** When the refused key was revoked or expired. */
  readonly keyDeadAt?: Instant;
  /** The newest key that works, when the app uses a dead one. */
  readonly newKeyId?: string;
  readonly pausedUntil?: Instant;
  readonly stalledSince?: Instant;
};

export type StatusText = { readonly message: string; readonly nextStep: string };
export type NoticeText = {
  readonly subject: string;
  readonly message: string;
  /** The same for readers with words of their own. The cause stands beside it in the notice. */
  readonly reason: NoticeReason;
};

type NoticeReason = {
  readonly key: keyof typeof NOTICE_SENTENCES | `platform_${keyof typeof PLATFORM_SENTENCES}`;
  readonly facts: Readonly<Record<string, string>>;
};

export const toStatusText = (status: ShownStatus, facts: StatusFacts): StatusText => {
  const sentence: Sentence = SENTENCES[sentenceKeyOf(status, facts)];
  const words = wordsOf(status, facts);
  return { message: fillFirst(sentence.message, words), nextStep: fillFirst(sentence.nextStep, words) };
};

const fillFirst = (wordings: Sentence['message'], words: Words): string =>
  wordings.map((wording) => fill(wording, words)).find((text) => text !== undefined) ?? wordings[0];

/** The same as key and facts, for readers that have words of their own: instants in RFC 3339, names as they are. */
export type StatusReason = { readonly key: SentenceKey; readonly facts: Readonly<Record<string, string>> };

export const toStatusReason = (status: ShownStatus, facts: StatusFacts): StatusReason => {
  const key = sentenceKeyOf(status, facts);
  const { instants, names } = factsOf(status, facts);
  const known: Words = { ...mapValues(instants, toRfc3339), ...names };
  const { message, nextStep } = SENTENCES[key];
  const used = new Set([...message, ...nextStep].flatMap((wording) => placesOf(wording)));
  return {
    key,
    facts: Object.fromEntries(
      [...used].flatMap((name) => {
        const fact = known[name];
        return fact === undefined ? [] : [[name, fact] as const];
      }),
    ),
  };
};

/** What a notice says; `name` is the integration's. */
export const toNoticeText = (
  notice: Notice,
  name: string,
  incident: Incident,
  status: StatusText,
  outages: OurOutages = NO_OUTAGES,
): NoticeText => {
  const { from, until, durationMs } = outageOf(incident, incident.openedAt);
  const [ours] = outagesBetween(outages, from, until);
  const key = noticeKeyOf(notice, incident, ours !== undefined);
  const { subject, message } = NOTICE_SENTENCES[key];
  const words = {
    name,
    status: status.message,
    nextStep: status.nextStep,
    from: toUtcText(from),
    until: toUtcText(until),
    duration: toDurationText(durationMs),
    ourFrom: toUtcTextOr(ours?.from),
    ourUntil: toUtcTextOr(ours?.until),
  };
  const ended = incident.closedAt === undefined ? {} : { until };
  const instants = { from, ...ended, ...(ours && { ourFrom: ours.from, ourUntil: ours.until }) };
  return {
    subject: fill(subject, words) ?? subject,
    message: fill(message, words) ?? message,
    reason: { key, facts: { name, ...toFacts(instants) } },
  };
};

/** Of many that fell silent together. */
export const toPlatformNoticeText = (many: ManySilent): NoticeText => {
  const { startedAt, endedAt, refusal } = many;
  const key = platformKeyOf(many);
  const { subject, message } = PLATFORM_SENTENCES[key];
  const words = {
    from: toUtcText(startedAt),
    until: toUtcTextOr(endedAt),
    duration: toDurationText((endedAt ?? startedAt) - startedAt),
    refusal,
  };
  const instants = { from: startedAt, ...(endedAt !== undefined && { until: endedAt }) };
  return {
    subject,
    message: fill(message, words) ?? message,
    reason: { key: `platform_${key}`, facts: { ...(refusal && { refusal }), ...toFacts(instants) } },
  };
};

const platformKeyOf = ({ endedAt, escalatedAt, notOurs, refusal }: ManySilent): keyof typeof PLATFORM_SENTENCES => {
  const ended = notOurs ? 'not_ours' : 'closed';
  const going = escalatedAt === undefined ? 'opened' : 'escalated';
  const key = endedAt === undefined ? going : ended;
  return refusal ? `refused_${key}` : key;
};

const toFacts = (instants: Readonly<Record<string, Instant>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(instants).map(([name, at]) => [name, toRfc3339(at)]));

const noticeKeyOf = (
  notice: Notice,
  { severity, cause, endedBy }: Incident,
  isPartlyOurs: boolean,
): keyof typeof NOTICE_SENTENCES => {
  if (notice === 'opened') return severity === 'warning' && cause !== 'no_chats' ? 'warned' : 'opened';
  if (notice === 'closed' && endedBy) return `closed_${endedBy}`;
  if (notice === 'closed' && isPartlyOurs) return 'closed_partly_ours';
  return notice === 'closed' && cause === 'no_chats' ? 'closed_quiet' : notice;
};

const sentenceKeyOf = (status: ShownStatus, { evidence }: StatusFacts): SentenceKey => {
  if ('cause' in status && status.cause) {
    if (status.cause === 'partial_loss')
      return evidence.refusedShare && isLostByKey(evidence.refusedShare) ? 'partial_loss_by_key' : 'partial_loss';
    return status.cause === 'key_rejected' ? (evidence.refusal?.reason ?? 'key_revoked') : status.cause;
  }
  if (status.status === 'waiting') return lastSignOfLife(evidence) === undefined ? 'waiting' : 'connected';
  return status.status;
};

type Words = Readonly<Record<string, string | undefined>>;

const factsOf = (status: ShownStatus, { evidence, keyDeadAt, newKeyId, pausedUntil, stalledSince }: StatusFacts) => ({
  instants: {
    createdAt: evidence.createdAt,
    chatEventAt: evidence.chatEventAt,
    lastSeenAt: lastSignOfLife(evidence),
    keyDeadAt,
    refusedSince: evidence.refusedSince,
    invalidSince: everyRefusedSince(evidence),
    uninstalledAt: evidence.uninstalledAt,
    pausedUntil,
    stalledSince,
    ...detailsOf(status, evidence).instants,
  },
  names: {
    keyHint: evidence.refusal && toKeyHint(evidence.refusal.keyId),
    newKeyHint: newKeyId === undefined ? undefined : toKeyHint(newKeyId),
    appVersion: evidence.appVersion,
    ...detailsOf(status, evidence).names,
  },
});

/** Nobody says *every* where one was accepted: a streak that was written late may begin before that. */
const everyRefusedSince = (evidence: EvidenceSinceCreation): Instant | undefined =>
  evidence.invalidSince === undefined || openInvalidAt(evidence) === undefined
    ? undefined
    : Math.max(evidence.invalidSince, evidence.acceptedAt ?? evidence.invalidSince);

type Details = {
  readonly instants?: Readonly<Record<'since' | 'countedFrom' | 'lastRefusedAt', Instant | undefined>>;
  readonly names?: Words;
};

/** What a warning beside the status is about. */
const detailsOf = (status: ShownStatus, { refusedShare, freshchatAccounts = [] }: EvidenceSinceCreation): Details => {
  if (!('cause' in status)) return {};
  if (status.cause === 'two_accounts') {
    const together = lastTogether(freshchatAccounts);
    return {
      instants: { since: together?.since, countedFrom: undefined, lastRefusedAt: undefined },
      names: { accounts: together?.accounts.join(', ') },
    };
  }
  if (!refusedShare || (status.cause !== 'partial_loss' && status.cause !== 'events_invalid')) return {};
  const { countedFrom, refused, received } = figuresOf(refusedShare);
  return {
    instants: { since: refusedShare.since, countedFrom, lastRefusedAt: refusedShare.lastAt },
    names: { code: mainCodeOf(refused), refused: String(sumOfRefused(refused)), of: String(received) },
  };
};

const wordsOf = (status: ShownStatus, facts: StatusFacts): Words => {
  const { instants, names } = factsOf(status, facts);
  return { ...mapValues(instants, toUtcText), ...names };
};

const mapValues = (
  instants: Readonly<Record<string, Instant | undefined>>,
  toText: (instant: Instant) => string,
): Words =>
  Object.fromEntries(
    Object.entries(instants).map(([name, instant]) => [name, instant === undefined ? undefined : toText(instant)]),
  );

/** The end of the key's id, as the list of keys shows it too; the id is no secret. */
export const toKeyHint = (keyId: string): string => `…${keyId.slice(-4)}`;

/** The wording with its words, or `undefined` when one of them is not known. Words are never filled in turn. */
const fill = (wording: string, words: Words): string | undefined => {
  if (placesOf(wording).some((name) => words[name] === undefined)) return undefined;
  return wording.replace(/\{(\w+)\}/g, (_, name: string) => words[name] ?? '');
};

const placesOf = (wording: string): readonly string[] =>
  [...wording.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '');

/** `2026-11-20 09:00 UTC`: sorted, unambiguous, and the same for every reader. */
export const toUtcText = (instant: Instant): string => {
  const text = new Date(instant).toISOString();
  return `${text.slice(0, 10)} ${text.slice(11, 16)} UTC`;
};

const toUtcTextOr = (instant: Instant | undefined): string | undefined =>
  instant === undefined ? undefined : toUtcText(instant);

const MINUTE_MS = 60_000;

/** `2 d 3 h 20 min`, to the minute. */
const toDurationText = (durationMs: number): string => {
  const minutes = Math.round(durationMs / MINUTE_MS);
  const parts = [
    [Math.floor(minutes / 1_440), 'd'],
    [Math.floor((minutes % 1_440) / 60), 'h'],
    [minutes % 60, 'min'],
  ] as const;
  const shown = parts.filter(([count]) => count > 0).map(([count, unit]) => `${count} ${unit}`);
  return shown.join(' ') || '0 min';
};
