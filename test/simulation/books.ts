/** What was promised to whom, and whether it was kept: the invariants while a history runs, and at its rest. */

import { isDeepStrictEqual } from 'node:util';
import type { StoredChat } from '../../shared/counting/chat-ledger.port.ts';
import type { RepairReason } from '../../shared/counting/set-aside.port.ts';
import { type CountsTable, NO_NUMBERS, type Numbers, placeKey, plus } from './counts-table.ts';
import type { LedgerTable } from './ledger-table.ts';
import type { Message, Queue } from './queue.ts';
import { addReferenceCounts, knows, referenceChat } from './reference.ts';
import type { Post, Receipt, TrueEvent } from './truth.ts';
import type { World } from './world.ts';

export type Books = {
  readonly onQueued: (post: Post, receipt: Receipt) => void;
  readonly onAccepted: (post: Post, accepted: number) => void;
  /** Stands in the ledger now; told at each write, and once more before an erasure. */
  readonly onStored: (stored: StoredChat) => void;
  /** A message that nobody can read was sent. */
  readonly onBad: (body: string) => void;
  /** A stream record that is no change of a chat was written. */
  readonly onUnreadable: (sequenceNumber: string) => void;
  readonly onSetAside: (reason: RepairReason, sequenceNumber: string) => void;
  readonly onErased: (integrationId: string) => void;
  readonly onPostponed: (postId: number | undefined) => void;
  readonly onLoss: (message: Message, why: string, ledger: LedgerTable) => void;
  /** Whether good messages lie among the dead letters, for reasons that the design allows. */
  readonly hasGoodDeadLetters: (queue: Queue) => boolean;
  readonly checkAtRest: (tables: { ledger: LedgerTable; counts: CountsTable; queue: Queue }) => void;
};

