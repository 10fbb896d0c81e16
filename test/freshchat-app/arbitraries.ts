/** Histories for the fault properties. Most calls go well, so that a history comes far before it goes wrong. */

import fc from 'fast-check';
import type { Chaos } from './chaos.ts';
import { CONDITIONS } from './http-api.ts';
import type { Fate } from './platform/fates.ts';

const WELL: Fate = { fault: 'none', cut: 'none', beforeMs: 10, afterMs: 10 };

const few = fc.integer({ min: 1, max: 300 });

const fate: fc.Arbitrary<Fate | 'slow'> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ beforeMs: few, afterMs: few }).map((times): Fate => ({ ...WELL, ...times })) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(400, 415, 429, 500, 502).map((status): Fate => ({ ...WELL, fault: 'refused', status })),
  },
  { weight: 2, arbitrary: fc.constant<Fate>({ ...WELL, fault: 'answer_lost' }) },
  { weight: 1, arbitrary: fc.constantFrom('before', 'after').map((cut): Fate => ({ ...WELL, cut })) },
  { weight: 1, arbitrary: fc.constant('slow' as const) },
);

const minute = fc.integer({ min: 0, max: 85 });
const minutes = fc.integer({ min: 1, max: 60 });

export const chaosArbitrary: fc.Arbitrary<Chaos> = fc.record(
  {
    assumptions: fc.record({
      isAppendAtomic: fc.boolean(),
      isScheduleLimited: fc.boolean(),
      areFailedEventsRepeated: fc.boolean(),
      doRefusedCallsCount: fc.boolean(),
      doSchedulesSurviveEdits: fc.boolean(),
      areMinutesOfTheCalendar: fc.boolean(),
      doesFullValueSaySo: fc.boolean(),
      isNameFreeWhenDue: fc.boolean(),
    }),
    requestRate: fc.constantFrom(4, 50),
    resolves: fc.array(
      fc.record(
        { at: fc.integer({ min: 10, max: 5_100 }), againAfter: fc.integer({ min: 0, max: 1_200 }) },
        { requiredKeys: ['at'] },
      ),
      { minLength: 1, maxLength: 25 },
    ),
    burst: fc.record({ at: fc.integer({ min: 10, max: 5_000 }), size: fc.integer({ min: 2, max: 130 }) }),
    conditions: fc.array(fc.record({ from: minute, minutes, condition: fc.constantFrom(...CONDITIONS) }), {
      maxLength: 3,
    }),
    keyGap: fc.record({ from: minute, minutes }),
    extraTicks: fc.array(
      fc.record({ tick: fc.integer({ min: 0, max: 8 }), afterMs: fc.integer({ min: 0, max: 400 }) }),
      { maxLength: 4 },
    ),
    fates: fc.array(fate, { maxLength: 80 }),
  },
  { requiredKeys: ['assumptions', 'requestRate', 'resolves', 'conditions', 'extraTicks', 'fates'] },
);
