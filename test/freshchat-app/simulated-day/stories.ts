/** What happens to the chats of the simulated day, as Freshchat would report it, and what must be counted of it. */

import { createRandom, type Random } from '../../../sample-day/random.ts';
import type { TerminalEvent } from '../../../shared/counting/terminal-event.ts';
import {
  assignData,
  type ChatStory,
  createData,
  labelData,
  reopenData,
  resolveData,
  transferData,
} from '../payloads.ts';

export type Step = {
  readonly at: number;
  readonly event: 'onConversationCreate' | 'onConversationUpdate';
  readonly data: unknown;
};

export type Story = {
  readonly steps: readonly Step[];
  /** The resolves, as they must be counted; none when the chat stays open. */
  readonly ends: readonly TerminalEvent[];
};

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** Chats that begin in each UTC hour of the day, in proportion. */
const HOURS = [1, 1, 1, 1, 2, 4, 12, 30, 60, 90, 100, 90, 80, 90, 95, 90, 70, 50, 30, 20, 10, 4];

type Group = { readonly id: string; readonly before: string; readonly after: string };
/** At eleven, an administrator of Freshchat renames the first one. */
const GROUPS: readonly Group[] = [
  { id: '77aa77aa-0001-4bbb-8ccc-ddddeeeeffff', before: 'Support', after: 'Kundenservice' },
  { id: '77aa77aa-0002-4bbb-8ccc-ddddeeeeffff', before: 'Ordini & Resi', after: 'Ordini & Resi' },
  { id: '77aa77aa-0003-4bbb-8ccc-ddddeeeeffff', before: 'Réclamations', after: 'Réclamations' },
];
const RENAMED_AT_HOUR = 11;

const SEED = 20_261_124;

export const tellStories = (dayStart: number, chats: number, run: string): readonly Story[] => {
  const random = createRandom(SEED);
  return Array.from({ length: chats }, (_, index) => tellStory(random, dayStart, `${run}-${index + 1}`));
};

const tellStory = (random: Random, dayStart: number, chatId: string): Story => {
  const hour = random.pick(HOURS.map((weight, position) => [weight, position])) ?? 0;
  const createdAt = dayStart + hour * HOUR_MS + random.between(0, HOUR_MS - 1);
  const group = random.chance(0.1) ? undefined : random.pick(GROUPS.map((one, index) => [5 - index, one]));
  const storyAt = (at: number): ChatStory => ({
    chatId,
    createdAt,
    ...(group && { group: { id: group.id, name: nameAt(group, dayStart, at) } }),
  });
  const steps: Step[] = [];
  const ends: TerminalEvent[] = [];
  let at = createdAt;
  const wait = (least: number, most: number): number => {
    at += random.between(least * 1_000, most * 1_000);
    return at;
  };
  const update = (data: (story: ChatStory, at: number) => unknown): void => {
    steps.push({ at, event: 'onConversationUpdate', data: data(storyAt(at), at) });
  };
  const resolve = (by: 'agent' | 'bot'): void => {
    update((story, resolvedAt) => resolveData(story, resolvedAt, by));
    ends.push(toEnd(storyAt(at), at));
  };

  steps.push({ at, event: 'onConversationCreate', data: createData(storyAt(at)) });
  wait(10, 200);
  update(assignData);
  if (random.chance(0.2)) {
    wait(30, 300);
    update(transferData);
  }
  if (random.chance(0.15)) {
    wait(10, 60);
    update(labelData);
  }
  if (random.chance(0.04)) return { steps, ends };
  wait(60, 1_500);
  resolve(random.chance(0.25) ? 'bot' : 'agent');
  if (random.chance(0.12)) {
    const resolvedAt = at;
    wait(60, 1_800);
    update((story, reopenedAt) => reopenData(story, resolvedAt, reopenedAt));
    wait(60, 1_800);
    resolve('agent');
  }
  return { steps, ends };
};

const nameAt = ({ before, after }: Group, dayStart: number, at: number): string =>
  at < dayStart + RENAMED_AT_HOUR * HOUR_MS ? before : after;

const toEnd = ({ chatId, createdAt, group }: ChatStory, at: number): TerminalEvent => ({
  id: `${chatId}:resolved:${at}`,
  type: 'chat.resolved',
  occurredAt: at,
  chat: { id: chatId, createdAt, ...(group && { group }) },
});
