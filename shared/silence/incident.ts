/**
 * docs/architecture.md, Silence: an incident is one stretch of trouble of one integration: opened, explained, closed.
 *
 *   status    ok ──── cause A ──── cause B ──── chat event ── ok ──< 30 min ── cause B ── chat event ── ok ── 30 min
 *   action            open         change_cause close                          reopen      continue         close
 *   notice            opened       cause_changed closed                        opened                       closed
 *
 * One that was reopened once closes only when it has been well for 30 minutes: a flapping integration is one incident.
 */

import type { Instant } from '../core/instant.ts';
import type { IntegrationStatus, OwnCause, Severity } from './integration-status.ts';

/**
 * What ends an incident without a chat event. `settings`: under changed settings, or in time that was ours, it is no
 * silence any more. `pause`, `deletion`: nobody waits for its chats any more.
 */
export const ENDINGS = ['settings', 'pause', 'deletion'] as const;
export type EndedBy = (typeof ENDINGS)[number];

export type Incident = {
  /** Names the incident; never changes. */
  readonly openedAt: Instant;
  /** The last chat event before it, or the creation: from here on, counts may be missing. */
  readonly silentFrom: Instant;
  readonly cause: OwnCause;
  readonly severity: Severity;
  readonly reopenedAt?: Instant;
  /** The first chat event seen after it; gone again when trouble returns. */
  readonly recoveredAt?: Instant;
  /** When it closed: the instant of that chat event, not of our noticing. */
  readonly closedAt?: Instant;
  /** Absent when a chat event ended it. */
  readonly endedBy?: EndedBy;
  /** The cause that people were last told of in this stretch; absent when they were told nothing. */
  readonly announcedCause?: OwnCause;
  /** Per key id, when people were last told that it is rejected; outlives the incident, at most a day. */
  readonly keyNotices: Readonly<Record<string, Instant>>;
};

export type Notice = 'opened' | 'cause_changed' | 'closed';

/** What to do; `incident` is the state to store. `continue` stores too when a notice goes out or the state differs. */
export type IncidentStep =
  | { readonly action: 'none' }
  | {
      readonly action: 'open' | 'reopen' | 'change_cause' | 'continue' | 'close';
      readonly incident: Incident;
      readonly notice?: Notice;
    };

/** The facts of one look at an integration. */
export type Look = {
  readonly status: IntegrationStatus;
  readonly createdAt: Instant;
  readonly chatEventAt?: Instant;
  /** The key of the refusal, when the cause is `key_rejected`. */
  readonly keyId?: string;
  /** The integration is deleted: this look is the last. */
  readonly isDeleted?: boolean;
};

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** Trouble this soon after closing continues the old incident. */
const SETTLED_AFTER_MS = 30 * MINUTE_MS;

type Trouble = { readonly cause: OwnCause; readonly severity: Severity };

/** `current` is the integration's latest incident, open or closed. */
export const nextIncident = (current: Incident | undefined, look: Look, now: Instant): IncidentStep => {
  const trouble = troubleOf(look.status);
  const isOpen = current !== undefined && current.closedAt === undefined;
  if (trouble) return isOpen ? worsen(current, trouble, look, now) : start(current, trouble, look, now);
  if (!isOpen) return { action: 'none' };
  return recover(current, look, now);
};

const troubleOf = (status: IntegrationStatus): Trouble | undefined =>
  'severity' in status ? { cause: status.cause, severity: status.severity } : undefined;

const start = (last: Incident | undefined, trouble: Trouble, look: Look, now: Instant): IncidentStep => {
  if (last?.closedAt !== undefined && now - last.closedAt < SETTLED_AFTER_MS) {
    const { closedAt: _closedAt, recoveredAt: _at, endedBy: _by, announcedCause: _cause, ...old } = last;
    return announce('reopen', { ...old, ...trouble, reopenedAt: now }, look, now);
  }
  const silentFrom = look.chatEventAt ?? look.createdAt;
  const keyNotices = last?.keyNotices ?? {};
  return announce('open', { openedAt: now, silentFrom, ...trouble, keyNotices }, look, now);
};

