/** The events at which a chat ends; only they touch the ledger. Every text and instant was checked at the border. */

import type { Instant } from '../core/instant.ts';

export type Group = { readonly id?: string; readonly name: string };

export const TERMINAL_TYPES = ['chat.resolved', 'chat.deleted', 'chat.marked_spam'] as const;

export type TerminalEvent = {
  /** The sender's id of the event, the same on every redelivery. */
  readonly id: string;
  readonly type: (typeof TERMINAL_TYPES)[number];
  readonly occurredAt: Instant;
  readonly chat: { readonly id: string; readonly createdAt?: Instant; readonly group?: Group };
};

/** A row of Freshchat's own report: a resolution. Only our backfill sends it, and never over HTTP. */
export type ReportedEvent = Omit<TerminalEvent, 'type'> & { readonly type: 'chat.reported' };

export type EndEvent = TerminalEvent | ReportedEvent;
