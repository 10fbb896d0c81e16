/** The designs that people would build instead, each wrong. A simulation that passes one of them proves nothing. */

import type { Design } from '../design.ts';
import {
  markComparedAsNumber,
  markComparedWithLast,
  markIgnoredOnRetry,
  plainAdd,
  restDroppedOnRetry,
  zeroSumSkipped,
} from './wrong-marks.ts';
import { dedupedByMessageId, firstArrivalWins, putThenAdd, tiesBrokenByArrival } from './wrong-recorders.ts';
import {
  contributionsRecomputed,
  finiteStreamRetries,
  parallelizationFactor2,
  removalsUncounted,
} from './wrong-streams.ts';

export const CONTROLS: Readonly<Record<string, Design>> = {
  'plain ADD': plainAdd,
  'put then ADD': putThenAdd,
  'mark compared as a number': markComparedAsNumber,
  'mark compared with the last record': markComparedWithLast,
  'mark ignored on retry': markIgnoredOnRetry,
  'rest of a batch dropped on retry': restDroppedOnRetry,
  'write skipped when the sum is zero': zeroSumSkipped,
  'finite stream retries': finiteStreamRetries,
  'ParallelizationFactor 2': parallelizationFactor2,
  'contributions recomputed in the tally': contributionsRecomputed,
  'REMOVE not filtered': removalsUncounted,
  'dedupe by SQS messageId': dedupedByMessageId,
  'first arrival wins': firstArrivalWins,
  'ties of the join broken by arrival': tiesBrokenByArrival,
};
