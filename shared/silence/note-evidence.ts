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
import { type Evidence, joinEvidence } from './evidence.ts';
import { badAt, evidenceAfter, isWorthWriting, newsIn } from './evidence-write.ts';
import {
  type Freshness,
  type HealthWrite,
  type IntegrationHealth,
  type KnownHealth,
  READ_LIMIT,
  WRITE_LIMIT,
} from './integration-health.port.ts';
import { type Sighting, sightingsOf } from './sightings.ts';

type Ports = {
  readonly health: IntegrationHealth;
  readonly findCaughtUpTo: FindCaughtUpTo;
  readonly onError: (error: unknown) => void;
};

type Remembered = { readonly known?: KnownHealth; readonly pending: Evidence };

/** Each failure means that another process noted something; the first read may be stale besides. */
const MAX_ATTEMPTS = 4;

export const createNoteEvidence = ({ health, findCaughtUpTo, onError }: Ports): NoteEvidence => {
  const memory = createBoundedMemory<Remembered>();

  /** Whether, as far as this process knows, there is something to write. */
  const isPerhapsDue = ({ integrationId, evidence, heartbeats }: Sighting): boolean => {
    const remembered = memory.get(integrationId);
    const pending = joinEvidence(remembered?.pending ?? {}, evidence);
    memory.set(integrationId, { ...remembered, pending });
    const known = remembered?.known;
    return !known || heartbeats.length > 0 || isWorthWriting(pending, known);
  };

  const toStep = (sighting: Sighting, found: Found, freshness: Freshness, caughtUpTo: Instant | undefined): Step => {
    const { integrationId, evidence, heartbeats } = sighting;
    const known = found.get(integrationId);
    // A replica may not know yet what was made a moment ago.
    if (!known && freshness === 'eventual') return { kind: 'again' };
    if (!known || 'problem' in known) {
      if (known) onError(known.problem);
      memory.delete(integrationId);
      return { kind: 'settled' };
    }
    const pending = newsIn(joinEvidence(memory.get(integrationId)?.pending ?? {}, evidence), known.evidence);
    memory.set(integrationId, { known, pending });
    const claims = claimsToWrite(known.stored, heartbeats, caughtUpTo);
    if (!claims && !isWorthWriting(pending, known)) return { kind: 'settled' };
    const lookAt = badAt(pending) ?? (claims?.hasNewGap ? lastHeard(claims) : undefined);
    return {
      kind: 'write',
      known,
      write: {
        integrationId,
        before: known.evidence,
        after: evidenceAfter(known.evidence, pending),
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
    const outcomes = await inTurn(writes, WRITE_LIMIT, (chunk) => health.write(chunk.map(({ write }) => write)));
    for (const [index, { known, write }] of writes.entries()) {
      if (outcomes[index] !== 'written') continue;
      // What another batch has seen meanwhile is not written yet.
      const pending = newsIn(memory.get(write.integrationId)?.pending ?? {}, write.after);
      memory.set(write.integrationId, { known: knownAfter(known, write), pending });
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
  | { readonly kind: 'write'; readonly known: KnownHealth; readonly write: HealthWrite }
  /** Nothing to write, or nothing to write it to. */
  | { readonly kind: 'settled' }
  | { readonly kind: 'again' };

const lastHeard = ({ claims }: ClaimsWrite): Instant =>
  Math.max(...[...claims.accounts.values()].map(({ heardAt }) => heardAt));

const knownAfter = (known: KnownHealth, { after, claims }: HealthWrite): KnownHealth => ({
  ...known,
  evidence: after,
  ...(claims && { stored: { claims: claims.claims, version: (claims.replaces ?? 0) + 1 } }),
});
