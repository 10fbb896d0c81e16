/**
 * No body costs much more than a harmless one of its size. CPU is compared within this process, the cheapest of several
 * runs with the cheapest of several runs: how fast the machine is does not matter.
 */

import { describe, expect, it } from 'vitest';
import { parsePost } from '../../shared/intake/event-post.ts';
import { NOW } from '../support/events.ts';
import { harmless, WORST } from '../support/worst-bodies.ts';

type Parse = (body: string) => unknown;

const asPost: Parse = (body) => parsePost(Buffer.from(body), NOW);

const costOf = (parse: Parse, body: string): number => {
  const costs = Array.from({ length: 7 }, () => {
    const before = process.cpuUsage();
    parse(body);
    const { user, system } = process.cpuUsage(before);
    return user + system;
  });
  return Math.min(...costs);
};

/** Three when the machine is quiet; the rest is for one whose caches others empty in between. */
const MAX_RATIO = 5;

const isTooDear = (parse: Parse, body: string, plain: string): boolean =>
  [1, 2, 3].every(() => costOf(parse, body) > MAX_RATIO * costOf(parse, plain));

const SIZE = 250_000;

describe('the events API', () => {
  const plain = harmless(SIZE);

  it.each(Object.entries(WORST))('reads %s as cheaply as a harmless body', (_, make) => {
    expect(isTooDear(asPost, make(SIZE), plain)).toBe(false);
  });

  it('would be caught normalising before it bounds', () => {
    const normaliseFirst: Parse = (body) => body.normalize('NFC');
    const marks = `a${'\u0301\u0316'.repeat(3_000)}`;
    expect(isTooDear(normaliseFirst, marks, 'a'.repeat(marks.length))).toBe(true);
  });
});
