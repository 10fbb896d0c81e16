/**
 * What the traffic of an integration shows, by our own clock, never the sender's. Every instant is the latest at which
 * something was *received*; evidence joins by taking the later one, field by field.
 */

import type { Instant } from '../core/instant.ts';

export const EVIDENCE_KINDS = [
  'acceptedAt',
  'chatEventAt',
  'heartbeatAt',
  'installedAt',
  'uninstalledAt',
  'refusedAt',
  'invalidAt',
  /** The last request of which every event was of a type that we do not know. */
  'typesUnknownAt',
] as const;

export type EvidenceKind = (typeof EVIDENCE_KINDS)[number];

export type Evidence = Readonly<Partial<Record<EvidenceKind, Instant>>> & EvidenceDetails & Streaks;

/** What stands beside the instants and belongs to one of them. */
export type EvidenceDetails = {
  /** The key of the latest refusal, and why it was refused; belongs to `refusedAt`. */
  readonly refusal?: KeyRefusalReason;
  /** Belongs to `acceptedAt`. */
  readonly appVersion?: string;
};

type KeyRefusalReason = { readonly reason: 'key_revoked' | 'key_expired'; readonly keyId: string };

/** Only the store knows these: the first such request since the last accepted one. */
type Streaks = { readonly refusedSince?: Instant; readonly invalidSince?: Instant };

/** All that is known of an integration when its status is computed. */
export type EvidenceSinceCreation = Evidence & { readonly createdAt: Instant };

const REFUSALS = ['refusedAt', 'invalidAt'] as const satisfies readonly EvidenceKind[];

/** Whether this is the first accepted request after a refusal that is written. */
export const isRecovery = ({ acceptedAt }: Evidence, written: Evidence): boolean =>
  REFUSALS.some((kind) => {
    const refusedAt = written[kind] ?? Number.POSITIVE_INFINITY;
    return (written.acceptedAt ?? Number.NEGATIVE_INFINITY) < refusedAt && refusedAt < (acceptedAt ?? 0);
  });

export const joinEvidence = (a: Evidence, b: Evidence): Evidence => {
  const instants: Partial<Record<EvidenceKind, Instant>> = {};
  for (const kind of EVIDENCE_KINDS) {
    const latest = Math.max(a[kind] ?? Number.NEGATIVE_INFINITY, b[kind] ?? Number.NEGATIVE_INFINITY);
    if (Number.isFinite(latest)) instants[kind] = latest;
  }
  const refusal = (b.refusedAt ?? 0) >= (a.refusedAt ?? 0) ? (b.refusal ?? a.refusal) : (a.refusal ?? b.refusal);
  const appVersion =
    (b.acceptedAt ?? 0) >= (a.acceptedAt ?? 0) ? (b.appVersion ?? a.appVersion) : (a.appVersion ?? b.appVersion);
  return {
    ...instants,
    ...(refusal && { refusal }),
    ...(appVersion !== undefined && { appVersion }),
  };
};

const NEVER: Instant = Number.NEGATIVE_INFINITY;

/** The last time that anything at all was taken from the app. */
export const lastSignOfLife = (seen: Evidence): Instant | undefined => {
  const last = Math.max(
    seen.acceptedAt ?? NEVER,
    seen.chatEventAt ?? NEVER,
    seen.heartbeatAt ?? NEVER,
    seen.installedAt ?? NEVER,
    seen.uninstalledAt ?? NEVER,
    seen.typesUnknownAt ?? NEVER,
  );
  return last === NEVER ? undefined : last;
};

/** The last thing of any kind that came from it: only a pipeline that works for it can have carried that. */
export const lastCarriedAt = (seen: Evidence): Instant =>
  Math.max(lastSignOfLife(seen) ?? NEVER, seen.refusedAt ?? NEVER, seen.invalidAt ?? NEVER);

/** A refusal that nothing has answered yet; a request with invalid events shows a good key too. */
export const openRefusal = (seen: Evidence): (KeyRefusalReason & { readonly at: Instant }) | undefined => {
  const goodKeyAt = Math.max(lastSignOfLife(seen) ?? NEVER, seen.invalidAt ?? NEVER);
  const { refusal, refusedAt } = seen;
  return refusal && refusedAt !== undefined && refusedAt > goodKeyAt ? { ...refusal, at: refusedAt } : undefined;
};

/** The last request whose events were all refused, when none was accepted after it. */
export const openInvalidAt = (seen: Evidence): Instant | undefined =>
  seen.invalidAt !== undefined && seen.invalidAt > (lastSignOfLife(seen) ?? NEVER) ? seen.invalidAt : undefined;

/** Events under way may arrive after the goodbye. */
const FAREWELL_MS = 5 * 60_000;

export const isUninstalled = ({ uninstalledAt, installedAt, heartbeatAt, chatEventAt }: Evidence) =>
  uninstalledAt !== undefined &&
  (installedAt ?? NEVER) <= uninstalledAt &&
  Math.max(heartbeatAt ?? NEVER, chatEventAt ?? NEVER) <= uninstalledAt + FAREWELL_MS;
