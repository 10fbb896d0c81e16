import { describe, expect, it } from 'vitest';
import { countEvents, joinCounts } from '../../../shared/silence/event-counts.ts';
import {
  figuresOf,
  isOver,
  mainCodeOf,
  type RefusedShare,
  shareAfter,
  steadyLossAt,
} from '../../../shared/silence/refused-share.ts';
import { heartbeat, MINUTE_MS, NOW, reopened, resolved } from '../../support/events.ts';
import { eventsMessage, refusalMessage } from '../../support/messages.ts';

const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

type Step = { readonly at: number; readonly accepted?: number; readonly refused?: number; readonly code?: string };

/** What the recorder makes of a history, one write a step; steps in the order of time. */
const play = (steps: readonly Step[]): RefusedShare | undefined => playAll(steps).at(-1);

const playAll = (steps: readonly Step[]): readonly (RefusedShare | undefined)[] => {
  let share: RefusedShare | undefined;
  let acceptedAt: number | undefined;
  return steps.map(({ at, accepted = 0, refused = 0, code = 'too_long' }) => {
    if (accepted > 0) acceptedAt = at;
    const counts = {
      at,
      accepted,
      refused: refused > 0 ? { [code]: refused } : {},
      ...(refused > 0 && { refusals: { first: at, last: at } }),
    };
    share = shareAfter(share, counts, acceptedAt);
    return share;
  });
};

/** From `from` on, each `everyMs`, a step. */
const every = (everyMs: number, from: number, until: number, step: Omit<Step, 'at'>): readonly Step[] =>
  Array.from({ length: Math.ceil((until - from) / everyMs) }, (_, index) => ({ ...step, at: from + index * everyMs }));

const inOrder = (...steps: readonly (readonly Step[])[]) => steps.flat().toSorted((a, b) => a.at - b.at);
const steadyAt = (share: RefusedShare | undefined, now: number) => steadyLossAt(share, now) !== undefined;

