/** The events queue in memory, from both of its ends, and the dead-letter queue behind it. */

import type { EventQueue, RejectionReason, SendToQueue } from '../../../shared/intake/event-queue.port.ts';
import { type QueueMessage, toBody } from '../../../shared/intake/queue-message.ts';
import { createOutage, type Outage } from './outage.ts';

export type FakeEventQueue = EventQueue & {
  readonly sendToQueue: SendToQueue;
  readonly sent: readonly QueueMessage[];
  /** The same messages as they travel. */
  readonly bodies: readonly string[];
  readonly rejected: readonly { readonly messageId: string; readonly reason: RejectionReason }[];
  /** The bodies of the letters, in the order of `rejected`. */
  readonly letters: readonly string[];
  readonly postponed: readonly { readonly messageId: string; readonly delaySeconds: number }[];
  readonly sendOutage: Outage;
  readonly rejectOutage: Outage;
  readonly postponeOutage: Outage;
};

export const createFakeEventQueue = (): FakeEventQueue => {
  const sent: QueueMessage[] = [];
  const bodies: string[] = [];
  const rejected: { messageId: string; reason: RejectionReason }[] = [];
  const letters: string[] = [];
  const postponed: { messageId: string; delaySeconds: number }[] = [];
  const [sendOutage, rejectOutage, postponeOutage] = [createOutage(), createOutage(), createOutage()];
  return {
    sent,
    bodies,
    rejected,
    letters,
    postponed,
    sendOutage,
    rejectOutage,
    postponeOutage,
    sendToQueue: (message) =>
      sendOutage.during(() => {
        sent.push(message);
        bodies.push(toBody(message));
      }),
    reject: ({ messageId, body }, reason) =>
      rejectOutage.during(() => {
        letters.push(body);
        rejected.push({ messageId, reason });
      }),
    postpone: ({ messageId }, delaySeconds) =>
      postponeOutage.during(() => {
        postponed.push({ messageId, delaySeconds });
      }),
  };
};
