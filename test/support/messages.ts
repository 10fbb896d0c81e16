/** Builders of what travels on the queue. */

import type { Event } from '../../shared/intake/event.ts';
import type { Delivery } from '../../shared/intake/event-queue.port.ts';
import {
  type EventsMessage,
  type QueueMessage,
  type RefusalMessage,
  toBody,
} from '../../shared/intake/queue-message.ts';
import { NOW } from './events.ts';

export const INTEGRATION = 'demo.freshchat';

export const eventsMessage = (events: readonly Event[], options: Partial<EventsMessage> = {}): EventsMessage => ({
  v: 2,
  kind: 'events',
  integrationId: INTEGRATION,
  source: { kind: 'key', keyId: 'key-1' },
  receivedAt: NOW,
  events,
  ...options,
});

export const refusalMessage = (options: Partial<RefusalMessage> = {}): RefusalMessage => ({
  v: 2,
  kind: 'refusal',
  integrationId: INTEGRATION,
  source: { kind: 'key', keyId: 'key-1' },
  receivedAt: NOW,
  reason: 'key_revoked',
  ...options,
});

export const delivery = (body: string | QueueMessage, options: Partial<Delivery> = {}): Delivery => ({
  messageId: 'message-1',
  receiptHandle: `receipt of ${options.messageId ?? 'message-1'}`,
  receiveCount: 1,
  body: typeof body === 'string' ? body : toBody(body),
  ...options,
});

/** One message a delivery, numbered from 1. */
export const deliveriesOf = (...messages: readonly (string | QueueMessage)[]): readonly Delivery[] =>
  messages.map((message, index) => delivery(message, { messageId: `message-${index + 1}` }));
