/**
 * docs/counting-rules.md, rules 1 and 4: a chat is what its terminal events say together, in whatever order, however often they come.
 *
 * A chat is a join-semilattice: per kind the earliest event, so `joinChat` is commutative, associative and idempotent,
 * and the state after any delivery is a function of the *set* of events.
 */

import type { Instant } from '../core/instant.ts';
import type { Group, TerminalEvent } from './terminal-event.ts';

/**
 * The request that brought an event: when we received it, and the id of the API key that let it in. Without a key: a row
 * of a report, or the monitor's own chat.
 */
export type Receipt = { readonly at: Instant; readonly keyId?: string };

/** One terminal event, as far as counting needs it. It has no receipt where it was recorded before receipts were kept. */
export type Ending = { readonly at: Instant; readonly eventId: string; readonly receipt?: Receipt };
export type GroupedEnding = Ending & { readonly group: Group };

/** All fields may be absent, but never all of the first and the last two: a chat is known by a terminal event. */
export type Chat = {
  /** The earliest resolution. */
  readonly resolved?: Ending;
  /** The earliest resolution that has a group with a name: it names the source queue. */
  readonly resolvedInGroup?: GroupedEnding;
  /** The earliest deletion. */
  readonly deleted?: Ending;
  /** The earliest mark as spam. */
  readonly markedSpam?: Ending;
  /** The earliest known creation. */
  readonly createdAt?: Instant;
  /** Of the event that told that creation. */
  readonly creationReceipt?: Receipt;
};

/** What one terminal event says of its chat. */
export const chatOf = (event: TerminalEvent, receipt?: Receipt): Chat => {
  const ending: Ending = { at: event.occurredAt, eventId: event.id, ...(receipt && { receipt }) };
  const { createdAt, group } = event.chat;
  // docs/counting-rules.md, rule 3: a creation after the end is no creation.
  const creation =
    createdAt !== undefined && createdAt <= event.occurredAt
      ? { createdAt, ...(receipt && { creationReceipt: receipt }) }
      : {};
  switch (event.type) {
    case 'chat.resolved':
      return { resolved: ending, ...(group && { resolvedInGroup: { ...ending, group } }), ...creation };
    case 'chat.deleted':
      return { deleted: ending, ...creation };
    case 'chat.marked_spam':
      return { markedSpam: ending, ...creation };
  }
};

/** Knows everything that either knows. */
export const joinChat = (a: Chat, b: Chat): Chat => {
  const resolved = earliestOf(a.resolved, b.resolved, noPayload);
  const resolvedInGroup = earliestOf(a.resolvedInGroup, b.resolvedInGroup, groupPayload);
  const deleted = earliestOf(a.deleted, b.deleted, noPayload);
  const markedSpam = earliestOf(a.markedSpam, b.markedSpam, noPayload);
  return {
    ...(resolved && { resolved }),
    ...(resolvedInGroup && { resolvedInGroup }),
    ...(deleted && { deleted }),
    ...(markedSpam && { markedSpam }),
    ...earliestCreation(a, b),
  };
};

/** The instant of the first terminal event: when the chat became a contact. */
export const endOf = (chat: Chat): Instant => {
  const never = Number.POSITIVE_INFINITY;
  const end = Math.min(chat.resolved?.at ?? never, chat.deleted?.at ?? never, chat.markedSpam?.at ?? never);
  if (end === never) throw new ChatWithoutEndError();
  return end;
};

/** Our bug: something that never ended was taken for a chat of the ledger. */
export class ChatWithoutEndError extends Error {
  override readonly name = 'ChatWithoutEndError';
  constructor() {
    super('A chat without a terminal event has no place in the ledger; only chatOf and joinChat may make one.');
  }
}

/**
 * Ties are broken by (instant, event id, canonical payload, receipt), never by arrival at the recorder: two senders, or
 * one buggy sender, may use one event id for two different groups, and every worker must still choose the same one. Of
 * the same event, the first receipt stays: its repetition, with whatever key, decides nothing and costs no write.
 */
const earliestOf = <E extends Ending>(
  a: E | undefined,
  b: E | undefined,
  payloadOf: (ending: E) => string,
): E | undefined => {
  if (!a || !b) return a ?? b;
  const order =
    a.at - b.at ||
    compareText(a.eventId, b.eventId) ||
    compareText(payloadOf(a), payloadOf(b)) ||
    compareReceipts(a.receipt, b.receipt);
  return order <= 0 ? a : b;
};

type Creation = Pick<Chat, 'createdAt' | 'creationReceipt'>;

const earliestCreation = (a: Chat, b: Chat): Creation => {
  if (a.createdAt === undefined || b.createdAt === undefined) return creationOf(a.createdAt === undefined ? b : a);
  const order = a.createdAt - b.createdAt || compareReceipts(a.creationReceipt, b.creationReceipt);
  return creationOf(order <= 0 ? a : b);
};

const creationOf = ({ createdAt, creationReceipt }: Chat): Creation => ({
  ...(createdAt !== undefined && { createdAt }),
  ...(creationReceipt && { creationReceipt }),
});

/** What has no receipt was recorded before receipts were kept, and so received before all that have one. */
const compareReceipts = (a: Receipt | undefined, b: Receipt | undefined): number => {
  if (!a || !b) return Number(a !== undefined) - Number(b !== undefined);
  return a.at - b.at || compareText(a.keyId ?? '', b.keyId ?? '');
};

const noPayload = (): string => '';
const groupPayload = ({ group }: GroupedEnding): string => JSON.stringify([group.name, group.id ?? null]);

/** By UTF-16 unit, the same on every machine; a locale's order is not. */
const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
