/** What the messages of a batch show of each integration. */

import type { ClaimingHeartbeat } from '../completeness/claims.ts';
import { heartbeatsIn } from '../completeness/heartbeat.ts';
import { type Event, isAboutChat } from '../intake/event.ts';
import type { QueueMessage } from '../intake/queue-message.ts';
import { countEvents, joinCounts, NOTHING_COUNTED } from './event-counts.ts';
import { type Evidence, joinEvidence } from './evidence.ts';
import type { EventCounts } from './refused-share.ts';

export type Sighting = {
  readonly integrationId: string;
  readonly evidence: Evidence;
  readonly counts: EventCounts;
  readonly heartbeats: readonly ClaimingHeartbeat[];
};

export const sightingsOf = (messages: readonly QueueMessage[]): readonly Sighting[] => {
  // A report tells what was once, and nothing of who lives now: it would close incidents that are open.
  const signs = messages.filter(({ source }) => source.kind !== 'report');
  const byIntegration = Map.groupBy(signs, ({ integrationId }) => integrationId);
  return [...byIntegration].map(([integrationId, some]) => ({
    integrationId,
    evidence: some.map(evidenceOf).reduce(joinEvidence, {}),
    counts: some.map(countEvents).reduce(joinCounts, NOTHING_COUNTED),
    heartbeats: some.flatMap(heartbeatsIn),
  }));
};

const evidenceOf = (message: QueueMessage): Evidence => {
  const { receivedAt: at, source } = message;
  if (message.kind === 'events') {
    const keyUse = source.kind === 'key' ? { keyUses: { [source.keyId]: at } } : {};
    return withLastMoveOnly(message.events)
      .map((event) => evidenceOfEvent(event, at))
      .reduce(joinEvidence, { acceptedAt: at, ...keyUse });
  }
  const { reason } = message;
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
