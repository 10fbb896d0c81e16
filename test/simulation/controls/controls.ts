/** The designs that people would build instead, each wrong. A simulation that passes one of them proves nothing. */

import {
  marksComparedWithLast,
  marksIgnoredOnRetry,
  rememberedTooEarly,
  restsDropped,
  versionsIgnored,
  withoutMarks,
  zeroSumsSkipped,
} from '../../support/wrong-counts.ts';
import type { Design } from '../design.ts';
import { markComparedAsNumber, withCounts } from './wrong-marks.ts';
import {
  chatRememberedTooEarly,
  dedupedByMessageId,
  firstArrivalWins,
  putThenAdd,
  tiesBrokenByArrival,
} from './wrong-recorders.ts';
import { recountedByTheWrongClock, recountForgotten } from './wrong-recounts.ts';
import {
  contributionsRecomputed,
  finiteStreamRetries,
  parallelizationFactor2,
  removalsUncounted,
} from './wrong-streams.ts';

export const CONTROLS: Readonly<Record<string, Design>> = {
  'plain ADD': withCounts(withoutMarks),
  'put then ADD': putThenAdd,
  'mark compared as a number': markComparedAsNumber,
  'mark compared with the last record': withCounts(marksComparedWithLast),
  'mark ignored on retry': withCounts(marksIgnoredOnRetry),
  'rest of a batch dropped on retry': withCounts(restsDropped),
  'version ignored': withCounts(versionsIgnored),
  'count remembered before it is written': withCounts(rememberedTooEarly),
  'chat remembered before it is written': chatRememberedTooEarly,
  'write skipped when the sum is zero': withCounts(zeroSumsSkipped),
  'finite stream retries': finiteStreamRetries,
  'ParallelizationFactor 2': parallelizationFactor2,
  'contributions recomputed in the tally': contributionsRecomputed,
  'REMOVE not filtered': removalsUncounted,
  'dedupe by SQS messageId': dedupedByMessageId,
  'first arrival wins': firstArrivalWins,
  'ties of the join broken by arrival': tiesBrokenByArrival,
  'recount that is forgotten': recountForgotten,
  "recount by the operator's clock": recountedByTheWrongClock,
};