export const createBooks = (world: World): Books => {
  const { faults, fail } = world;
  const queued = new Map<number, Post>();
  const eventsOf = new Map<string, Set<TrueEvent>>();
  const receipts = new Map<TrueEvent, readonly Receipt[]>();
  const receiptsOf = (event: TrueEvent) => receipts.get(event) ?? [];
  const recorded = new Set<TrueEvent>();
  const bad = new Set<string>();
  const unreadable = new Set<string>();
  const setAside = new Map<RepairReason, Set<string>>();
  const erased = new Set<string>();

  const checkQueues = (queue: Queue): void => {
    if (queue.waiting().length > 0) fail('messages are left in the queue');
    const dead = new Set(queue.deadLetters().map(({ body }) => body));
    for (const body of bad) if (!dead.has(body)) fail(`${body} is not among the dead letters`);
    for (const body of dead) if (!bad.has(body)) fail('a good message lies among the dead letters to the end');
  };

  const checkRepairs = (ledger: LedgerTable): void => {
    const found = setAside.get('unreadable_record') ?? new Set();
    for (const number of unreadable) if (!found.has(number)) fail(`the unreadable record ${number} was passed over`);
    for (const number of found) if (!unreadable.has(number)) fail(`the record ${number} is good and was set aside`);
    const isAnyImpossible = [...ledger.all(), ...ledger.removed()].some(({ contributions }) =>
      contributions.some(({ queue }) => queue === faults.impossibleQueue),
    );
    const isAnySetAside = setAside.has('impossible_count');
    if (isAnyImpossible && !isAnySetAside) fail('a change that can never be counted was passed over');
    if (faults.impossibleQueue === undefined && isAnySetAside) fail('a possible count was set aside');
  };

  const checkLedger = (ledger: LedgerTable): void => {
    for (const [key, events] of eventsOf) {
      const [some] = events;
      if (!some || erased.has(some.integrationId)) continue;
      const chat = ledger.find(some)?.chat;
      const expected = referenceChat([...events], receiptsOf);
      if (isDeepStrictEqual(chat, expected)) continue;
      fail(`the ledger of ${key} is ${JSON.stringify(chat)}, its events make ${JSON.stringify(expected)}`);
    }
    for (const chat of ledger.all()) {
      if (!eventsOf.has(chatKey(chat))) fail(`the ledger holds ${chatKey(chat)}, of which nobody spoke`);
    }
  };

  /** An absent count and a zero are alike; what the store never takes is for a recount. */
  const compare = (
    counts: CountsTable,
    expected: ReadonlyMap<string, Numbers>,
    who: string,
    isMeant: (key: string) => boolean,
  ): void => {
    const actual = counts.all();
    for (const key of new Set([...actual.keys(), ...expected.keys()])) {
      if (!isMeant(key) || key.endsWith(`/${faults.impossibleQueue}`)) continue;
      const is = actual.get(key) ?? NO_NUMBERS;
      const should = expected.get(key) ?? NO_NUMBERS;
      if (!isDeepStrictEqual(is, should)) fail(`${key} counts ${shown(is)}, ${who} ${shown(should)}`);
    }
  };

  const checkReference = (counts: CountsTable): void => {
    if (faults.rulesChangeAt !== undefined) return;
    const expected = new Map<string, Numbers>();
    for (const events of eventsOf.values()) addReferenceCounts(expected, [...events]);
    const isKept = (key: string) => ![...erased].some((integrationId) => key.startsWith(`${integrationId}/`));
    compare(counts, expected, 'the events make', isKept);
  };

  return {
    onQueued: (post, receipt) => {
      queued.set(post.id, post);
      for (const event of post.endings) {
        eventsOf.set(chatKey(event), (eventsOf.get(chatKey(event)) ?? new Set()).add(event));
        receipts.set(event, [...receiptsOf(event), receipt]);
      }
    },
    onAccepted: (post, accepted) => {
      if (!queued.has(post.id)) fail(`post ${post.id} was answered 202 and is not queued`);
      if (accepted !== post.valid) fail(`post ${post.id}: ${accepted} events accepted, ${post.valid} are valid`);
    },
    onStored: (stored) => {
      for (const event of eventsOf.get(chatKey(stored)) ?? []) if (knows(stored.chat, event)) recorded.add(event);
    },
    onBad: (body) => void bad.add(body),
    onUnreadable: (sequenceNumber) => void unreadable.add(sequenceNumber.padStart(40, '0')),
    onSetAside: (reason, number) => void setAside.set(reason, (setAside.get(reason) ?? new Set()).add(number)),
    onErased: (integrationId) => void erased.add(integrationId),
    onPostponed: (postId) => {
      const isEvidenceOut = faults.isOutageOnly && !faults.storeOutage?.tables.includes('chats');
      if (!isEvidenceOut || postId === undefined) return;
      // Only it tells how many of its events were refused.
      const isToldOnce = (queued.get(postId)?.refused ?? 0) > 0;
      if (!isToldOnce) fail(`post ${postId} waits, although the ledger takes everything`);
    },
    // Nothing that was queued leaves ledger ∪ queue ∪ dead letters; what was recorded may be erased, and what an erased
    // chat knew changed nothing when it still stood there: a recorder may have read the chat just before.
    onLoss: ({ postId, messageId }, why, ledger) => {
      for (const event of queued.get(postId ?? -1)?.endings ?? []) {
        const chats = [ledger.find(event), ...ledger.removed().filter((one) => chatKey(one) === chatKey(event))];
        if (recorded.has(event) || chats.some((one) => one && knows(one.chat, event))) continue;
        fail(`${messageId} was ${why}, and ${nameOf(event)} is not recorded`);
      }
    },
    hasGoodDeadLetters: (queue) => {
      const good = queue.deadLetters().filter(({ body }) => !bad.has(body));
      for (const message of good) {
        if (!queue.isExcused(message)) fail(`${message.messageId} is good and lies among the dead letters`);
      }
      return good.length > 0;
    },
    checkAtRest: ({ ledger, counts, queue }) => {
      checkQueues(queue);
      checkRepairs(ledger);
      checkLedger(ledger);
      compare(counts, sumOfStored(ledger), 'the ledger stores', () => true);
      checkReference(counts);
    },
  };
};

const shown = (numbers: Numbers): string => JSON.stringify(numbers);

const chatKey = ({ integrationId, chatId }: { readonly integrationId: string; readonly chatId: string }): string =>
  `${integrationId}/${chatId}`;

const nameOf = (event: TrueEvent): string => `${chatKey(event)} ${event.kind} ${event.id}`;

/** Erasing never uncounts: what an item held when it was removed stays in the counts. */
const sumOfStored = (ledger: LedgerTable): ReadonlyMap<string, Numbers> => {
  const sums = new Map<string, Numbers>();
  for (const { integrationId, contributions } of [...ledger.all(), ...ledger.removed()]) {
    for (const contribution of contributions) {
      const key = placeKey(integrationId, contribution);
      sums.set(key, plus(sums.get(key) ?? NO_NUMBERS, contribution.measures));
    }
  }
  return sums;
};
