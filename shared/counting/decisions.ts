/**
 * Which requests decided where a chat is counted: what a leaked API key touched. A part that changes nothing, as a
 * deletion after the end, decides nothing.
 */

import { type Chat, endOf, type Receipt } from './chat.ts';
import type { Contribution } from './contributions.ts';
import { countedChat, type KnownChat } from './known-chat.ts';
import { queueReason } from './source-queue.ts';

/** `end` decides the hour of the contact, `creation` that of its arrival, `queue` where both are counted. */
export type Part = 'end' | 'queue' | 'creation';

export type Decision = {
  readonly part: Part;
  readonly receipt?: Receipt;
  /** The hours that it decided, as the contributions are stored. */
  readonly hours: readonly string[];
};

export const decisionsOf = (known: KnownChat, stored: readonly Contribution[]): readonly Decision[] => {
  const chat = countedChat(known);
  const decision = (part: Part, receipt: Receipt | undefined): Decision => ({
    part,
    ...(receipt && { receipt }),
    hours: stored.filter((one) => isOfPart(part, one)).map(({ hour }) => hour),
  });
  return [
    ...endingsAtEnd(chat).map(({ receipt }) => decision('end', receipt)),
    ...queueDecisions(chat).map(({ receipt }) => decision('queue', receipt)),
    ...(chat.createdAt !== undefined && chat.createdAt <= endOf(chat)
      ? [decision('creation', chat.creationReceipt)]
      : []),
  ];
};

const isOfPart = (part: Part, { measures }: Contribution): boolean =>
  part === 'queue' || (part === 'end' ? measures.contacts : measures.arrivals) !== undefined;

/** Two kinds may end it at the same instant. */
const endingsAtEnd = (chat: Chat) =>
  [chat.resolved, chat.deleted, chat.markedSpam].flatMap((one) => (one?.at === endOf(chat) ? [one] : []));

const queueDecisions = (chat: Chat) => {
  const deciding = {
    marked_spam: chat.markedSpam,
    never_in_a_group: undefined,
    deleted_before_resolution: chat.deleted,
    resolved_in_group: chat.resolvedInGroup,
  }[queueReason(chat)];
  return deciding ? [deciding] : [];
};
