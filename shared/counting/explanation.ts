/** Why a chat is counted where it is, in sentences: for `npm run ops:explain` and whoever asks next. */

import { isDeepStrictEqual } from 'node:util';
import { toRfc3339 } from '../core/instant.ts';
import { type Chat, type Ending, endOf, type Receipt } from './chat.ts';
import { type Contribution, contributionsOf } from './contributions.ts';
import { countedChat, isMissing, type KnownChat } from './known-chat.ts';
import { type QueueReason, queueReason, UNDEFINED_QUEUE } from './source-queue.ts';

export type Explanation = {
  /** What the ledger knows, one line an event. */
  readonly known: readonly string[];
  /** Where the chat is counted: by its stored contributions, which are what the counts hold. */
  readonly counted: readonly string[];
  readonly why: readonly string[];
};

const QUEUE_SENTENCES = {
  marked_spam: `It was marked as spam, so it counts in ${UNDEFINED_QUEUE}, wherever it was counted before.`,
  never_in_a_group: `No resolution with a group is known, so it counts in ${UNDEFINED_QUEUE}.`,
  deleted_before_resolution: `It was deleted not later than its earliest resolution with a group, so it counts in ${UNDEFINED_QUEUE}.`,
  resolved_in_group: 'The earliest resolution that has a group names the source queue.',
} as const satisfies Record<QueueReason, string>;

export const explain = (known: KnownChat, stored: readonly Contribution[]): Explanation => {
  const { reported, ...live } = known;
  const chat = countedChat(known);
  return {
    known: [...linesOf(live), ...(reported ? linesOf(reported).map((line) => `Freshchat's report, ${line}`) : [])],
    counted: stored.map(
      ({ hour, queue, measures }) =>
        `${hour}  ${queue}  ${Object.entries(measures)
          .map(([measure, value]) => `${measure} +${value}`)
          .join(', ')}`,
    ),
    why: [
      `It became a contact at its first terminal event, ${toRfc3339(endOf(chat))}, and counts once, in that UTC hour.`,
      ...(reported ? [isMissing(live, reported) ? FROM_REPORT : NOT_FROM_REPORT] : []),
      QUEUE_SENTENCES[queueReason(chat)],
      arrivalSentence(chat),
      ...(isDeepStrictEqual(contributionsOf(chat), stored)
        ? []
        : ["It was counted under earlier rules; today's would count it elsewhere. The counts hold what is stored."]),
    ],
  };
};

const FROM_REPORT = "The app did not tell of that resolution; Freshchat's own report did.";
const NOT_FROM_REPORT = "The app told of its resolution itself, so Freshchat's report changes nothing.";

const linesOf = (chat: Chat): readonly string[] => [
  ...endingLine('earliest resolution', chat.resolved),
  ...endingLine('earliest resolution with a group', chat.resolvedInGroup, chat.resolvedInGroup?.group.name),
  ...endingLine('earliest deletion', chat.deleted),
  ...endingLine('earliest mark as spam', chat.markedSpam),
  chat.createdAt === undefined
    ? 'creation: not known'
    : `earliest known creation: ${toRfc3339(chat.createdAt)}, ${received(chat.creationReceipt)}`,
];

const endingLine = (kind: string, ending: Ending | undefined, group?: string): readonly string[] =>
  ending
    ? [
        `${kind}: ${toRfc3339(ending.at)}, event ${ending.eventId}${group === undefined ? '' : `, group ${group}`}, ${received(ending.receipt)}`,
      ]
    : [];

/** Which request decided it. */
const received = (receipt: Receipt | undefined): string => {
  if (!receipt) return 'received before this was kept';
  const { at, keyId } = receipt;
  return `received ${toRfc3339(at)} ${keyId === undefined ? 'without an API key' : `with the API key ${keyId}`}`;
};

const arrivalSentence = (chat: Chat): string =>
  chat.createdAt !== undefined && chat.createdAt <= endOf(chat)
    ? `It arrived when it was created, ${toRfc3339(chat.createdAt)}.`
    : 'No creation before its end is known, so it counts as arrived in the hour of its end.';
