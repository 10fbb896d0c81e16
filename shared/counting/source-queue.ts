/**
 * docs/counting-rules.md, rule 2: the source queue is the name of the group of the earliest resolution that has one, else `Undefined_Queue`.
 *
 * Spam always counts in `Undefined_Queue`, also when the chat was counted elsewhere before: it moves. A deletion puts
 * the chat there only when it is not later than the earliest resolution with a group: erasing old chats must not take
 * true history out of the planning queues.
 */

import type { Chat } from './chat.ts';
import type { Group } from './terminal-event.ts';

export const UNDEFINED_QUEUE = 'Undefined_Queue';

/** Why a chat is counted where it is; `queueReason` and `sourceQueueOf` are one decision. */
export type QueueReason = 'marked_spam' | 'never_in_a_group' | 'deleted_before_resolution' | 'resolved_in_group';

export const queueReason = (chat: Chat): QueueReason => {
  if (chat.markedSpam) return 'marked_spam';
  if (!chat.resolvedInGroup) return 'never_in_a_group';
  if (chat.deleted && chat.deleted.at <= chat.resolvedInGroup.at) return 'deleted_before_resolution';
  return 'resolved_in_group';
};

/** The group that the chat is counted under, or `undefined` for `Undefined_Queue`. */
export const countedGroup = (chat: Chat): Group | undefined =>
  queueReason(chat) === 'resolved_in_group' ? chat.resolvedInGroup?.group : undefined;
