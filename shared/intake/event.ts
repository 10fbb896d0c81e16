/** What the app reports, after the border: every text and instant in it was checked (docs/events.md). */

import type { Instant } from '../core/instant.ts';
import { type EndEvent, TERMINAL_TYPES, type TerminalEvent } from '../counting/terminal-event.ts';

/** The events that only show that the chats go on. */
export const PASSING_TYPES = ['chat.created', 'chat.reopened'] as const;
/** The events about the app itself. */
export const APP_TYPES = ['app.heartbeat', 'app.installed', 'app.uninstalled'] as const;

export type PassingEvent = {
  readonly id: string;
  readonly type: (typeof PASSING_TYPES)[number];
  readonly occurredAt: Instant;
  readonly chat: { readonly id: string };
};

/** What the app says of itself. Ages and not instants: its clock does not matter. A part that is absent claims nothing. */
export type AppWord = {
  readonly version?: string;
  /** The Freshchat account in which the app is installed. */
  readonly account?: string;
  /** How long it has worked without a gap and without losing an event. */
  readonly aliveForSeconds?: number;
  /** The age of the oldest event that it holds and has not delivered; 0 when there is none. */
  readonly undeliveredForSeconds?: number;
};

export type AppEvent = {
  readonly id: string;
  readonly type: (typeof APP_TYPES)[number];
  readonly occurredAt: Instant;
  readonly app?: AppWord;
};

export type Event = EndEvent | PassingEvent | AppEvent;

const isOneOf = <T extends string>(types: readonly T[], type: string): type is T => types.some((one) => one === type);

export const isTerminal = (event: Event): event is TerminalEvent => isOneOf(TERMINAL_TYPES, event.type);
/** What the ledger keeps: of the app, and of a report. */
export const isEnd = (event: Event): event is EndEvent => isTerminal(event) || event.type === 'chat.reported';
export const isAboutChat = (event: Event): event is EndEvent | PassingEvent => !isOneOf(APP_TYPES, event.type);

/**
 * Whether an event of this type, which cannot be read, is none about a chat. Those of a later version are recognised by
 * how their type begins; whatever has no type may be about a chat: only a person can tell.
 */
export const saysNothingOfChats = (type: unknown): boolean => typeof type === 'string' && !type.startsWith('chat.');
