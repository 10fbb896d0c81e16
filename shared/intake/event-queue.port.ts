/** The events queue, as who fills it and who empties it see it. */

import type { ParsedMessage, QueueMessage } from './queue-message.ts';

/** Rejects when the queue did not take the message. */
export type SendToQueue = (message: QueueMessage) => Promise<void>;

/** One message as the queue delivered it. */
export type Delivery = {
  readonly messageId: string;
  readonly receiptHandle: string;
  /** How often it was received, this time included. */
  readonly receiveCount: number;
  readonly body: string;
};

export type RejectionReason =
  | Extract<ParsedMessage, { ok: false }>['reason']
  /** Events about chats that this version cannot read; they may be ends of chats. */
  | 'unreadable_events';

export type EventQueue = {
  /** Sends what can never be processed to the dead-letter queue, with its reason: the message, or a part of it. */
  readonly reject: (letter: Pick<Delivery, 'messageId' | 'body'>, reason: RejectionReason) => Promise<void>;
  /** Hides a failed message for longer than the visibility time-out's rest, or shorter. */
  readonly postpone: (delivery: Delivery, delaySeconds: number) => Promise<void>;
};
