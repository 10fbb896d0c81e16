/**
 * One word for what a status asks of people, from the most urgent to the least. Where not all is well it is never
 * `operational`, whatever the status says beside its cause.
 */

import type { ShownStatus } from './shown-status.ts';

export const URGENCIES = [
  /** No chats are counted, and somebody must act. */
  'critical',
  /** Chats may be missing: a first sign of trouble, with something to do. */
  'needs_you',
  /** The app is alive and sends no chats: perhaps there were none. */
  'warning',
  /** Perhaps ours. */
  'checking',
  'waiting',
  'operational',
  'paused',
] as const;
export type Urgency = (typeof URGENCIES)[number];

export const urgencyOf = (status: ShownStatus): Urgency => {
  if (status.status === 'silent') return status.severity;
  if (status.status === 'unknown') return 'checking';
  return 'cause' in status ? 'needs_you' : status.status;
};
