/**
 * The counting rules once more, from the text of the design alone and in its order, without a line of the product's:
 * what stands in the ledger and in the counts when these events, and no others, have happened.
 */

import { NO_NUMBERS, type Numbers, placeKey, plus } from './counts-table.ts';
import type { Kind, Receipt, TrueEvent } from './truth.ts';

const HOUR_MS = 3_600_000;

/** docs/counting-rules.md, rule 4: the earliest by (instant, event id, canonical payload). */
const isEarlier = (a: TrueEvent, b: TrueEvent): boolean => {
  if (a.at !== b.at) return a.at < b.at;
  if (a.id !== b.id) return a.id < b.id;
  return payload(a) < payload(b);
};

const payload = ({ group }: TrueEvent): string => (group ? JSON.stringify([group.name, group.id ?? null]) : '');

const earliest = (events: readonly TrueEvent[]): TrueEvent | undefined => {
  let first: TrueEvent | undefined;
  for (const event of events) if (!first || isEarlier(event, first)) first = event;
  return first;
};

const earliestOf = (events: readonly TrueEvent[], kind: Kind) =>
  earliest(events.filter((event) => event.kind === kind));

const earliestInGroup = (events: readonly TrueEvent[]) => earliest(events.filter(({ group }) => group !== undefined));

/** docs/counting-rules.md, rule 3: a creation later than its own terminal event is ignored. */
const earliestCreation = (events: readonly TrueEvent[]): number | undefined => {
  const creations = events.flatMap(({ at, createdAt }) =>
    createdAt === undefined || createdAt > at ? [] : [createdAt],
  );
  return creations.length === 0 ? undefined : Math.min(...creations);
};

/** Of one event that came several times, the receipt of the first time; at one instant, that of the smaller key id. */
const firstReceipt = (receipts: readonly Receipt[]): Receipt | undefined =>
  receipts.toSorted((a, b) => a.at - b.at || (a.keyId < b.keyId ? -1 : 1))[0];

/** The ledger's shape of a chat that these events are about, each with all its receipts. */
export const referenceChat = (
  events: readonly TrueEvent[],
  receiptsOf: (event: TrueEvent) => readonly Receipt[],
): object => {
  const receiptOf = (isMeant: (event: TrueEvent) => boolean) =>
    firstReceipt(events.filter(isMeant).flatMap((event) => receiptsOf(event)));
  const ending = (one: TrueEvent | undefined) =>
    one && {
      at: one.at,
      eventId: one.id,
      receipt: receiptOf(({ at, id, kind }) => at === one.at && id === one.id && kind === one.kind),
    };
  const resolved = ending(earliestOf(events, 'resolved'));
  const inGroup = earliestInGroup(events);
  const deleted = ending(earliestOf(events, 'deleted'));
  const markedSpam = ending(earliestOf(events, 'marked_spam'));
  const createdAt = earliestCreation(events);
  const isOfGroup = (event: TrueEvent) =>
    inGroup !== undefined &&
    event.at === inGroup.at &&
    event.id === inGroup.id &&
    payload(event) === payload(inGroup) &&
    event.group !== undefined;
  return {
    ...(resolved && { resolved }),
    ...(inGroup?.group && {
      resolvedInGroup: { at: inGroup.at, eventId: inGroup.id, group: inGroup.group, receipt: receiptOf(isOfGroup) },
    }),
    ...(deleted && { deleted }),
    ...(markedSpam && { markedSpam }),
    ...(createdAt !== undefined && {
      createdAt,
      creationReceipt: receiptOf((event) => event.createdAt === createdAt && createdAt <= event.at),
    }),
  };
};

/** docs/counting-rules.md, rules 1, 2, 3 and 6 for the events of one chat. */
export const addReferenceCounts = (counts: Map<string, Numbers>, events: readonly TrueEvent[]): void => {
  const [some] = events;
  if (!some) return;
  const end = Math.min(...events.map(({ at }) => at));
  const creation = earliestCreation(events);
  const arrival = creation === undefined || creation > end ? end : creation;
  const queue = referenceQueue(events);
  const add = (measure: 'contacts' | 'arrivals', at: number) => {
    const hour = `${new Date(at - (at % HOUR_MS)).toISOString().slice(0, 19)}Z`;
    const minute = new Date(at).getUTCMinutes();
    const quarter = minute < 15 ? '00' : minute < 30 ? '15' : minute < 45 ? '30' : '45';
    const key = placeKey(some.integrationId, { hour, queue });
    counts.set(key, plus(counts.get(key) ?? NO_NUMBERS, { [measure]: 1, [`${measure}${quarter}`]: 1 }));
  };
  add('contacts', end);
  add('arrivals', arrival);
};

const referenceQueue = (events: readonly TrueEvent[]): string => {
  const inGroup = earliestInGroup(events);
  const deleted = earliestOf(events, 'deleted');
  if (!inGroup?.group || earliestOf(events, 'marked_spam')) return 'Undefined_Queue';
  return deleted && deleted.at <= inGroup.at ? 'Undefined_Queue' : inGroup.group.name;
};

/** Whether a chat of the ledger knows this event: what it holds would not change by it. */
export const knows = (chat: ChatLike, event: TrueEvent): boolean => {
  const isAtMost = (known: EndingLike | undefined) =>
    known !== undefined && (known.at < event.at || (known.at === event.at && known.eventId <= event.id));
  const { createdAt } = event;
  const knowsCreation =
    createdAt === undefined || createdAt > event.at || (chat.createdAt !== undefined && chat.createdAt <= createdAt);
  const knowsGroup = !event.group || isAtMost(chat.resolvedInGroup);
  const endings = { resolved: chat.resolved, deleted: chat.deleted, marked_spam: chat.markedSpam };
  return isAtMost(endings[event.kind]) && knowsGroup && knowsCreation;
};

type EndingLike = { readonly at: number; readonly eventId: string };
type ChatLike = {
  readonly resolved?: EndingLike;
  readonly resolvedInGroup?: EndingLike;
  readonly deleted?: EndingLike;
  readonly markedSpam?: EndingLike;
  readonly createdAt?: number;
};
