import type { Event } from '../../shared/intake/event.ts';
import type { EventsMessage, RefusalMessage, RefusalReason } from '../../shared/intake/queue-message.ts';

type Seen = 'chat.resolved' | 'app.heartbeat' | 'app.installed' | 'app.uninstalled';

const toEvent = (type: Seen, at: number): Event =>
  type === 'chat.resolved'
    ? { id: `e-${at}`, type, occurredAt: at, chat: { id: `c-${at}` } }
    : { id: `e-${at}`, type, occurredAt: at };

export const eventsMessage = (integrationId: string, receivedAt: number, type: Seen): EventsMessage => ({
  v: 2,
  kind: 'events',
  integrationId,
  source: { kind: 'key', keyId: 'k-1' },
  receivedAt,
  events: [toEvent(type, receivedAt)],
});

export const refusalMessage = (
  integrationId: string,
  receivedAt: number,
  reason: RefusalReason,
  keyId: string,
): RefusalMessage => ({
  v: 2,
  kind: 'refusal',
  integrationId,
  source: { kind: 'key', keyId },
  receivedAt,
  reason,
});
