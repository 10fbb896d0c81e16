/** Plays a history against the rules of completeness, minute by minute, as recorder, monitor and reader would. */

import { caughtUpAfter } from '../../../shared/completeness/caught-up.ts';
import { type Claims, claimsAfter, NO_CLAIMS } from '../../../shared/completeness/claims.ts';
import { type Hole, takeGaps } from '../../../shared/completeness/hole.ts';
import { completeUntilOf, createHourVerdict, type HourState } from '../../../shared/completeness/hour-state.ts';
import type { Chat, History } from './history.ts';

const MINUTE_MS = 60_000;
const HOUR = 60;
const START = Date.UTC(2026, 10, 1);
const instant = (minute: number): number => START + minute * MINUTE_MS;

/** What a reader sees of an hour at a time; the product, or a rule that is deliberately wrong. */
export type StateRule = (hour: number, now: number, claimed: HourState) => HourState;
export const asClaimed: StateRule = (_hour, _now, claimed) => claimed;

export type Played = {
  /** When each hour was first final; absent for those that never were. */
  readonly finalAt: ReadonlyMap<number, number>;
  readonly lastState: ReadonlyMap<number, HourState>;
  readonly stoppedBeingFinal: number;
  readonly completeUntilFell: number;
};

export const play = (history: History, rule: StateRule = asClaimed): Played => {
  const finalAt = new Map<number, number>();
  const lastState = new Map<number, HourState>();
  const holes: Hole[] = [];
  let claims: Claims = NO_CLAIMS;
  let caughtUpTo: number | undefined;
  let nextBeat = 0;
  let completeUntil = Number.NEGATIVE_INFINITY;
  let [stoppedBeingFinal, completeUntilFell] = [0, 0];
  const probes = history.probes.toSorted((a, b) => a.countedAt - b.countedAt);
  let nextProbe = 0;
  let probeSentAt: number | undefined;

  for (let now = 0; now < history.minutes; now += 5) {
    for (let probe = probes[nextProbe]; probe && probe.countedAt <= now; probe = probes[nextProbe]) {
      probeSentAt = Math.max(probeSentAt ?? 0, probe.sentAt);
      nextProbe += 1;
    }
    caughtUpTo = caughtUpAfter(caughtUpTo, {
      ...(probeSentAt !== undefined && { probeSentAt: instant(probeSentAt) }),
      iterator: { at: instant(now), ageMs: history.iteratorAge(now) * MINUTE_MS },
      queue: { at: instant(now), ageMs: history.queueAge(now) * MINUTE_MS },
    });
    for (let beat = history.beats[nextBeat]; beat && beat.recordedAt <= now; beat = history.beats[nextBeat]) {
      claims = claimsAfter(
        claims,
        {
          receivedAt: instant(beat.receivedAt),
          account: beat.account,
          aliveForMs: beat.aliveFor * MINUTE_MS,
          undeliveredForMs: beat.undeliveredFor * MINUTE_MS,
        },
        caughtUpTo,
      );
      nextBeat += 1;
    }
    const taken = takeGaps(claims, instant(now));
    claims = taken.claims;
    holes.push(...taken.gaps.map((gap) => ({ ...gap, cause: 'app_silent', recovery: 'none' }) as const));
    const until = completeUntilOf(claims) ?? Number.NEGATIVE_INFINITY;
    if (until < completeUntil) completeUntilFell += 1;
    completeUntil = Math.max(completeUntil, until);

    const verdictOf = createHourVerdict({ claims, holes }, instant(now));
    // Settled hours are looked at again once an hour: they must stay as they are.
    const isFullLook = now % HOUR === 0;
    for (let hour = 0; (hour + 1) * HOUR <= now; hour += 1) {
      const wasFinal = lastState.get(hour) === 'final';
      if (wasFinal && !isFullLook) continue;
      const state = rule(hour, now, verdictOf(instant(hour * HOUR)).state);
      if (wasFinal && state !== 'final') stoppedBeingFinal += 1;
      if (state === 'final' && !finalAt.has(hour)) finalAt.set(hour, now);
      lastState.set(hour, state);
    }
  }
  return { finalAt, lastState, stoppedBeingFinal, completeUntilFell };
};

