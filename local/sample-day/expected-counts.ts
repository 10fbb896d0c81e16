/** What the counts must be, from the events alone: the ledger and the stream have no say in it. */

import { type Chat, chatOf, joinChat } from '../../shared/counting/chat.ts';
import { type Contribution, contributionsOf, sumOf } from '../../shared/counting/contributions.ts';
import { isTerminal } from '../../shared/intake/event.ts';
import { createEventParser } from '../../shared/intake/event-schema.ts';
import type { WireEvent } from './chat-stories.ts';

export type Expected = {
  /** Distinct chats with at least one terminal event. */
  readonly endedChats: number;
  readonly counts: readonly Contribution[];
};

export const expectCounts = (events: readonly WireEvent[], now: number): Expected => {
  const parse = createEventParser(now);
  const chats = new Map<string, Chat>();
  for (const wire of events) {
    const parsed = parse(wire);
    if (!parsed.ok || !isTerminal(parsed.event)) continue;
    const { id } = parsed.event.chat;
    const chat = chatOf(parsed.event);
    const known = chats.get(id);
    chats.set(id, known ? joinChat(known, chat) : chat);
  }
  const counts = sumOf([...chats.values()].flatMap(contributionsOf));
  return { endedChats: countEnded(events), counts };
};

/** Counted another way than above, on purpose: what is printed as equal should not come from one place. */
const countEnded = (events: readonly WireEvent[]): number =>
  new Set(
    events.flatMap(({ type, chat }) =>
      ['chat.resolved', 'chat.deleted', 'chat.marked_spam'].includes(type) && chat ? [chat.id] : [],
    ),
  ).size;
