/** The heartbeats of a message that claim something. */

import type { Event } from '../intake/event.ts';
import type { QueueMessage } from '../intake/queue-message.ts';
import type { ClaimingHeartbeat } from './claims.ts';

export const heartbeatsIn = (message: QueueMessage): readonly ClaimingHeartbeat[] =>
  message.kind === 'events' ? message.events.flatMap((event) => claimIn(event, message.receivedAt)) : [];

/** A part that the app leaves out claims nothing: it does not know. */
const claimIn = (event: Event, receivedAt: number): readonly ClaimingHeartbeat[] => {
  if (event.type !== 'app.heartbeat') return [];
  const { account, aliveForSeconds, undeliveredForSeconds } = event.app ?? {};
  if (account === undefined || aliveForSeconds === undefined || undeliveredForSeconds === undefined) return [];
  return [
    { receivedAt, account, aliveForMs: aliveForSeconds * 1_000, undeliveredForMs: undeliveredForSeconds * 1_000 },
  ];
};