export type Figures = {
  readonly chats: number;
  readonly hours: number;
  readonly finalHours: number;
  /** Chats that are missing in final hours: those that the app knew it lost, and those that nobody could know. */
  readonly missingKnown: number;
  readonly missingUnseen: number;
  /** Final hours that read 0 although chats of theirs came later. */
  readonly untrueZeros: number;
  /** Final hours that changed; each change is a correction, for it came more than 25 minutes after the hour. */
  readonly changedLater: number;
  readonly changedUnannounced: number;
  /** Never final, although nothing of them was missing. */
  readonly neverFinalWithoutLoss: number;
  readonly minutesUntilFinal: readonly number[];
  readonly stoppedBeingFinal: number;
  readonly completeUntilFell: number;
};

/** The last days are left out: their hours may still become final. */
const LEFT_OUT_HOURS = 72;
const ANNOUNCED_AFTER = 25;

export const figuresOf = ({ chats, minutes }: History, played: Played): Figures => {
  const ofHour = Map.groupBy(chats, ({ at }) => Math.floor(at / HOUR));
  const minutesUntilFinal: number[] = [];
  const figures = {
    chats: chats.length,
    hours: 0,
    finalHours: 0,
    missingKnown: 0,
    missingUnseen: 0,
    untrueZeros: 0,
    changedLater: 0,
    changedUnannounced: 0,
    neverFinalWithoutLoss: 0,
    minutesUntilFinal,
    stoppedBeingFinal: played.stoppedBeingFinal,
    completeUntilFell: played.completeUntilFell,
  };
  for (let hour = 0; hour < minutes / HOUR - LEFT_OUT_HOURS; hour += 1) {
    if (played.lastState.get(hour) === 'provisional') continue;
    figures.hours += 1;
    const own = ofHour.get(hour) ?? [];
    const lost = own.filter(isLost);
    const finalAt = played.finalAt.get(hour);
    if (finalAt === undefined) {
      if (lost.length === 0) figures.neverFinalWithoutLoss += 1;
      continue;
    }
    const end = (hour + 1) * HOUR;
    const later = own.filter((chat) => !isLost(chat) && chat.countedAt > finalAt);
    figures.finalHours += 1;
    minutesUntilFinal.push(finalAt - end);
    figures.missingKnown += lost.filter(({ loss }) => loss === 'known').length;
    figures.missingUnseen += lost.filter(({ loss }) => loss === 'unseen').length;
    if (later.length > 0) figures.changedLater += 1;
    if (later.some((chat) => chat.countedAt < end + ANNOUNCED_AFTER)) figures.changedUnannounced += 1;
    if (own.length > 0 && own.every((chat) => chat.countedAt > finalAt)) figures.untrueZeros += 1;
  }
  return figures;
};

const isLost = ({ loss, countedAt }: Chat): boolean => loss !== undefined && countedAt === Number.POSITIVE_INFINITY;

export const sumOf = (some: readonly Figures[]): Figures => {
  const sum = (pick: (one: Figures) => number): number => some.reduce((total, one) => total + pick(one), 0);
  return {
    chats: sum((one) => one.chats),
    hours: sum((one) => one.hours),
    finalHours: sum((one) => one.finalHours),
    missingKnown: sum((one) => one.missingKnown),
    missingUnseen: sum((one) => one.missingUnseen),
    untrueZeros: sum((one) => one.untrueZeros),
    changedLater: sum((one) => one.changedLater),
    changedUnannounced: sum((one) => one.changedUnannounced),
    neverFinalWithoutLoss: sum((one) => one.neverFinalWithoutLoss),
    minutesUntilFinal: some.flatMap((one) => one.minutesUntilFinal).sort((a, b) => a - b),
    stoppedBeingFinal: sum((one) => one.stoppedBeingFinal),
    completeUntilFell: sum((one) => one.completeUntilFell),
  };
};
