import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Chat, joinChat } from '../../shared/counting/chat.ts';
import { chatOfLedger as chat } from '../support/arbitraries.ts';

type Join = (a: Chat, b: Chat) => Chat;

const commutative = (join: Join) =>
  fc.property(chat, chat, (a, b) => {
    expect(join(a, b)).toEqual(join(b, a));
  });
const associative = (join: Join) =>
  fc.property(chat, chat, chat, (a, b, c) => {
    expect(join(join(a, b), c)).toEqual(join(a, join(b, c)));
  });
const idempotent = (join: Join) =>
  fc.property(chat, chat, (a, b) => {
    expect(join(a, a)).toEqual(a);
    expect(join(join(a, b), b)).toEqual(join(a, b));
  });

const RUNS = { numRuns: 1_000 };

describe('rule 4: a chat is a join-semilattice', () => {
  it('the join is commutative', () => fc.assert(commutative(joinChat), RUNS));
  it('the join is associative', () => fc.assert(associative(joinChat), RUNS));
  it('the join is idempotent', () => fc.assert(idempotent(joinChat), RUNS));
});

const earlier = <E extends { readonly at: number }>(a: E | undefined, b: E | undefined) =>
  a && b ? (a.at <= b.at ? a : b) : (a ?? b);

describe('the laws catch', () => {
  const isCaught = (law: fc.IProperty<unknown>) => fc.check(law, { ...RUNS, endOnFailure: true }).failed;

  it('a join that lets the first arrival win', () => {
    expect(isCaught(commutative((a, b) => ({ ...b, ...a })))).toBe(true);
  });

  it('a join that breaks ties by arrival', () => {
    const join: Join = (a, b) => {
      const resolvedInGroup = earlier(a.resolvedInGroup, b.resolvedInGroup);
      return { ...joinChat(a, b), ...(resolvedInGroup && { resolvedInGroup }) };
    };
    expect(isCaught(commutative(join))).toBe(true);
  });

  it('a join that takes one event id for one payload', () => {
    const join: Join = (a, b) => {
      const isTie =
        a.resolvedInGroup?.at === b.resolvedInGroup?.at && a.resolvedInGroup?.eventId === b.resolvedInGroup?.eventId;
      return { ...joinChat(a, b), ...(isTie && a.resolvedInGroup && { resolvedInGroup: a.resolvedInGroup }) };
    };
    expect(isCaught(commutative(join))).toBe(true);
  });

  it.each<[string, (a: Chat, b: Chat) => Chat]>([
    ['a receipt by arrival', (a, b) => ({ ...b, ...a })],
    ['a receipt of the one side that has one', (a, b) => (a.creationReceipt ? { ...b, ...a } : { ...a, ...b })],
  ])('a join that keeps %s', (_, pick) => {
    const join: Join = (a, b) => {
      const { creationReceipt } = pick(a, b);
      return { ...joinChat(a, b), ...(a.createdAt === b.createdAt && creationReceipt && { creationReceipt }) };
    };
    expect(isCaught(commutative(join))).toBe(true);
  });

  it('a join that takes the mean of two creations', () => {
    const join: Join = (a, b) => {
      const known = [a.createdAt, b.createdAt].filter((at) => at !== undefined);
      return known.length < 2
        ? joinChat(a, b)
        : { ...joinChat(a, b), createdAt: (known[0] ?? 0) / 2 + (known[1] ?? 0) / 2 };
    };
    expect(isCaught(associative(join))).toBe(true);
  });

  it('a join that counts what it joins', () => {
    const join: Join = (a, b) => ({ ...joinChat(a, b), createdAt: (a.createdAt ?? 0) + (b.createdAt ?? 0) });
    expect(isCaught(idempotent(join))).toBe(true);
  });
});