const worsen = (current: Incident, trouble: Trouble, look: Look, now: Instant): IncidentStep => {
  const { recoveredAt: _recoveredAt, ...open } = current;
  const action = trouble.cause === current.cause ? 'continue' : 'change_cause';
  return announce(action, { ...open, ...trouble }, look, now);
};

/** Tells people, unless they know the cause already or were told of this key within the day. */
const announce = (
  action: 'open' | 'reopen' | 'change_cause' | 'continue',
  incident: Incident,
  look: Look,
  now: Instant,
): IncidentStep => {
  const { cause, announcedCause } = incident;
  const keyNotices = withoutOld(incident.keyNotices, now);
  const keyId = cause === 'key_rejected' ? (look.keyId ?? '') : undefined;
  const isTold = announcedCause === cause || (keyId !== undefined && Object.hasOwn(keyNotices, keyId));
  if (isTold) return { action, incident: { ...incident, keyNotices } };
  return {
    action,
    incident: {
      ...incident,
      announcedCause: cause,
      keyNotices: keyId === undefined ? keyNotices : { ...keyNotices, [keyId]: now },
    },
    notice: announcedCause === undefined ? 'opened' : 'cause_changed',
  };
};

const withoutOld = (notices: Readonly<Record<string, Instant>>, now: Instant): Readonly<Record<string, Instant>> =>
  Object.fromEntries(Object.entries(notices).filter(([, at]) => now - at < DAY_MS));

const recover = (current: Incident, look: Look, now: Instant): IncidentStep => {
  const notice = current.announcedCause === undefined ? {} : ({ notice: 'closed' } as const);
  const recoveredAt = current.recoveredAt ?? chatEventAfter(current, look);
  const endedBy = endingOf(current, look);
  if (recoveredAt === undefined) {
    if (!endedBy) return { action: 'continue', incident: current };
    // Whoever asked for this end hears at once of the next breach, also of a key that they were told of today.
    return { action: 'close', incident: { ...current, closedAt: now, endedBy, keyNotices: {} }, ...notice };
  }
  const isFlapping = current.reopenedAt !== undefined && now - recoveredAt < SETTLED_AFTER_MS;
  // A pause does not wait to see whether it comes back.
  if (isFlapping && endedBy !== 'pause' && endedBy !== 'deletion')
    return { action: 'continue', incident: { ...current, recoveredAt } };
  return { action: 'close', incident: { ...current, recoveredAt, closedAt: recoveredAt }, ...notice };
};

/**
 * A chat event is a recovery, whatever else we know. One that was received before the incident opened, and was noted late, is
 * one too where all is well with it.
 */
const chatEventAfter = (current: Incident, { chatEventAt, status }: Look): Instant | undefined => {
  const { silentFrom, openedAt, reopenedAt } = current;
  const troubledAt = reopenedAt ?? (isWell(status) ? silentFrom : openedAt);
  return chatEventAt !== undefined && chatEventAt > troubledAt ? chatEventAt : undefined;
};

/** What ends it without a chat event. Not knowing ends nothing. */
const endingOf = (current: Incident, { status, isDeleted }: Look): EndedBy | undefined => {
  if (isDeleted) return 'deletion';
  if (status.status === 'paused') return 'pause';
  // Only another deadline turns silence into health: the settings changed.
  return isWell(status) && wasPastDeadline(current) ? 'settings' : undefined;
};

const isWell = ({ status }: IntegrationStatus): boolean => status === 'operational' || status === 'waiting';

/** An early word stands beside a status that holds. */
const wasPastDeadline = ({ severity, cause }: Incident): boolean => severity === 'critical' || cause === 'no_chats';

/** How long no chat event came, for the closing notice. */
export const outageOf = ({ silentFrom, closedAt }: Incident, now: Instant) => {
  const until = closedAt ?? now;
  return { from: silentFrom, until, durationMs: until - silentFrom };
};
