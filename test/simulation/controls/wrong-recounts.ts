/** Recounts that a repetition counts on top of. */

import { mendDrift } from '../../../shared/counting/recount.ts';
import { type Design, product } from '../design.ts';

/** What a recount added lies behind no mark. */
export const recountForgotten: Design = {
  ...product,
  mendDrift: (ports, ranges, recountId) =>
    mendDrift(
      { ...ports, addDrift: (drift, recount) => ports.addDrift(drift, { ...recount, recountedUntil: 0 }) },
      ranges,
      recountId,
    ),
};

/** The operator's clock is ten minutes behind. */
export const recountedByTheWrongClock: Design = {
  ...product,
  mendDrift: (ports, ranges, recountId) =>
    mendDrift({ ...ports, storeClock: async () => (await ports.storeClock()) - 10 * 60_000 }, ranges, recountId),
};
