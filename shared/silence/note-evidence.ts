/**
 * Writes down what the traffic of each integration shows, sparingly: in steady traffic one write an integration and
 * five minutes, at once when a kind of evidence is new after a pause, and at once while the integration is flagged or
 * shows a refusal, so that recovery shows promptly. What is not worth a write yet is remembered and goes along with the
 * next one; the five minutes of grace in every deadline cover what a dying process forgets.
 */

import { LRUCache } from 'lru-cache';
import pMap from 'p-map';
import type { FindCaughtUpTo } from '../completeness/claims.port.ts';
import type { ClaimingHeartbeat } from '../completeness/claims.ts';
import { claimsToWrite } from '../completeness/claims-after-heartbeats.ts';
import { heartbeatsIn } from '../completeness/heartbeat.ts';
import { UNHURRIED } from '../core/deadline.ts';

import { type Event, isAboutChat } from '../intake/event.ts';
import type { QueueMessage } from '../intake/queue-message.ts';
import type { NoteEvidence } from '../intake/record-chats.ts';
import { countEvents, joinCounts, NOTHING_COUNTED } from './event-counts.ts';
import { changesState, EVIDENCE_KINDS, type Evidence, joinEvidence } from './evidence.ts';
import type { IntegrationHealth, KnownHealth, ShareWrite } from './integration-health.port.ts';
import { type EventCounts, type RefusedShare, shareAfter } from './refused-share.ts';

export const SPARING_MS = 5 * 60_000;

type Ports = {
  readonly health: IntegrationHealth;
  readonly findCaughtUpTo: FindCaughtUpTo;
  readonly onError: (error: unknown) => void;
};

type Remembered = { readonly known?: KnownHealth; readonly pending: Evidence; readonly uncounted: EventCounts };

const MAX_REMEMBERED = 10_000;
const CONCURRENT_CALLS = 8;
/** Each failure means that another process noted something newer; the third time, it has noted enough. */
const MAX_ATTEMPTS = 3;

export const createNoteEvidence = ({ health, findCaughtUpTo, onError }: Ports): NoteEvidence => {
  const memory = new LRUCache<string, Remembered>({ maxSize: MAX_REMEMBERED, sizeCalculation: () => 1 });

  const noteOne = async (integrationId: string, { evidence: seen, counts, heartbeats }: Sighting): Promise<void> => {
    const remembered = memory.get(integrationId);
    let pending = joinEvidence(remembered?.pending ?? {}, seen);
    const before = remembered?.uncounted ?? NOTHING_COUNTED;
    // Refused events come again with their message when this fails: they must not be counted before.
    memory.set(integrationId, { ...remembered, pending, uncounted: before });
    let uncounted = joinCounts(before, counts);
    const isClaiming = heartbeats.length > 0;
    const caughtUpTo = isClaiming ? await findCaughtUpTo() : undefined;
    // A claim builds on what stands, and so does a share.
    let known = remembered?.known ?? (isClaiming || uncounted.refusals ? await health.find(integrationId) : undefined);
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
      const claims = known && claimsToWrite(known.stored, heartbeats, caughtUpTo);
      const share = known && shareToWrite(known.evidence, pending, uncounted);
      if (known && !share) uncounted = NOTHING_COUNTED;
      if (!claims && !share?.isDue && !isDue(pending, known)) break;
      const outcome = await health.note(integrationId, pending, claims, share);
      if (outcome.kind === 'gone') {
        memory.delete(integrationId);
        return;
      }
      if (outcome.kind === 'unreadable') {
        onError(outcome.error);
        memory.delete(integrationId);
        return;
      }
      known = outcome.health;
      pending = newsIn(pending, known.evidence);
      if (share && outcome.kind === 'noted') uncounted = NOTHING_COUNTED;
    }
    memory.set(integrationId, { ...(known && { known }), pending, uncounted });
  };

  return async (messages, { hasTime, expiry } = UNHURRIED) => {
    const sightings = sightingsOf(messages);
    const unnoted = new Set(sightings.map(([integrationId]) => integrationId));
    let isStoreDown = false;
    const work = pMap(
      sightings,
      async ([integrationId, sighting]) => {
        // A store that hangs would hang for each of them: the first failure speaks for the others.
        if (isStoreDown || !hasTime()) return;
        try {
          await noteOne(integrationId, sighting);
          unnoted.delete(integrationId);
        } catch (error) {
          onError(error);
          isStoreDown = true;
        }
      },
      { concurrency: CONCURRENT_CALLS },
    );
    await Promise.race([work, expiry]);
    return new Set(unnoted);
  };
};

