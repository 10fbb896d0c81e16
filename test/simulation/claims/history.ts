/**
 * A month of one integration, with everything that can go wrong between an app and the counts: apps that die, keys that
 * die, our own outages, heartbeats that are lost, late or doubled, a second account that joins and leaves, clocks that
 * step. Times are minutes since the start, which is a full hour.
 *
 *   chat ──▶ app ──▶ POST (or outbox, or lost) ──▶ queue ──▶ recorder ──▶ tally ──▶ counted
 */

import { createRandom, type Random } from '../random.ts';

export type Stress = { readonly twoAccounts?: boolean; readonly clockSteps?: boolean; readonly outages?: boolean };

/** Why a chat is never counted; `unseen` is what no claim can know: an app that died between two heartbeats. */
export type Loss = 'known' | 'unseen';

export type Chat = { readonly at: number; countedAt: number; loss?: Loss };

export type Beat = {
  readonly account: string;
  readonly receivedAt: number;
  /** When the recorder sees it. */
  readonly recordedAt: number;
  readonly aliveFor: number;
  readonly undeliveredFor: number;
};

export type History = {
  readonly minutes: number;
  readonly chats: readonly Chat[];
  /** In the order in which they are recorded. */
  readonly beats: readonly Beat[];
  /** When a probe sent at that minute is counted. */
  readonly probes: readonly { readonly sentAt: number; readonly countedAt: number }[];
  readonly iteratorAge: (minute: number) => number;
  readonly queueAge: (minute: number) => number;
};

type Window = { readonly from: number; readonly until: number };

const DAY = 1_440;
const TICK = 10;
/** Chats in each hour of a day, as shares. */
const CURVE = [0.5, 0.3, 0.2, 0.2, 0.3, 1, 4, 7, 10, 12, 12, 11, 9, 10, 12, 12, 11, 9, 7, 5, 4, 2, 1, 0.5];
const CURVE_SUM = CURVE.reduce((sum, share) => sum + share, 0);

export const createHistory = (seed: number, days: number, stress: Stress): History => {
  const random = createRandom(seed);
  const minutes = days * DAY;
  const exponential = (mean: number): number => -mean * Math.log(1 - random.next());
  /** About so many a month, each lasting from `low` to `high`. */
  const windows = (count: number, low: number, high: number, from = 0): readonly Window[] => {
    const found: Window[] = [];
    for (let at = from + exponential(minutes / count); at < minutes - 3 * DAY; at += exponential(minutes / count)) {
      const until = at + low * (high / low) ** random.next();
      found.push({ from: at, until });
      at = until;
    }
    return found;
  };
  const apiDown = windows(1, 2, 90);
  const recorderDown = stress.outages ? windows(14, 60, 720) : windows(2, 5, 240);
  const tallyDown = windows(1.5, 5, 180);
  const recordedAt = (sentAt: number): number => {
    const at = sentAt + 0.03 + (random.chance(0.01) ? exponential(2) : 0);
    const outage = windowAt(recorderDown, at);
    return outage ? outage.until + 15 * random.next() : at;
  };
  const countedAt = (recorded: number): number => {
    const at = recorded + 0.3 * random.next();
    const outage = windowAt(tallyDown, at);
    return outage ? outage.until + 0.5 : at;
  };
  const platform: Platform = { random, minutes, days, exponential, windows, apiDown, recordedAt, countedAt };
  const lives = [playApp(platform, { account: 'acme', from: 0, to: minutes + 1, chatsPerDay: 500, stress })];
  if (stress.twoAccounts) {
    const [from, to] = [minutes * (0.2 + 0.1 * random.next()), minutes * (0.6 + 0.1 * random.next())];
    lives.push(playApp(platform, { account: 'emea', from, to, chatsPerDay: 200, stress }));
  }
  const probes = Array.from({ length: minutes / 5 }, (_, run) => {
    const sentAt = run * 5;
    return { sentAt, countedAt: countedAt(recordedAt(sentAt)) };
  });
  return {
    minutes,
    chats: lives.flatMap(({ chats }) => chats),
    beats: lives.flatMap(({ beats }) => beats).sort((a, b) => a.recordedAt - b.recordedAt),
    probes,
    iteratorAge: (minute) => minute - (windowAt(tallyDown, minute)?.from ?? minute - 0.5),
    queueAge: (minute) => minute - (draining(recorderDown, minute)?.from ?? minute - 0.1),
  };
};

const windowAt = (some: readonly Window[], at: number): Window | undefined =>
  some.find(({ from, until }) => from <= at && at < until);

/** A queue takes a quarter of an hour to drain. */
const draining = (some: readonly Window[], at: number): Window | undefined =>
  some.find(({ from, until }) => from <= at && at < until + 15.5);

type Platform = {
  readonly random: Random;
  readonly minutes: number;
  readonly days: number;
  readonly exponential: (mean: number) => number;
  readonly windows: (count: number, low: number, high: number, from?: number) => readonly Window[];
  readonly apiDown: readonly Window[];
  readonly recordedAt: (sentAt: number) => number;
  readonly countedAt: (recorded: number) => number;
};

type App = {
  readonly account: string;
  readonly from: number;
  readonly to: number;
  readonly chatsPerDay: number;
  readonly stress: Stress;
};

