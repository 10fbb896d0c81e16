/**
 * Section 7: what an integration's traffic shows, by our own clock. Every field is the latest instant at which
 * something was *received*; evidence joins by taking the later one, field by field.
 */

import type { Instant } from './event-time.ts';

export const EVIDENCE_KINDS = [
  'acceptedAt',
  'chatEventAt',
  'heartbeatAt',
  'installedAt',
  'uninstalledAt',
  'refusedAt',
  'invalidAt',
] as const;

export type EvidenceKind = (typeof EVIDENCE_KINDS)[number];

export type Evidence = Readonly<Partial<Record<EvidenceKind, Instant>>> & {
  /** The key of the latest refusal, and why it was refused. */
  readonly refusal?: { readonly reason: 'key_revoked' | 'key_expired'; readonly keyId: string };
  readonly appVersion?: string;
};

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
