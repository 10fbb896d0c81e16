/** What changed since a reader was here: corrected counts, and the holes as they are now. */

import { createHourVerdict, type HourState } from '../completeness/hour-state.ts';
import type { Clock } from '../core/clock.ts';
import { horizonAt, parseChangesCursor } from './changes-cursor.ts';
import type { ReadOutcome } from './read-contact-counts.ts';
import type { Correction, CorrectionPlace, FindCompleteness, PageOfCorrections } from './reading.port.ts';
import { readingProblems } from './reading-problem.ts';
import { knownHoles, type ShownHole } from './shown-holes.ts';

export type Changes = {
  readonly changed: readonly (Correction & { readonly state: HourState })[];
  readonly holes: readonly ShownHole[];
  readonly place: CorrectionPlace;
  readonly endOfStream: boolean;
};

export type ReadChanges = (integrationId: string, cursor: string) => Promise<ReadOutcome<Changes>>;

type Ports = {
  readonly findCompleteness: FindCompleteness;
  readonly pageOfCorrections: PageOfCorrections;
  readonly clock: Clock;
};

export const createReadChanges =
  ({ findCompleteness, pageOfCorrections, clock }: Ports): ReadChanges =>
  async (integrationId, cursor) => {
    const now = clock();
    const known = await findCompleteness(integrationId);
    if (known === undefined) return { kind: 'not_found' };
    const after = parseChangesCursor(integrationId, cursor);
    if (after === undefined) {
      return { kind: 'refused', problem: readingProblems.toProblem('not_a_cursor', ['cursor']) };
    }
    const { corrections, next } = await pageUntil(pageOfCorrections, integrationId, after, horizonAt(now));
    const verdictOf = createHourVerdict(known.completeness, now);
    return {
      kind: 'read',
      answer: {
        changed: corrections.map((one) => ({ ...one, state: verdictOf(one.hour).state })),
        holes: knownHoles(known.completeness),
        place: next ?? { at: Math.max(after.at, horizonAt(now)), ...(after.at >= horizonAt(now) && after) },
        endOfStream: next === undefined,
      },
    };
  };

/** Servers' clocks differ: a place ahead of this one's horizon has seen all that may be served, and stays. */
const pageUntil = (pageOf: PageOfCorrections, integrationId: string, after: CorrectionPlace, horizon: number) =>
  after.at > horizon ? Promise.resolve({ corrections: [], next: undefined }) : pageOf(integrationId, after, horizon);
