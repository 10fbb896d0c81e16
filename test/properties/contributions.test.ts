import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Chat, chatOf, endOf, joinChat } from '../../shared/counting/chat.ts';
import {
  type Contribution,
  contributionsOf,
  countKey,
  differenceOf,
  type MEASURES,
  sumOf,
} from '../../shared/counting/contributions.ts';
import { terminalEvents } from '../support/arbitraries.ts';
import { countSlowly } from '../support/slow-reference.ts';

type ContributionsOf = (chat: Chat) => readonly Contribution[];

const chat = terminalEvents.map((events) => events.map((event) => chatOf(event)).reduce(joinChat));
const total = (contributions: readonly Contribution[], measure: (typeof MEASURES)[number]) =>
  contributions.reduce((sum, { measures }) => sum + (measures[measure] ?? 0), 0);
/** Places and measures, without the order and without the ids of groups. */
const flat = (contributions: readonly Contribution[]) =>
  Object.fromEntries(
    contributions.flatMap((one) =>
      Object.entries(one.measures).map(([measure, value]) => [`demo.one ${one.hour} ${one.queue} ${measure}`, value]),
    ),
  );

const followsTheRules = (implementation: ContributionsOf) =>
  fc.property(terminalEvents, (events) => {
    const counts = countSlowly(events.map((event) => ({ integrationId: 'demo.one', event })));
    expect(flat(implementation(events.map((event) => chatOf(event)).reduce(joinChat)))).toEqual(counts);
  });

const countsOnce = (implementation: ContributionsOf) =>
  fc.property(chat, (one) => {
    const contributions = implementation(one);
    for (const measure of ['contacts', 'arrivals'] as const) {
      expect(total(contributions, measure)).toBe(1);
      for (const contribution of contributions) {
        const quarters = (['00', '15', '30', '45'] as const).map((quarter) =>
          total([contribution], `${measure}${quarter}`),
        );
        expect(quarters.reduce((sum, quarter) => sum + quarter)).toBe(contribution.measures[measure] ?? 0);
      }
    }
    expect(new Set(contributions.map(countKey)).size).toBe(contributions.length);
  });

const RUNS = { numRuns: 1_000 };
const isCaught = (law: fc.IProperty<unknown>) => fc.check(law, { ...RUNS, endOnFailure: true }).failed;

describe('what a chat adds', () => {
  it('is what the rules say', () => fc.assert(followsTheRules(contributionsOf), RUNS));
  it('is one contact and one arrival, whose quarters sum to the hour', () =>
    fc.assert(countsOnce(contributionsOf), RUNS));

  it('after a change is what it added before and the difference', () => {
    fc.assert(
      fc.property(chat, chat, (before, after) => {
        const [a, b] = [contributionsOf(before), contributionsOf(after)];
        const places = flat(sumOf([...a, ...differenceOf(b, a)]));
        expect(Object.fromEntries(Object.entries(places).filter(([, value]) => value !== 0))).toEqual(flat(b));
        expect(differenceOf(a, a)).toEqual([]);
      }),
      RUNS,
    );
  });
});

describe('the laws catch', () => {
  it('a deletion that takes true history out of its queue', () => {
    const wrong: ContributionsOf = (one) =>
      contributionsOf(one.deleted ? { ...one, deleted: { ...one.deleted, at: endOf(one) } } : one);
    expect(isCaught(followsTheRules(wrong))).toBe(true);
  });

  it('a deletion at the instant of the resolution that is taken for later', () => {
    const wrong: ContributionsOf = (one) =>
      contributionsOf(one.deleted ? { ...one, deleted: { ...one.deleted, at: one.deleted.at + 0.5 } } : one);
    expect(isCaught(followsTheRules(wrong))).toBe(true);
  });

  it('spam that stays where it was', () => {
    const wrong: ContributionsOf = ({ markedSpam, ...one }) =>
      contributionsOf(one.resolved || !markedSpam ? one : { ...one, markedSpam });
    expect(isCaught(followsTheRules(wrong))).toBe(true);
  });

  it('a queue that the earliest resolution names, with or without a group', () => {
    const wrong: ContributionsOf = ({ resolvedInGroup, ...one }) =>
      contributionsOf(resolvedInGroup?.at === one.resolved?.at && resolvedInGroup ? { ...one, resolvedInGroup } : one);
    expect(isCaught(followsTheRules(wrong))).toBe(true);
  });

  it('an arrival that forgets the creation', () => {
    const wrong: ContributionsOf = ({ createdAt: _, ...one }) => contributionsOf(one);
    expect(isCaught(followsTheRules(wrong))).toBe(true);
  });

  it('a quarter that nobody counts', () => {
    const wrong: ContributionsOf = (one) =>
      contributionsOf(one).map((contribution) => {
        const { contacts45: _, ...measures } = contribution.measures;
        return { ...contribution, measures };
      });
    expect(isCaught(countsOnce(wrong))).toBe(true);
  });

  it('a chat counted at each of its ends', () => {
    const wrong: ContributionsOf = (one) => [
      ...contributionsOf(one),
      ...(one.resolved && one.deleted ? contributionsOf({ deleted: one.deleted }) : []),
    ];
    expect(isCaught(countsOnce(wrong))).toBe(true);
  });
});
