/** What was promised to whom, and whether it was kept: the invariants while a history runs, and at its rest. */

import { isDeepStrictEqual } from 'node:util';
import { type CountsTable, NO_NUMBERS, type Numbers, placeKey, plus } from './counts-table.ts';
import type { LedgerTable } from './ledger-table.ts';
import { isOurs } from './not-ours.ts';
import type { Message, Queue } from './queue.ts';
import { addReferenceCounts, knows, referenceChat } from './reference.ts';
import type { Post, TrueEvent } from './truth.ts';
import type { World } from './world.ts';

export type Books = {
  readonly onQueued: (post: Post) => void;
  readonly onAccepted: (post: Post, accepted: number) => void;
  /** A message that nobody can read was sent. */
  readonly onBad: (body: string) => void;
  /** Forgets what was promised to an integration that has its data erased. */
  readonly onErased: (integrationId: string) => void;
  readonly onLoss: (message: Message, why: string) => void;
  /** Whether good messages lie among the dead letters, for reasons that the design allows. */
  readonly hasGoodDeadLetters: () => boolean;
  readonly checkAtRest: () => void;
};

type Deps = {
  readonly ledger: () => LedgerTable;
  readonly counts: () => CountsTable;
  readonly queue: () => Queue;
  readonly setAside: () => number;
};

export const createBooks = (world: World, { ledger, counts, queue, setAside }: Deps): Books => {
  const queued = new Map<number, Post>();
  const erased = new Set<string>();
  const bad = new Set<string>();

  const isHeld = (event: TrueEvent, messages: readonly Message[]): boolean => {
    const chat = ledger().find(event)?.chat;
    if (chat && knows(chat, event)) return true;
    return messages.some(({ postId }) => postId !== undefined && queued.get(postId)?.endings.includes(event));
  };

  /** Nothing that was queued is missing from ledger ∪ queue ∪ dead letters. */
  const onLoss = ({ postId, messageId }: Message, why: string): void => {
    const post = postId === undefined ? undefined : queued.get(postId);
    if (!post || erased.has(post.integrationId)) return;
    const messages = [...queue().waiting(), ...queue().deadLetters()];
    for (const event of post.endings) {
      if (!isHeld(event, messages)) world.fail(`${messageId} was ${why}, and ${nameOf(event)} is nowhere`);
    }
  };

  const checkQueues = (): void => {
    if (queue().waiting().length > 0) world.fail('messages are left in the queue');
    if (setAside() > 0) world.fail(`${setAside()} good stream records were set aside`);
    for (const body of bad) {
      const isThere = queue()
        .deadLetters()
        .some((letter) => letter.body === body);
      if (!isThere) world.fail(`${body} is not among the dead letters`);
    }
  };

  const hasGoodDeadLetters = (): boolean => {
    const good = queue()
      .deadLetters()
      .filter(({ body }) => isOurs(body));
    for (const message of good) {
      // A deploy that threw, a crash or a lost call cost the message its pauses; only then may it end here.
      if (queue().hurriedReceives(message) > 0) continue;
      world.fail(`${message.messageId} is good and lies among the dead letters`);
    }
    return good.length > 0;
  };

  const checkLedger = (eventsOf: ReadonlyMap<string, readonly TrueEvent[]>): void => {
    for (const [key, events] of eventsOf) {
      const [some] = events;
      if (!some || erased.has(some.integrationId)) continue;
      const chat = ledger().find(some)?.chat;
      const expected = referenceChat(events);
      if (isDeepStrictEqual(chat, expected)) continue;
      world.fail(`the ledger of ${key} is ${JSON.stringify(chat)}, its events make ${JSON.stringify(expected)}`);
    }
    for (const chat of ledger().all()) {
      const key = `${chat.integrationId}/${chat.chatId}`;
      if (!eventsOf.has(key)) world.fail(`the ledger holds ${key}, of which nobody spoke`);
    }
  };

  const checkReference = (eventsOf: ReadonlyMap<string, readonly TrueEvent[]>): void => {
    if (world.faults.rulesChangeAt !== undefined) return;
    const expected = new Map<string, Numbers>();
    for (const events of eventsOf.values()) addReferenceCounts(expected, events);
    const isMeant = (key: string) => ![...erased].some((integrationId) => key.startsWith(`${integrationId}/`));
    compareCounts(world, filtered(counts().all(), isMeant), filtered(expected, isMeant), 'the events make');
  };

  return {
    onQueued: (post) => void queued.set(post.id, post),
    onAccepted: (post, accepted) => {
      if (!queued.has(post.id)) world.fail(`post ${post.id} was answered 202 and is not queued`);
      if (accepted !== post.valid) world.fail(`post ${post.id}: ${accepted} events accepted, ${post.valid} are valid`);
    },
    onBad: (body) => void bad.add(body),
    onErased: (integrationId) => void erased.add(integrationId),
    onLoss,
    hasGoodDeadLetters,
    checkAtRest: () => {
      checkQueues();
      const eventsOf = perChat([...queued.values()].flatMap(({ endings }) => endings));
      checkLedger(eventsOf);
      compareCounts(world, counts().all(), sumOfStored(ledger()), 'the ledger stores');
      checkReference(eventsOf);
    },
  };
};

const nameOf = ({ integrationId, chatId, kind, id }: TrueEvent): string => `${integrationId}/${chatId} ${kind} ${id}`;

const perChat = (events: readonly TrueEvent[]): ReadonlyMap<string, readonly TrueEvent[]> =>
  Map.groupBy(events, ({ integrationId, chatId }) => `${integrationId}/${chatId}`);

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

const filtered = (counts: ReadonlyMap<string, Numbers>, isMeant: (key: string) => boolean) =>
  new Map([...counts].filter(([key]) => isMeant(key)));

/** An absent count and a zero are alike. */
const compareCounts = (
  world: World,
  actual: ReadonlyMap<string, Numbers>,
  expected: ReadonlyMap<string, Numbers>,
  who: string,
): void => {
  for (const key of new Set([...actual.keys(), ...expected.keys()])) {
    const is = actual.get(key) ?? NO_NUMBERS;
    const should = expected.get(key) ?? NO_NUMBERS;
    if (isDeepStrictEqual(is, should)) continue;
    world.fail(`${key} counts ${JSON.stringify(is)}, ${who} ${JSON.stringify(should)}`);
  }
};
