/** Tallies that would be so much simpler. Each replaces the condition under which a count item takes an update. */

import type { CountUpdate } from '../../../shared/flows/tally-contacts.ts';
import type { UpdateCount } from '../counts-table.ts';
import { type Design, product, type TallyPorts } from '../design.ts';

const always = (): boolean => true;

const withUpdateCount = (change: (updateCount: UpdateCount) => UpdateCount): Design => ({
  ...product,
  tallyContacts: (ports: TallyPorts) => product.tallyContacts({ ...ports, updateCount: change(ports.updateCount) }),
});

export const plainAdd = withUpdateCount((updateCount) => (update) => updateCount(update, always));

/** Sequence numbers beyond 2^53 that differ in their last digits are one number. */
export const markComparedAsNumber = withUpdateCount((updateCount) => async (update) => {
  const outcome = await updateCount(update, (mark, first) => mark === undefined || Number(mark) < Number(first));
  const isTakenForSeen = outcome.kind === 'mark_ahead' && outcome.mark < update.first;
  return isTakenForSeen ? { kind: 'mark_ahead', mark: update.first } : outcome;
});

/** Whoever is told that the mark is ahead takes it for a mistake and adds all the same. */
export const markIgnoredOnRetry = withUpdateCount((updateCount) => async (update, isBehind) => {
  const outcome = await updateCount(update, isBehind);
  return outcome.kind === 'mark_ahead' ? updateCount(update, always) : outcome;
});

/** A batch that was counted in part is taken for counted. */
export const restDroppedOnRetry = withUpdateCount((updateCount) => async (update, isBehind) => {
  const outcome = await updateCount(update, isBehind);
  return outcome.kind === 'mark_ahead' ? { kind: 'applied' } : outcome;
});

const isZero = ({ measures }: CountUpdate): boolean => Object.keys(measures).length === 0;

export const zeroSumSkipped = withUpdateCount(
  (updateCount) => async (update, isBehind) => (isZero(update) ? { kind: 'applied' } : updateCount(update, isBehind)),
);

/** The condition looks at the last record of the batch: a re-cut batch is counted twice in part. */
export const markComparedWithLast = withUpdateCount(
  (updateCount) => (update) => updateCount(update, (mark) => mark === undefined || mark < update.last),
);
