/**
 * No body costs much more than a harmless one of its size. CPU is compared within this process, the cheapest of several
 * runs with the cheapest of several runs: how fast the machine is does not matter.
 */

import { describe, expect, it } from 'vitest';
import { parseJson } from '../../shared/core/http/json-body.ts';
import { parsePost } from '../../shared/intake/event-post.ts';
import { createIntegrationSchema } from '../../shared/integrations/integration-requests.ts';
import { requestProblems } from '../../shared/integrations/request-problem.ts';
import { NOW } from '../support/events.ts';
import { harmless, harmlessIntegration, WORST, WORST_INTEGRATIONS } from '../support/worst-bodies.ts';

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

/** What is dear is dear every time; a disturbance passes. */
const isTooDear = (parse: Parse, body: string, plain: string): boolean =>
  Array.from({ length: 10 }).every(() => costOf(parse, body) > MAX_RATIO * costOf(parse, plain));

const SIZE = 250_000;

const asIntegration: Parse = (body) => {
  const json = parseJson(Buffer.from(body), 16);
  if (!json.ok) return json;
  const parsed = createIntegrationSchema.safeParse(json.value);
  return parsed.success ? parsed.data : requestProblems.problemsOf(parsed.error, json.value);
};

describe('the admin API', () => {
  // Its bodies are at most 64 KB.
  const size = 60_000;
  const plain = harmlessIntegration(size);

  it.each(Object.entries(WORST_INTEGRATIONS))('reads %s as cheaply as a harmless body', (_, make) => {
    expect(isTooDear(asIntegration, make(size), plain)).toBe(false);
  });
});

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
