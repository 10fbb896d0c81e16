import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CountStore } from '../../shared/counting/contact-counts.port.ts';
import type { Contribution } from '../../shared/counting/contributions.ts';
import { batched, received, redelivered } from '../support/arbitraries.ts';
import { createPipeline, type Spoilers, type StreamCut, toDeliveries } from '../support/pipeline.ts';
import { countSlowly, type Received } from '../support/slow-reference.ts';
import {
  marksAsShortText,
  marksComparedWithLast,
  marksOneBehind,
  withoutMarks,
  zeroSumsSkipped,
} from '../support/wrong-counts.ts';

/** What is delivered in which order, how often and in which batches; after each batch, which parts of the stream. */
type Step = { readonly batch: readonly Received[]; readonly cuts: readonly StreamCut[] };

const cuts = fc.array(fc.record({ again: fc.nat(4), length: fc.integer({ min: 1, max: 5 }) }), { maxLength: 3 });

const history: fc.Arbitrary<{ readonly events: readonly Received[]; readonly steps: readonly Step[] }> = fc
  .array(received, { minLength: 1, maxLength: 12 })
  .chain((events) =>
    redelivered(events)
      .chain((deliveries) => batched(deliveries, 8))
      .chain((batches) => fc.tuple(...batches.map((batch) => fc.record({ batch: fc.constant(batch), cuts }))))
      .map((steps) => ({ events, steps })),
  );

const play = async (steps: readonly Step[], spoilers: Spoilers = {}) => {
  const pipeline = createPipeline(spoilers);
  for (const { batch, cuts } of steps) {
    await pipeline.record(toDeliveries(batch));
    for (const cut of cuts) await pipeline.tallyCut(cut);
  }
  await pipeline.tallyRest();
  return pipeline;
};

const countsAreRight = (spoilers: Spoilers = {}) =>
  fc.asyncProperty(history, async ({ events, steps }) => {
    expect((await play(steps, spoilers)).countsNow()).toEqual(countSlowly(events));
  });

const flat = (integrationId: string, contributions: readonly Contribution[]) =>
  contributions.flatMap(({ hour, queue, measures }) =>
    Object.entries(measures).map(
      ([measure, value]) => [`${integrationId} ${hour} ${queue} ${measure}`, value] as const,
    ),
  );

const countsAreTheShadow = (spoilers: Spoilers = {}) =>
  fc.asyncProperty(history, async ({ steps }) => {
    const pipeline = await play(steps, spoilers);
    const sums: Record<string, number> = {};
    for (const { integrationId, contributions } of pipeline.ledger.items()) {
      for (const [place, value] of flat(integrationId, contributions)) sums[place] = (sums[place] ?? 0) + value;
    }
    expect(pipeline.countsNow()).toEqual(sums);
  });

const RUNS = { numRuns: 500 };
const isCaught = async (law: fc.IAsyncProperty<unknown>) =>
  (await fc.check(law, { ...RUNS, endOnFailure: true })).failed;

describe('any order, duplication and batching of the same events', () => {
  it('gives the counts that the rules give', () => fc.assert(countsAreRight(), RUNS));
  it('leaves counts that are the sum of the stored contributions', () => fc.assert(countsAreTheShadow(), RUNS));
});

describe('the laws catch', () => {
  it('a ledger that lets the first arrival win', async () => {
    const ledger: Spoilers['ledger'] = (honest) => ({ ...honest, update: async () => ({ kind: 'updated' }) });
    expect(await isCaught(countsAreRight({ ledger }))).toBe(true);
    expect(await isCaught(countsAreTheShadow({ ledger }))).toBe(false);
  });

  it('a ledger that lets the last arrival win', async () => {
    const ledger: Spoilers['ledger'] = (honest) => ({ ...honest, read: async () => [] });
    expect(await isCaught(countsAreRight({ ledger }))).toBe(true);
  });

  const tallies: readonly (readonly [string, (counts: CountStore) => CountStore])[] = [
    ['a tally without a mark', withoutMarks],
    ['a tally that skips a sum of zero', zeroSumsSkipped],
    ['a tally that compares the mark with the last of a batch', marksComparedWithLast],
    ['a mark that is one behind', marksOneBehind],
    ['a mark that is compared as short text', marksAsShortText],
  ];

  it.each(tallies)('%s', async (_, counts) => {
    expect(await isCaught(countsAreTheShadow({ counts }))).toBe(true);
  });
});
