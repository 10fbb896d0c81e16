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
  /** Not a chat event ended it: by changed settings, or time that was ours, it is no silence any more. */
  readonly endedBy?: 'settings';
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
  // Muted, or not knowing: neither is a recovery by itself, but a chat event is one whatever we know.
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

const recover = (current: Incident, { status, chatEventAt }: Look, now: Instant): IncidentStep => {
  const isTold = current.announcedCause !== undefined && status.status !== 'paused';
  const troubledAt = current.reopenedAt ?? current.openedAt;
  const chatAt = chatEventAt !== undefined && chatEventAt > troubledAt ? chatEventAt : undefined;
  const recoveredAt = current.recoveredAt ?? chatAt;
  if (recoveredAt === undefined) {
    const isJudged = status.status === 'operational' || status.status === 'waiting';
    if (!isJudged || !wasPastDeadline(current)) return { action: 'continue', incident: current };
    // Without a chat event only another deadline turns silence into health: the settings changed.
    const incident = { ...current, closedAt: now, endedBy: 'settings' } as const;
    return { action: 'close', incident, ...(isTold && { notice: 'closed' }) };
  }
  const isSettled = current.reopenedAt === undefined || now - recoveredAt >= SETTLED_AFTER_MS;
  if (!isSettled) return { action: 'continue', incident: { ...current, recoveredAt } };
  return {
    action: 'close',
    incident: { ...current, recoveredAt, closedAt: recoveredAt },
    ...(isTold && { notice: 'closed' }),
  };
};

/** An early word stands beside a status that holds. */
const wasPastDeadline = ({ severity, cause }: Incident): boolean => severity === 'critical' || cause === 'no_chats';

/** How long no chat event came, for the closing notice. */
export const outageOf = ({ silentFrom, closedAt }: Incident, now: Instant) => {
  const until = closedAt ?? now;
  return { from: silentFrom, until, durationMs: until - silentFrom };
};