/** An outage shorter than two and a half ticks leaves no trace in what the app remembers. */
const SEEN_FROM = 2.5 * TICK + 2;

const playApp = (platform: Platform, { account, from, to, chatsPerDay, stress }: App) => {
  const { random, minutes, exponential, windows, apiDown, recordedAt, countedAt } = platform;
  const dead = stress.outages ? windows(14, 26, 600, from) : windows(2, 8, 4_320, from);
  const keyDead = windows(1, 20, 7 * DAY, from);
  const databaseDown = windows(1.5, 10, 120, from);
  const steps = stress.clockSteps
    ? windows(2, 30, 600, from).map((one) => ({ ...one, by: 60 * random.next() - 30 }))
    : [];
  const clock = (at: number): number => at + (steps.find((one) => one.from <= at && at < one.until)?.by ?? 0);
  const isRefused = (at: number): boolean => windowAt(apiDown, at) !== undefined || windowAt(keyDead, at) !== undefined;
  const databaseFails = (at: number): boolean => random.chance(windowAt(databaseDown, at) ? 0.5 : 2e-4);

  const chats: Chat[] = [];
  const beats: Beat[] = [];
  /** What waits in the outbox, by the minute at which the app kept it. */
  let waiting: { readonly keptAt: number; readonly chat: Chat }[] = [];
  let aliveSince: number | undefined;
  let lastTick: number | undefined;

  const accept = (chat: Chat, at: number): void => {
    const deadLetter = random.chance(3e-5);
    chat.countedAt = countedAt(deadLetter ? at + 360 + 2_520 * random.next() : recordedAt(at));
  };
  /** The app starts its life anew, if it can write that down. */
  const lose = (chat: Chat, at: number): void => {
    if (databaseFails(at)) chat.loss = 'unseen';
    else {
      chat.loss = 'known';
      aliveSince = clock(at);
    }
  };
  const send = (chat: Chat, at: number): void => {
    const death = windowAt(dead, at);
    if (death) chat.loss = death.until - death.from < SEEN_FROM ? 'unseen' : 'known';
    else if (!isRefused(at)) accept(chat, at);
    else if (databaseFails(at)) lose(chat, at);
    else waiting.push({ keptAt: clock(at), chat });
  };
  const post = (beat: Omit<Beat, 'recordedAt'>): void => {
    if (random.chance(0.002)) return;
    const late = random.chance(0.002) ? 60 + 2_820 * random.next() : 0;
    const recorded = recordedAt(beat.receivedAt) + late;
    beats.push({ ...beat, recordedAt: recorded });
    if (random.chance(0.02)) beats.push({ ...beat, recordedAt: recorded + exponential(20) });
  };
  const tick = (at: number): void => {
    if (windowAt(dead, at) || random.chance(0.002) || databaseFails(at)) return;
    const now = clock(at);
    if (lastTick === undefined || now - lastTick > 2.5 * TICK) aliveSince = now;
    lastTick = now;
    if (isRefused(at) || aliveSince === undefined) return;
    const oldest = Math.min(...waiting.map(({ keptAt }) => keptAt));
    post({
      account,
      receivedAt: at,
      aliveFor: now - aliveSince,
      undeliveredFor: waiting.length === 0 ? 0 : now - oldest,
    });
    const [drained, left] = [waiting.slice(0, 400), waiting.slice(400)];
    waiting = left;
    for (const { chat } of drained) accept(chat, at);
  };

  for (const step of stepsOf(platform, { from, to, chatsPerDay })) {
    if (step.kind === 'tick') tick(step.at);
    else {
      const chat: Chat = { at: step.chatAt, countedAt: Number.POSITIVE_INFINITY };
      chats.push(chat);
      send(chat, step.at);
    }
  }
  for (const { chat } of waiting) if (minutes < chat.countedAt) chat.loss ??= 'unseen';
  return { chats, beats };
};

type Step =
  | { readonly kind: 'tick'; readonly at: number }
  | { readonly kind: 'chat'; readonly at: number; readonly chatAt: number };

/** Ticks and ends of chats in the order in which the app sees them. */
const stepsOf = (
  { random, minutes, days, exponential }: Platform,
  { from, to, chatsPerDay }: { readonly from: number; readonly to: number; readonly chatsPerDay: number },
): readonly Step[] => {
  const steps: Step[] = [];
  for (let hour = 0; hour < days * 24; hour += 1) {
    const expected = (chatsPerDay * (CURVE[hour % 24] ?? 0)) / CURVE_SUM;
    const noise = Math.sqrt(expected) * (random.next() + random.next() + random.next() - 1.5) * 1.4;
    for (let chat = 0; chat < Math.round(expected + noise); chat += 1) {
      const chatAt = hour * 60 + 60 * random.next();
      if (chatAt >= from && chatAt < to) steps.push({ kind: 'chat', chatAt, at: chatAt + exponential(0.08) });
    }
  }
  for (let at = from + 5; at < Math.min(to, minutes); at += TICK + random.next() / 2 - 0.25)
    steps.push({ kind: 'tick', at });
  return steps.sort((a, b) => a.at - b.at);
};
