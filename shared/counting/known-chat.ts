/**
 * docs/counting-rules.md, rule 10: what the app said of a chat, and beside it what Freshchat's own report said.
 *
 * A report's times are cut to the second or the minute, and its groups may have been renamed since. Were its rows joined
 * with the app's events, the row would be the earlier one and move a chat that is counted rightly. So rows are a second
 * chat, and they count only where the app told of no resolution, or of a much later one. Both halves are joins: order
 * and repetition do not matter.
 */

import { type Chat, chatOf, joinChat, type Receipt } from './chat.ts';
import type { EndEvent } from './terminal-event.ts';

export type KnownChat = Chat & {
  /** The rows of reports, joined; resolutions only. */
  readonly reported?: Chat;
};

export const knownChatOf = (event: EndEvent, receipt?: Receipt): KnownChat =>
  event.type === 'chat.reported'
    ? { reported: chatOf({ ...event, type: 'chat.resolved' }, receipt) }
    : chatOf(event, receipt);

export const joinKnownChats = (a: KnownChat, b: KnownChat): KnownChat => {
  const reported = a.reported && b.reported ? joinChat(a.reported, b.reported) : (a.reported ?? b.reported);
  return { ...joinChat(a, b), ...(reported && { reported }) };
};

/** Nearer than this, the row and the app tell of the same resolution. */
const SAME_RESOLUTION_MS = 10 * 60_000;

/** The chat as it counts. */
export const countedChat = ({ reported, ...live }: KnownChat): Chat =>
  reported && isMissing(live, reported) ? joinChat(live, reported) : live;

/** Whether the app did not tell of the resolution that the report tells of. */
export const isMissing = (live: Chat, { resolved }: Chat): boolean =>
  resolved !== undefined && (live.resolved === undefined || resolved.at < live.resolved.at - SAME_RESOLUTION_MS);
