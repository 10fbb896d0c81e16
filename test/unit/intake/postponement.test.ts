import { describe, expect, it } from 'vitest';
import { backoffSeconds, postponements, type Unfinished } from '../../../shared/intake/postponement.ts';
import { EVENTS_QUEUE } from '../../../shared/queues.ts';

const unfinished = (
  number: number,
  options: Partial<Unfinished> & { readonly receiveCount?: number } = {},
): Unfinished => {
  const { receiveCount = 1, ...rest } = options;
  const delivery = { messageId: `m-${number}`, receiptHandle: `r-${number}`, receiveCount, body: '' };
  return { delivery, integrationId: 'a.1', openChats: 10, hasFailed: false, ...rest };
};
const secondsOf = (some: readonly Unfinished[], written: Readonly<Record<string, number>>, elapsedMs = 20_000) => [
  ...postponements(some, { elapsedMs, writtenChats: new Map(Object.entries(written)) }).values(),
];

describe('a message that was not done', () => {
  it('comes again when it is its turn, at the pace that its partition had', () => {
    expect(secondsOf([unfinished(1, { openChats: 5 }), unfinished(2), unfinished(3)], { 'a.1': 10 })).toEqual([
      10, 30, 50,
    ]);
  });

  it('of another integration has the pace of its own partition', () => {
    const other = unfinished(2, { integrationId: 'b.1' });
    expect(secondsOf([unfinished(1), other], { 'a.1': 10, 'b.1': 100 })).toEqual([20, 2]);
  });

  it('backs off when nothing was written, or something else failed', () => {
    expect(secondsOf([unfinished(1, { receiveCount: 3 })], {})).toEqual([120]);
    expect(secondsOf([unfinished(1, { hasFailed: true, receiveCount: 2 })], { 'a.1': 1_000 })).toEqual([60]);
  });

  it('waits longer when it came often, so that nothing is dead within the hour for one chat that is always busy', () => {
    const counts = Array.from({ length: EVENTS_QUEUE.maxReceiveCount }, (_, index) => index + 1);
    const waits = counts.map(
      (receiveCount) => secondsOf([unfinished(1, { receiveCount, openChats: 1 })], { 'a.1': 1_000 })[0] ?? 0,
    );
    expect(waits.slice(0, 6)).toEqual([1, 1, 1, 1, 1, 1]);
    expect(waits.reduce((sum, seconds) => sum + seconds, 0)).toBeGreaterThan(2 * 3_600);
  });

  it('never waits longer than fifteen minutes', () => {
    expect(secondsOf([unfinished(1, { openChats: 100_000 })], { 'a.1': 1 })).toEqual([900]);
    expect(backoffSeconds(20)).toBe(900);
  });
});