describe('the share of refused events', () => {
  it.each([
    ['every second request', 10 * MINUTE_MS, 10 * MINUTE_MS],
    ['one of ten', 10 * MINUTE_MS, 100 * MINUTE_MS],
    ['two a day beside a hundred', 14.4 * MINUTE_MS, 12 * HOUR_MS],
    ['nearly all', 50 * MINUTE_MS, 2 * MINUTE_MS],
  ])('is steady when %s is refused', (_, acceptedEvery, refusedEvery) => {
    const end = NOW + 2.5 * DAY_MS;
    const share = play(
      inOrder(
        every(acceptedEvery, NOW, end, { accepted: 1 }),
        every(refusedEvery, NOW + MINUTE_MS, end, { refused: 1 }),
      ),
    );
    expect(steadyAt(share, end)).toBe(true);
    expect(share?.since).toBe(NOW + MINUTE_MS);
  });

  it('is steady within three hours when every second event is refused', () => {
    const until = NOW + 3 * HOUR_MS;
    const steps = inOrder(
      every(10 * MINUTE_MS, NOW, until, { accepted: 1 }),
      every(10 * MINUTE_MS, NOW + MINUTE_MS, until, { refused: 1 }),
    );
    expect(steadyAt(play(steps), until)).toBe(true);
    expect(steadyAt(play(steps.slice(0, 12)), NOW + HOUR_MS)).toBe(false);
  });

  it.each([
    ['one request with 99 bad events', [{ at: NOW, accepted: 1, refused: 99 }]],
    ['an hour of slips', every(MINUTE_MS, NOW, NOW + HOUR_MS, { accepted: 1, refused: 1 })],
    ['an outage of two days', every(10 * MINUTE_MS, NOW, NOW + 2 * DAY_MS, { refused: 1 })],
    [
      'one of a thousand',
      inOrder(
        every(MINUTE_MS, NOW, NOW + 3 * DAY_MS, { accepted: 1 }),
        every(1_000 * MINUTE_MS, NOW, NOW + 3 * DAY_MS, { refused: 1 }),
      ),
    ],
  ])('of %s is not', (_, refusals) => {
    const before = every(10 * MINUTE_MS, NOW - DAY_MS, NOW, { accepted: 5 });
    const end = Math.max(...refusals.map(({ at }) => at));
    const after = every(10 * MINUTE_MS, end + MINUTE_MS, end + 5 * HOUR_MS, { accepted: 5 });
    const steps = inOrder(before, refusals, after);
    const shares = playAll(steps);
    expect(steps.filter(({ at }, index) => steadyAt(shares[index], at))).toEqual([]);
  });

  it('is over a day after the last refusal, and another one begins a new run', () => {
    const loss = every(30 * MINUTE_MS, NOW, NOW + 6 * HOUR_MS, { accepted: 1, refused: 1 });
    const share = play(loss);
    const last = share?.lastAt ?? 0;
    expect(steadyAt(share, last + DAY_MS - 1)).toBe(true);
    expect(steadyAt(share, last + DAY_MS)).toBe(false);
    expect(share && isOver(share, last + DAY_MS)).toBe(true);
    expect(play([...loss, { at: last + DAY_MS, accepted: 1, refused: 1 }])).toMatchObject({
      since: last + DAY_MS,
      isSteady: false,
      day: { accepted: 1, refused: { too_long: 1 } },
    });
  });

  it('does not come and go when it is about one of a hundred', () => {
    const steps = every(30 * MINUTE_MS, NOW, NOW + 6 * DAY_MS, { accepted: 55 }).map((step, index) =>
      index % 2 === 0 ? { ...step, refused: 1 } : step,
    );
    const states = playAll(steps).map((share) => share?.isSteady ?? false);
    expect(states.filter((isSteady, index) => isSteady !== states[index - 1])).toHaveLength(2);
  });

  it('is of the last day or two: what was long before neither hides a loss nor keeps it', () => {
    const rare = every(20 * HOUR_MS, NOW, NOW + 60 * DAY_MS, { refused: 1 });
    const many = every(10 * MINUTE_MS, NOW, NOW + 60 * DAY_MS, { accepted: 20 });
    const quiet = play(inOrder(rare, many));
    expect(quiet?.since).toBe(NOW);
    expect(quiet?.isSteady).toBe(false);
    const loss = every(10 * MINUTE_MS, NOW + 60 * DAY_MS, NOW + 60 * DAY_MS + 4 * HOUR_MS, {
      accepted: 10,
      refused: 10,
    });
    expect(play(inOrder(rare, many, loss))?.isSteady).toBe(true);
    const { countedFrom, received } = quiet ? figuresOf(quiet) : { countedFrom: 0, received: 0 };
    expect(NOW + 60 * DAY_MS - countedFrom).toBeLessThanOrEqual(2 * DAY_MS);
    expect(received).toBeLessThanOrEqual(2 * 24 * 6 * 20 + 3);
  });

  it('names how many, of how many, and the code of most', () => {
    const share = play([
      { at: NOW, accepted: 3, refused: 2, code: 'missing' },
      { at: NOW + DAY_MS, accepted: 4, refused: 3, code: 'too_long' },
    ]);
    const second = play([
      { at: NOW, accepted: 3, refused: 2, code: 'missing' },
      { at: NOW + HOUR_MS, accepted: 1, refused: 1, code: 'too_long' },
    ]);
    expect(share && figuresOf(share)).toMatchObject({ refused: { too_long: 3 }, received: 7 });
    expect(second && figuresOf(second)).toEqual({
      countedFrom: NOW,
      refused: { missing: 2, too_long: 1 },
      received: 7,
    });
    expect(mainCodeOf({ missing: 2, too_long: 1 })).toBe('missing');
  });
});

describe('what is counted of a message', () => {
  it.each([
    ['chats and heartbeats', eventsMessage([resolved(), reopened(), heartbeat()]), 2, {}],
    ['refused ones beside them', eventsMessage([resolved()], { refused: { missing: 4 } }), 1, { missing: 4 }],
    ['a dead key', refusalMessage(), 0, { key_revoked: 1 }],
    ['types that we do not know', refusalMessage({ reason: 'types_unknown' }), 0, {}],
  ])('%s: accepted events about chats, and refused ones', (_, message, accepted, refused) => {
    expect(countEvents(message)).toMatchObject({ at: NOW, accepted, refused });
  });

  it('is joined over a batch', () => {
    const [one, two] = [NOW + 5, NOW].map((receivedAt) =>
      countEvents(eventsMessage([resolved()], { receivedAt, refused: { missing: 1 } })),
    );
    expect(one && two && joinCounts(one, two)).toEqual({
      at: NOW + 5,
      accepted: 2,
      refused: { missing: 2 },
      refusals: { first: NOW, last: NOW + 5 },
    });
  });
});
