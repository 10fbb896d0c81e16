/**
 * Writes down what the traffic of each integration shows, sparingly (evidence-write.ts). Several recorders run side by
 * side, and each knows only what it saw itself; so whatever seems to be due is looked up first:
 *
 *   due by our memory ──▶ read, 100 a call ──▶ still due ──▶ write where that still stands, 25 a call ──▶ written
 *                           ▲                                                                 └─ overtaken ──┐
 *                           └────────────────────────────────────────────────────────────────────────────────┘
 *
 * A read costs a tenth of a write. What is not worth a write yet is remembered and goes along with the next one; the five
 * minutes of grace in every deadline cover what a dying process forgets.
 */

import type { ClaimsWrite, FindCaughtUpTo } from '../completeness/claims.port.ts';
import { claimsToWrite } from '../completeness/claims-after-heartbeats.ts';
import { createBoundedMemory } from '../core/bounded-memory.ts';
import { UNHURRIED } from '../core/deadline.ts';
import { inChunks } from '../core/in-chunks.ts';
import type { Instant } from '../core/instant.ts';
import type { NoteEvidence } from '../intake/record-chats.ts';
import { joinCounts, NOTHING_COUNTED } from './event-counts.ts';
import { type Evidence, joinEvidence } from './evidence.ts';
import { badAt, evidenceAfter, isShareDue, isWorthWriting, newsIn, withShare } from './evidence-write.ts';
import {
  type Freshness,
  type HealthWrite,
  type HealthWriteOutcome,
  type IntegrationHealth,
  type KnownHealth,
  READ_LIMIT,
  WRITE_LIMIT,
} from './integration-health.port.ts';
import { type EventCounts, shareAfter } from './refused-share.ts';
import { type Sighting, sightingsOf } from './sightings.ts';

type Ports = {
  readonly health: IntegrationHealth;
  readonly findCaughtUpTo: FindCaughtUpTo;
  readonly onError: (error: unknown) => void;
};

type Remembered = {
  readonly known?: KnownHealth;
  readonly pending: Evidence;
  /** Of messages that are done. What was refused in others comes again with them when its write fails. */
  readonly uncounted: EventCounts;
};

/** Each failure means that another process noted something; the first read may be stale besides. */
const MAX_ATTEMPTS = 4;

