/**
 * What of the evidence deserves a write beside what stands, and what stands afterwards. Sparingly: in steady traffic once
 * in five minutes; at once when a kind of evidence is new after a pause, when the state of the app changes, and while the
 * integration is flagged.
 */

import { EVIDENCE_KINDS } from '../attributes.ts';
import type { Instant } from '../core/instant.ts';
import { changesState, type Evidence, joinEvidence } from './evidence.ts';
import type { EventCounts, RefusedShare } from './refused-share.ts';

export const SPARING_MS = 5 * 60_000;
/** People ask "is the old key still in use?", not "at what second?". A key's use goes along with every write as well. */
export const KEY_USE_EVERY_MS = 60 * 60_000;

const NEVER: Instant = Number.NEGATIVE_INFINITY;

type Standing = { readonly evidence: Evidence; readonly isFlagged: boolean };

export const isWorthWriting = (seen: Evidence, { evidence: written, isFlagged }: Standing): boolean => {
  // A refusal is shown from its first request on; so must be its end, long before the monitor would have flagged it.
  if (changesState(seen, written)) return true;
  const threshold = isFlagged ? 0 : SPARING_MS;
  const isKindDue = EVIDENCE_KINDS.some((kind) => {
    const at = seen[kind] ?? NEVER;
    const before = written[kind] ?? NEVER;
    return at > before && at - before >= threshold;
  });
  return (
    isKindDue || Object.entries(seen.keyUses ?? {}).some(([keyId, at]) => isKeyUseDue(at, written.keyUses?.[keyId]))
  );
};

const isKeyUseDue = (at: Instant, written: Instant = NEVER): boolean => at - written >= KEY_USE_EVERY_MS;

/** The evidence that is later than what is written. */
export const newsIn = (seen: Evidence, written: Evidence): Evidence => {
  const { refusal, appVersion, installedOccurredAt, uninstalledOccurredAt } = seen;
  const news = EVIDENCE_KINDS.flatMap((kind) => {
    const at = seen[kind];
    return at !== undefined && at > (written[kind] ?? NEVER) ? [[kind, at] as const] : [];
  });
  const kinds = new Set(news.map(([kind]) => kind));
  const keyUses = Object.entries(seen.keyUses ?? {}).filter(([id, at]) => at > (written.keyUses?.[id] ?? NEVER));
  return {
    ...Object.fromEntries(news),
    ...(refusal && kinds.has('refusedAt') && { refusal }),
    ...(appVersion !== undefined && kinds.has('acceptedAt') && { appVersion }),
    ...(installedOccurredAt !== undefined && kinds.has('installedAt') && { installedOccurredAt }),
    ...(uninstalledOccurredAt !== undefined && kinds.has('uninstalledAt') && { uninstalledOccurredAt }),
    ...(keyUses.length > 0 && { keyUses: Object.fromEntries(keyUses) }),
  };
};

/** All evidence, once the news are written. */
export const evidenceAfter = (written: Evidence, news: Evidence): Evidence => {
  const refusedSince = streakOf('refusedAt', news, written);
  const invalidSince = streakOf('invalidAt', news, written);
  const { refusedShare, refusedShareVersion } = written;
  return {
    ...joinEvidence(written, news),
    ...(refusedShare && { refusedShare }),
    ...(refusedShareVersion !== undefined && { refusedShareVersion }),
    ...(refusedSince !== undefined && { refusedSince }),
    ...(invalidSince !== undefined && { invalidSince }),
  };
};

/**
 * How long only refusals have come: a streak starts with the first of them after an accepted request, and the next
 * accepted request ends it.
 */
const streakOf = (kind: keyof typeof SINCE, news: Evidence, written: Evidence): Instant | undefined => {
  const { acceptedAt = NEVER, [kind]: at = NEVER } = news;
  const isOver = acceptedAt !== NEVER && acceptedAt >= (written[kind] ?? NEVER);
  const goesOn = isOver ? undefined : written[SINCE[kind]];
  return at > acceptedAt ? (goesOn ?? at) : goesOn;
};

const SINCE = { refusedAt: 'refusedSince', invalidAt: 'invalidSince' } as const;

/**
 * Whether it deserves a write of its own. The first refused events do at once, and so does a share that becomes steady,
 * or steady no more; other ones five minutes after the last.
 */
export const isShareDue = (
  share: RefusedShare | undefined,
  written: RefusedShare | undefined,
  { refusals }: EventCounts,
): boolean =>
  share !== undefined &&
  (share.isSteady !== (written?.isSteady ?? false) ||
    (refusals !== undefined && (written === undefined || refusals.last - written.lastAt >= SPARING_MS)));

/** Every change of the share raises its version: the condition of the next one. */
export const withShare = (
  { refusedShare: before, refusedShareVersion = 0, ...rest }: Evidence,
  share: RefusedShare | undefined,
) => {
  if (share === undefined) return rest;
  return {
    ...rest,
    refusedShare: share,
    refusedShareVersion: share === before ? refusedShareVersion : refusedShareVersion + 1,
  };
};

/** The latest request that was refused as a whole, or said that the app is removed. The monitor looks at once, then. */
export const badAt = ({ refusedAt, invalidAt, uninstalledAt }: Evidence): Instant | undefined => {
  const at = Math.max(refusedAt ?? NEVER, invalidAt ?? NEVER, uninstalledAt ?? NEVER);
  return at === NEVER ? undefined : at;
};
