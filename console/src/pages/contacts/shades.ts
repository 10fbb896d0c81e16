/** Six steps of one hue. The busiest twentieth shares the darkest, so that one extraordinary day does not pale all others. */

import { scaleQuantize } from 'd3-scale';

const STEPS = [1, 2, 3, 4, 5, 6] as const;
const USUAL_SHARE = 0.95;

export type Shades = {
  /** 1 to 6, of a count above 0. */
  stepOf(count: number): number;
  readonly legend: readonly { readonly step: number; readonly range: readonly [number, number | undefined] }[];
};

export const shadesOf = (counts: readonly number[]): Shades => {
  const sorted = counts.filter((count) => count > 0).toSorted((a, b) => a - b);
  const usual = Math.max(STEPS.length, sorted[Math.floor(sorted.length * USUAL_SHARE)] ?? 0);
  const scale = scaleQuantize<number>().domain([1, usual]).range(STEPS);
  return {
    stepOf: scale,
    legend: STEPS.map((step) => {
      const [from, to] = scale.invertExtent(step);
      return { step, range: [Math.ceil(from), step === STEPS.length ? undefined : Math.ceil(to) - 1] };
    }),
  };
};
