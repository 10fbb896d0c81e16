/** What happened to one chat of the sample day, in the order in which it happened. */

import type { Random } from './random.ts';

/** One event as the app sends it. */
export type WireEvent = {
  readonly id: string;
  readonly type: string;
  readonly occurredAt: string;
  readonly chat?: { readonly id: string; readonly createdAt?: string; readonly group?: WireGroup | null };
  readonly app?: { readonly version: string };
};

type WireGroup = { readonly id: string; readonly name: string };

const GROUPS: readonly (readonly [weight: number, group: WireGroup])[] = [
  [40, { id: 'g-1', name: 'Customer Support' }],
  [24, { id: 'g-2', name: 'Orders & Returns' }],
  [18, { id: 'g-3', name: 'Technical Help' }],
  [10, { id: 'g-4', name: 'Réclamations' }],
  [8, { id: 'g-5', name: 'VIP' }],
];

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** Chats that end in each UTC hour of a working day, in proportion. */
const HOURS = [2, 1, 1, 1, 1, 3, 10, 28, 62, 88, 96, 90, 70, 82, 94, 90, 78, 60, 44, 34, 26, 16, 8, 4];

type Outcome = 'resolved' | 'resolved_again' | 'changed_group' | 'deleted' | 'spam' | 'spam_after_all' | 'still_open';

const OUTCOMES: readonly (readonly [weight: number, outcome: Outcome])[] = [
  [74, 'resolved'],
  [8, 'resolved_again'],
  [6, 'changed_group'],
  [4, 'deleted'],
  [3, 'spam'],
  [3, 'spam_after_all'],
  [2, 'still_open'],
];

const WITHOUT_GROUP = 0.07;
const WAITED_FOR_HOURS = 0.08;

/** `dayStart` in milliseconds since the epoch. No event is later than the day. */
export const eventsOfChat = (random: Random, chatId: string, dayStart: number): readonly WireEvent[] => {
  const hour = random.pick(HOURS.map((weight, position) => [weight, position])) ?? 0;
  const ended = dayStart + hour * HOUR_MS + random.between(0, HOUR_MS - 1);
  const lasted = random.chance(WAITED_FOR_HOURS)
    ? random.between(2 * HOUR_MS, 9 * HOUR_MS)
    : random.between(2 * MINUTE_MS, 40 * MINUTE_MS);
  const created = ended - lasted;
  const group = random.chance(WITHOUT_GROUP) ? null : (random.pick(GROUPS) ?? null);
  const later = (since: number): number =>
    Math.min(since + random.between(MINUTE_MS, 5 * HOUR_MS), dayStart + DAY_MS - 1);

  const event = (type: string, at: number, eventGroup: WireGroup | null = group): WireEvent => ({
    id: `${chatId}:${type.slice('chat.'.length)}:${at}`,
    type,
    occurredAt: new Date(at).toISOString(),
    chat: {
      id: chatId,
      createdAt: new Date(created).toISOString(),
      ...(type === 'chat.resolved' && { group: eventGroup }),
    },
  });

  const begun = event('chat.created', created);
  const resolved = event('chat.resolved', ended);
  const reopenedAt = later(ended);
  const reopened = event('chat.reopened', reopenedAt);
  switch (random.pick(OUTCOMES)) {
    case 'resolved_again':
      return [begun, resolved, reopened, event('chat.resolved', later(reopenedAt))];
    case 'changed_group':
      return [begun, resolved, reopened, event('chat.resolved', later(reopenedAt), random.pick(GROUPS) ?? null)];
    case 'deleted':
      return random.chance(0.5)
        ? [begun, event('chat.deleted', ended)]
        : [begun, resolved, event('chat.deleted', reopenedAt)];
    case 'spam':
      return [begun, event('chat.marked_spam', ended)];
    case 'spam_after_all':
      return [begun, resolved, event('chat.marked_spam', reopenedAt)];
    case 'still_open':
      return [begun];
    default:
      return [begun, resolved];
  }
};
