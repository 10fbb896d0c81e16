/** What the app reports, after the border: every text obeys rule 8 and every instant rule 7. */

import type { Instant } from './event-time.ts';

export type Group = { readonly id?: string; readonly name: string };

/** The events at which a chat ends (rule 1); only they touch the ledger. */
export const TERMINAL_TYPES = ['chat.resolved', 'chat.deleted', 'chat.marked_spam'] as const;
/** The events that only show that the chats go on. */
export const PASSING_TYPES = ['chat.created', 'chat.reopened'] as const;
/** The events about the app itself. */
export const APP_TYPES = ['app.heartbeat', 'app.installed', 'app.uninstalled'] as const;

export type TerminalEvent = {
  /** The sender's id of the event, the same on every redelivery. */
  readonly id: string;
  readonly type: (typeof TERMINAL_TYPES)[number];
  readonly occurredAt: Instant;
  readonly chat: { readonly id: string; readonly createdAt?: Instant; readonly group?: Group };
};

export type PassingEvent = {
  readonly id: string;
  readonly type: (typeof PASSING_TYPES)[number];
  readonly occurredAt: Instant;
  readonly chat: { readonly id: string };
};

export type AppEvent = {
  readonly id: string;
  readonly type: (typeof APP_TYPES)[number];
  readonly occurredAt: Instant;
  readonly app?: { readonly version: string };
};

export type Event = TerminalEvent | PassingEvent | AppEvent;

const isOneOf = <T extends string>(types: readonly T[], type: string): type is T => types.some((one) => one === type);

export const isTerminal = (event: Event): event is TerminalEvent => isOneOf(TERMINAL_TYPES, event.type);
export const isAboutChat = (event: Event): event is TerminalEvent | PassingEvent => !isOneOf(APP_TYPES, event.type);
