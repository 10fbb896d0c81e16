/**
 * Refusals are evidence, so they travel as messages: at most one a key, reason and minute from one process. What is
 * refused between two reports is counted, and goes along with the next report or accepted request of the key. A process
 * that ends forgets what it has counted since.
 *
 * A report that the queue does not take is not worth an error to a sender whose request is refused anyway; the next one
 * comes.
 */

import { createBoundedMemory } from '../core/bounded-memory.ts';
import type { Clock } from '../core/clock.ts';
import type { Instant } from '../core/instant.ts';
import type { ApiKey } from './api-key.ts';
import type { SendToQueue } from './event-queue.port.ts';
import type { RefusalReason } from './queue-message.ts';
import { asField, joinRefused, NONE_REFUSED, type RefusedCounts } from './refused-counts.ts';

type Owner = Pick<ApiKey, 'integrationId' | 'keyId'>;

export type ReportRefusals = {
  readonly report: (owner: Owner, reason: RefusalReason, refused: RefusedCounts) => Promise<void>;
  /** What was counted of the key and not reported yet: from now on it is the caller's to send. */
  readonly take: (keyId: string) => RefusedCounts;
  readonly giveBack: (keyId: string, refused: RefusedCounts) => void;
};

const REPORT_EVERY_MS = 60_000;

export const createReportRefusals = (sendToQueue: SendToQueue, clock: Clock): ReportRefusals => {
  const reported = createBoundedMemory<Instant>();
  const unreported = createBoundedMemory<RefusedCounts>();

  const giveBack: ReportRefusals['giveBack'] = (keyId, refused) => {
    if (Object.keys(refused).length === 0) return;
    unreported.set(keyId, joinRefused(unreported.get(keyId) ?? NONE_REFUSED, refused));
  };
  const take: ReportRefusals['take'] = (keyId) => {
    const counts = unreported.get(keyId) ?? NONE_REFUSED;
    unreported.delete(keyId);
    return counts;
  };

  const report: ReportRefusals['report'] = async ({ integrationId, keyId }, reason, refused) => {
    giveBack(keyId, refused);
    const receivedAt = clock();
    const what = `${keyId} ${reason}`;
    const last = reported.get(what);
    if (last !== undefined && receivedAt - last < REPORT_EVERY_MS) return;
    reported.set(what, receivedAt);
    const counted = take(keyId);
    const source = { kind: 'key', keyId } as const;
    try {
      await sendToQueue({ v: 2, kind: 'refusal', integrationId, source, receivedAt, reason, ...asField(counted) });
    } catch {
      reported.delete(what);
      giveBack(keyId, counted);
    }
  };
  return { report, take, giveBack };
};
