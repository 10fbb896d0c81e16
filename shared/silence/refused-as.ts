/** What the requests of an integration are refused with now, and since when. */

import type { Instant } from '../core/instant.ts';
import { DEAD_KEY_REFUSALS } from '../intake/api-key.ts';
import { type EvidenceSinceCreation, openInvalidAt, openRefusal } from './evidence.ts';

export const REFUSAL_KINDS = [...DEAD_KEY_REFUSALS, 'events_invalid'] as const;
export type RefusalKind = (typeof REFUSAL_KINDS)[number];

type RefusedAs = { readonly kind: RefusalKind; readonly since: Instant };

/** Absent when the last request was taken, and when what was refused is certain: the key is dead by our own table. */
export const doubtfulRefusal = (seen: EvidenceSinceCreation): RefusedAs | undefined => {
  const refusal = openRefusal(seen);
  if (refusal) return seen.isKeyDead ? undefined : toRefusedAs(refusal.reason, seen.refusedSince, seen.acceptedAt);
  return openInvalidAt(seen) === undefined
    ? undefined
    : toRefusedAs('events_invalid', seen.invalidSince, seen.acceptedAt);
};

/** A streak that was written late may seem to start before the last accepted request, which ended it. */
const toRefusedAs = (
  kind: RefusalKind,
  since: Instant | undefined,
  acceptedAt: Instant = Number.NEGATIVE_INFINITY,
): RefusedAs | undefined => (since === undefined ? undefined : { kind, since: Math.max(since, acceptedAt) });

const MINUTE_MS = 60_000;

/** Apps have something to say at least every hour. */
const TOGETHER_MS = 60 * MINUTE_MS;

/** Whether refusals began so close to each other that one thing may have caused them. */
export const beginTogether = (a: Instant, b: Instant): boolean => Math.abs(a - b) <= TOGETHER_MS;

/** The last one of an hour is told of a few minutes later. */
const LATELY_MS = TOGETHER_MS + 15 * MINUTE_MS;

export const beganLately = (since: Instant, now: Instant): boolean => now - since <= LATELY_MS;
