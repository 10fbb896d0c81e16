/**
 * What the traffic of an integration shows, by our own clock, never the sender's. Every instant is the latest at which
 * something was *received*; evidence joins by taking the later one, field by field.
 */

import { EVIDENCE_KINDS } from '../attributes.ts';
import type { Instant } from '../core/instant.ts';
import type { DeadKeyRefusal } from '../intake/api-key.ts';
import type { HeardAccount } from './heard-accounts.ts';
import type { RefusedShare } from './refused-share.ts';

export type EvidenceKind = (typeof EVIDENCE_KINDS)[number];

export type Evidence = Readonly<Partial<Record<EvidenceKind, Instant>>> & EvidenceDetails & OfTheStore;

/** What stands beside the instants and belongs to one of them. */
export type EvidenceDetails = {
  /** The key of the latest refusal, and why it was refused; belongs to `refusedAt`. */
  readonly refusal?: KeyRefusalReason;
  /** Belongs to `acceptedAt`. */
  readonly appVersion?: string;
  /** When the app says that it happened: decides between two that were received in the same millisecond. */
  readonly installedOccurredAt?: Instant;
  readonly uninstalledOccurredAt?: Instant;
  /** When an accepted request last came with each key, by the key's id. */
  readonly keyUses?: KeyUses;
};

type KeyUses = Readonly<Record<string, Instant>>;

type KeyRefusalReason = { readonly reason: DeadKeyRefusal; readonly keyId: string };

/** What only the store knows. */
type OfTheStore = {
  /** The first such request since the last accepted one. */
  readonly refusedSince?: Instant;
  readonly invalidSince?: Instant;
  /** What share of the events was refused, since any was; and how often that was written. */
  readonly refusedShare?: RefusedShare;
  readonly refusedShareVersion?: number;
};

export type SeenEvidence = Evidence & {
  /** Which Freshchat accounts are heard from, the newest first. Absent where nobody looked. */
  readonly freshchatAccounts?: readonly HeardAccount[];
};

/** All that is known of an integration when its status is computed. */
export type EvidenceSinceCreation = SeenEvidence & {
  readonly createdAt: Instant;
  /** The refused key is dead by our own table: this refusal is certain. Absent where nobody looked. */
  readonly isKeyDead?: boolean;
};

const NEVER: Instant = Number.NEGATIVE_INFINITY;

const REFUSALS = ['refusedAt', 'invalidAt'] as const satisfies readonly EvidenceKind[];

/** What is never spared: the state of the app changes with it. */
export const changesState = (evidence: Evidence, written: Evidence): boolean =>
  isRecovery(evidence, written) ||
  isRelapse(evidence, written) ||
  MOVES.some((kind) => (evidence[kind] ?? NEVER) > (written[kind] ?? NEVER));

/** The app comes and goes: rare, and each of them counts. */
const MOVES = ['installedAt', 'uninstalledAt'] as const satisfies readonly EvidenceKind[];

/** Whether this is the first refusal after an accepted request that is written. */
const isRelapse = (evidence: Evidence, written: Evidence): boolean =>
  REFUSALS.some((kind) => {
    const acceptedAt = written.acceptedAt ?? Number.POSITIVE_INFINITY;
    return (written[kind] ?? NEVER) < acceptedAt && acceptedAt < (evidence[kind] ?? NEVER);
  });

/** Whether this is the first accepted request after a refusal that is written. */
const isRecovery = ({ acceptedAt }: Evidence, written: Evidence): boolean =>
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
  const installedOccurredAt = later([a.installedAt, a.installedOccurredAt], [b.installedAt, b.installedOccurredAt])[1];
  const uninstalledOccurredAt = later(
    [a.uninstalledAt, a.uninstalledOccurredAt],
    [b.uninstalledAt, b.uninstalledOccurredAt],
  )[1];
  const keyUses = joinKeyUses(a.keyUses, b.keyUses);
  return {
    ...instants,
    ...(refusal && { refusal }),
    ...(appVersion !== undefined && { appVersion }),
    ...(installedOccurredAt !== undefined && { installedOccurredAt }),
    ...(uninstalledOccurredAt !== undefined && { uninstalledOccurredAt }),
    ...(keyUses && { keyUses }),
  };
};

/** As many as may be valid at a time; how long ago a dead one was used nobody asks for long. */
const MAX_KEYS = 20;

const joinKeyUses = (a: KeyUses | undefined, b: KeyUses | undefined): KeyUses | undefined => {
  if (!(a && b)) return a ?? b;
  const latest = Object.keys({ ...a, ...b }).map((id) => [id, Math.max(a[id] ?? NEVER, b[id] ?? NEVER)] as const);
  return Object.fromEntries(latest.toSorted(([, one], [, other]) => other - one).slice(0, MAX_KEYS));
};

/** Received, and when the app says that it happened. */
type Move = readonly [receivedAt: Instant | undefined, occurredAt: Instant | undefined];

const later = (a: Move, b: Move): Move => (isLater(a, b) ? a : b);

const isLater = ([aAt = NEVER, aOccurredAt = NEVER]: Move, [bAt = NEVER, bOccurredAt = NEVER]: Move): boolean =>
  aAt > bAt || (aAt === bAt && aOccurredAt > bOccurredAt);

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

export const isUninstalled = (seen: Evidence): boolean => {
  const { uninstalledAt, installedAt, heartbeatAt, chatEventAt } = seen;
  if (uninstalledAt === undefined) return false;
  if (isLater([installedAt, seen.installedOccurredAt], [uninstalledAt, seen.uninstalledOccurredAt])) return false;
  return Math.max(heartbeatAt ?? NEVER, chatEventAt ?? NEVER) <= uninstalledAt + FAREWELL_MS;
};

/** Since when the app is gone for good; who installs it again does so within minutes. Absent while it is there. */
export const goneSince = (seen: Evidence): Instant | undefined =>
  isUninstalled(seen) ? (seen.uninstalledAt ?? NEVER) + FAREWELL_MS : undefined;