/** Whether the evidence deserves a write beside what is known to be written. */
const isDue = (evidence: Evidence, known: KnownHealth | undefined): boolean => {
  // A refusal is shown from its first request on; so must be its end, long before the monitor would have flagged it.
  if (known && changesState(evidence, known.evidence)) return true;
  const threshold = known?.isFlagged ? 0 : SPARING_MS;
  return EVIDENCE_KINDS.some((kind) => {
    const at = evidence[kind];
    const written = known?.evidence[kind];
    return at !== undefined && (written === undefined || (at > written && at - written >= threshold));
  });
};

/**
 * Absent when there is nothing to keep. The first refused events are due at once, and so is a share that becomes steady,
 * or steady no more; other ones five minutes after the last.
 */
const shareToWrite = (written: Evidence, pending: Evidence, counts: EventCounts): ShareWrite | undefined => {
  const known = written.refusedShare;
  const acceptedAt = joinEvidence(written, pending).acceptedAt;
  const share = shareAfter(known, counts, acceptedAt);
  return share && { share, replaces: known?.version, isDue: isShareDue(share, known, counts) };
};

const isShareDue = (share: RefusedShare, known: RefusedShare | undefined, { refusals }: EventCounts): boolean =>
  share.isSteady !== (known?.isSteady ?? false) ||
  (refusals !== undefined && (known === undefined || refusals.last - known.lastAt >= SPARING_MS));

/** The evidence that is later than what is written. */
const newsIn = (evidence: Evidence, written: Evidence): Evidence => {
  const { refusal, appVersion, installedOccurredAt, uninstalledOccurredAt } = evidence;
  const news = EVIDENCE_KINDS.flatMap((kind) => {
    const at = evidence[kind];
    return at !== undefined && at > (written[kind] ?? Number.NEGATIVE_INFINITY) ? [[kind, at] as const] : [];
  });
  const kinds = new Set(news.map(([kind]) => kind));
  return {
    ...Object.fromEntries(news),
    ...(refusal && kinds.has('refusedAt') && { refusal }),
    ...(appVersion !== undefined && kinds.has('acceptedAt') && { appVersion }),
    ...(installedOccurredAt !== undefined && kinds.has('installedAt') && { installedOccurredAt }),
    ...(uninstalledOccurredAt !== undefined && kinds.has('uninstalledAt') && { uninstalledOccurredAt }),
  };
};

/** What a batch shows of one integration. */
type Sighting = {
  readonly evidence: Evidence;
  readonly counts: EventCounts;
  readonly heartbeats: readonly ClaimingHeartbeat[];
};

const sightingsOf = (messages: readonly QueueMessage[]): readonly (readonly [string, Sighting])[] => {
  // A report tells what was once, and nothing of who lives now: it would close incidents that are open.
  const signs = messages.filter(({ source }) => source.kind !== 'report');
  const byIntegration = Map.groupBy(signs, ({ integrationId }) => integrationId);
  return [...byIntegration].map(([integrationId, some]) => [
    integrationId,
    {
      evidence: some.map(evidenceOf).reduce(joinEvidence, {}),
      counts: some.map(countEvents).reduce(joinCounts, NOTHING_COUNTED),
      heartbeats: some.flatMap(heartbeatsIn),
    },
  ]);
};

const evidenceOf = (message: QueueMessage): Evidence => {
  const at = message.receivedAt;
  if (message.kind === 'events') {
    return withLastMoveOnly(message.events)
      .map((event) => evidenceOfEvent(event, at))
      .reduce(joinEvidence, { acceptedAt: at });
  }
  const { reason, source } = message;
  switch (reason) {
    case 'events_invalid':
      return { invalidAt: at };
    case 'types_unknown':
      return { typesUnknownAt: at };
    case 'key_revoked':
    case 'key_expired':
      return source.kind === 'key' ? { refusedAt: at, refusal: { reason, keyId: source.keyId } } : {};
  }
};

/** All events of a request are received at once: of those that say that the app came or went, the last one holds. */
const withLastMoveOnly = (events: readonly Event[]): readonly Event[] => {
  const isMove = ({ type }: Event): boolean => type === 'app.installed' || type === 'app.uninstalled';
  const last = events
    .filter(isMove)
    .toSorted((a, b) => a.occurredAt - b.occurredAt)
    .at(-1);
  return events.filter((event) => !isMove(event) || event === last);
};

const evidenceOfEvent = (event: Event, at: number): Evidence => {
  if (isAboutChat(event)) return { acceptedAt: at, chatEventAt: at };
  const { version } = event.app ?? {};
  const app = { acceptedAt: at, ...(version !== undefined && { appVersion: version }) };
  switch (event.type) {
    case 'app.heartbeat':
      return { ...app, heartbeatAt: at };
    case 'app.installed':
      return { ...app, installedAt: at, installedOccurredAt: event.occurredAt };
    case 'app.uninstalled':
      return { ...app, uninstalledAt: at, uninstalledOccurredAt: event.occurredAt };
  }
};