export const createNoteEvidence = ({ health, findCaughtUpTo, onError }: Ports): NoteEvidence => {
  const memory = createBoundedMemory<Remembered>();

  /** Whether, as far as this process knows, there is something to write. */
  const isPerhapsDue = ({ integrationId, evidence, counts, heartbeats }: Sighting): boolean => {
    const remembered = memory.get(integrationId);
    const pending = joinEvidence(remembered?.pending ?? {}, evidence);
    const before = remembered?.uncounted ?? NOTHING_COUNTED;
    memory.set(integrationId, { ...remembered, pending, uncounted: before });
    const known = remembered?.known;
    if (!known || heartbeats.length > 0 || isWorthWriting(pending, known)) return true;
    const { isDue, uncounted } = countedWith(known, pending, joinCounts(before, counts));
    if (!isDue) memory.set(integrationId, { known, pending, uncounted });
    return isDue;
  };

  const remember = (integrationId: string, uncounted: EventCounts): void => {
    const remembered = memory.get(integrationId);
    if (remembered) {
      memory.set(integrationId, { ...remembered, uncounted: joinCounts(remembered.uncounted, uncounted) });
    }
  };

  const toStep = (sighting: Sighting, found: Found, freshness: Freshness, caughtUpTo: Instant | undefined): Step => {
    const { integrationId, evidence, counts, heartbeats } = sighting;
    const known = found.get(integrationId);
    // A replica may not know yet what was made a moment ago.
    if (!known && freshness === 'eventual') return { kind: 'again' };
    if (!known || 'problem' in known) {
      if (known) onError(known.problem);
      memory.delete(integrationId);
      return { kind: 'settled' };
    }
    const remembered = memory.get(integrationId);
    const pending = newsIn(joinEvidence(remembered?.pending ?? {}, evidence), known.evidence);
    const before = remembered?.uncounted ?? NOTHING_COUNTED;
    const claims = claimsToWrite(known.stored, heartbeats, caughtUpTo);
    const { share, isDue, uncounted } = countedWith(known, pending, joinCounts(before, counts));
    if (!claims && !isDue && !isWorthWriting(pending, known)) {
      memory.set(integrationId, { known, pending, uncounted });
      return { kind: 'settled' };
    }
    // Another batch must not write them, too.
    memory.set(integrationId, { known, pending, uncounted: NOTHING_COUNTED });
    const turnedSteadyAt = share?.isSteady && !known.evidence.refusedShare?.isSteady ? share.lastAt : undefined;
    const lookAt = badAt(pending) ?? (claims?.hasNewGap ? lastHeard(claims) : turnedSteadyAt);
    return {
      kind: 'write',
      known,
      uncounted: before,
      write: {
        integrationId,
        before: known.evidence,
        after: withShare(evidenceAfter(known.evidence, pending), share),
        ...(claims && { claims }),
        ...(lookAt !== undefined && { lookAt }),
      },
    };
  };

  /** Answers those that have to be looked at again. */
  const noteSome = async (
    sightings: readonly Sighting[],
    freshness: Freshness,
    settle: (integrationId: string) => void,
  ): Promise<readonly Sighting[]> => {
    const caughtUpTo = sightings.some(({ heartbeats }) => heartbeats.length > 0) ? await findCaughtUpTo() : undefined;
    const found = await health.find(
      sightings.map(({ integrationId }) => integrationId),
      freshness,
    );
    const steps = sightings.map((sighting) => ({ sighting, ...toStep(sighting, found, freshness, caughtUpTo) }));
    for (const { kind, sighting } of steps) if (kind === 'settled') settle(sighting.integrationId);
    const writes = steps.filter((step) => step.kind === 'write');
    const outcomes: HealthWriteOutcome[] = [];
    try {
      await inTurn(writes, WRITE_LIMIT, async (chunk) => {
        outcomes.push(...(await health.write(chunk.map(({ write }) => write))));
        return [];
      });
    } finally {
      for (const [index, { write, uncounted }] of writes.entries()) {
        if (outcomes[index] !== 'written') remember(write.integrationId, uncounted);
      }
    }
    for (const [index, { known, write }] of writes.entries()) {
      if (outcomes[index] !== 'written') continue;
      // What another batch has seen meanwhile is not written yet.
      const { pending, uncounted } = memory.get(write.integrationId) ?? { pending: {}, uncounted: NOTHING_COUNTED };
      memory.set(write.integrationId, {
        known: knownAfter(known, write),
        pending: newsIn(pending, write.after),
        uncounted,
      });
      settle(write.integrationId);
    }
    const overtaken = writes.filter((_, index) => outcomes[index] === 'overtaken');
    return [...steps.filter(({ kind }) => kind === 'again'), ...overtaken].map(({ sighting }) => sighting);
  };

  return async (messages, { hasTime, expiry } = UNHURRIED) => {
    const sightings = sightingsOf(messages);
    const due = sightings.filter(isPerhapsDue);
    const unnoted = new Set(due.map(({ integrationId }) => integrationId));
    const settle = (integrationId: string) => void unnoted.delete(integrationId);
    const work = async (): Promise<void> => {
      let open: readonly Sighting[] = due;
      for (let attempt = 0; attempt < MAX_ATTEMPTS && open.length > 0; attempt += 1) {
        const freshness = attempt === 0 ? 'eventual' : 'strong';
        open = await inTurn(open, READ_LIMIT, async (chunk) => (hasTime() ? noteSome(chunk, freshness, settle) : []));
      }
    };
    await Promise.race([work().catch(onError), expiry]);
    return new Set(unnoted);
  };
};

/** One call after the other: a store that hangs would hang for each of them, so the first failure speaks for the others. */
const inTurn: typeof inChunks = (items, size, work) => inChunks(items, size, work, 1);

type Found = Awaited<ReturnType<IntegrationHealth['find']>>;

type Step =
  | {
      readonly kind: 'write';
      readonly known: KnownHealth;
      readonly write: HealthWrite;
      /** What of it was remembered. */
      readonly uncounted: EventCounts;
    }
  /** Nothing to write, or nothing to write it to. */
  | { readonly kind: 'settled' }
  | { readonly kind: 'again' };

/** The share with these counts, whether it is worth a write of its own, and what to remember when it is not written. */
const countedWith = (
  { evidence: { refusedShare, acceptedAt = NEVER } }: KnownHealth,
  pending: Evidence,
  counts: EventCounts,
) => {
  const share = shareAfter(refusedShare, counts, Math.max(acceptedAt, pending.acceptedAt ?? NEVER));
  return { share, isDue: isShareDue(share, refusedShare, counts), uncounted: share ? counts : NOTHING_COUNTED };
};

const NEVER: Instant = Number.NEGATIVE_INFINITY;

const lastHeard = ({ claims }: ClaimsWrite): Instant =>
  Math.max(...[...claims.accounts.values()].map(({ heardAt }) => heardAt));

const knownAfter = (known: KnownHealth, { after, claims }: HealthWrite): KnownHealth => ({
  ...known,
  evidence: after,
  ...(claims && { stored: { claims: claims.claims, version: (claims.replaces ?? 0) + 1 } }),
});
