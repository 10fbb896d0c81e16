/**
 * Refusals of strangers in the log: the first one at once, then one line for all that came within ten seconds. A flood
 * would otherwise write, and cost, a line a request. The metric stays a count: each line carries how many it stands for.
 * What a process still holds when it ends is lost, which is at most its last ten seconds.
 */

import type { Clock } from '../../shared/core/clock.ts';
import type { Log } from '../../shared/core/lambda/log.ts';
import { METRICS } from '../../shared/names.ts';

const SAMPLE_EVERY_MS = 10_000;

/** `reason` of the refusal that the line happens to be written at. */
export type NoteStranger = (reason: string | undefined) => void;

export const createNoteStranger = ({ log, clock }: { readonly log: Log; readonly clock: Clock }): NoteStranger => {
  let writtenAt = Number.NEGATIVE_INFINITY;
  let unwritten = 0;
  return (reason) => {
    unwritten += 1;
    const now = clock();
    if (now - writtenAt < SAMPLE_EVERY_MS) return;
    log.outcome('unauthorized', { reason }, { [METRICS.requestsUnauthorized]: unwritten });
    writtenAt = now;
    unwritten = 0;
  };
};
