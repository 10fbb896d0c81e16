/** What is kept of a row of a report: never a name of a person, a text or an address. */

import type { Instant } from '../core/instant.ts';
import type { Group } from '../counting/terminal-event.ts';

/** The names of Freshchat's reports. */
export const REPORT_KINDS = ['Conversation-Resolved', 'Conversation-Created'] as const;
export type ReportKind = (typeof REPORT_KINDS)[number];

/** A resolution. */
export type ReportRow = { readonly chatId: string; readonly at: Instant; readonly group?: Group };

/** When a chat was created; reopened ones say when they were opened again, and are left out. */
export type CreationRow = { readonly chatId: string; readonly at: Instant };
