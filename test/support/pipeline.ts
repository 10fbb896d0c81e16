/** The real flows from queue message to count, over fakes: what is delivered, and how often, is the test's. */

import { toStreamRecords } from '../../functions/tally-contacts/stream-record.ts';
import type { ChatLedger } from '../../shared/counting/chat-ledger.port.ts';
import type { CountStore } from '../../shared/counting/contact-counts.port.ts';
import { MEASURES } from '../../shared/counting/contributions.ts';
import { createTallyContacts } from '../../shared/counting/tally-contacts.ts';
import { createWriteChats } from '../../shared/counting/write-chats.ts';
import type { Delivery } from '../../shared/intake/event-queue.port.ts';
import { createRecordChats } from '../../shared/intake/record-chats.ts';
import { SHARD, streamRecord, toImage } from './changes.ts';
import { createFakeChatLedger, type FakeChatLedger } from './fakes/chat-ledger.ts';
import { createFakeContactCounts } from './fakes/contact-counts.ts';
import { createFakeEventQueue } from './fakes/event-queue.ts';
import { createFakeSetAside } from './fakes/set-aside.ts';
import { deliveriesOf, eventsMessage } from './messages.ts';
import type { Counts, Received } from './slow-reference.ts';

/** Ways to spoil a part, for tests that must be able to fail. */
export type Spoilers = {
  readonly ledger?: (ledger: FakeChatLedger) => ChatLedger;
  readonly counts?: (counts: CountStore) => CountStore;
};

/** A part of the stream: how many accepted records come again, and how many records it holds at most. */
export type StreamCut = { readonly again: number; readonly length: number };

export const createPipeline = ({ ledger: spoilLedger, counts: spoilCounts }: Spoilers = {}) => {
  const ledger = createFakeChatLedger();
  const counts = createFakeContactCounts();
  const onError = () => undefined;
  const record = createRecordChats({
    writeChats: createWriteChats({
      ledger: spoilLedger?.(ledger) ?? ledger,
      pause: async () => undefined,
      onError,
    }),
    // Evidence is not counted; thousands of pipelines are spared its memory.
    noteEvidence: async () => new Set(),
    noteGroups: async () => undefined,
    queue: createFakeEventQueue(),
    onError,
  });
  const tally = createTallyContacts({
    counts: spoilCounts?.(counts) ?? counts,
    setAside: createFakeSetAside().setAside,
    pause: async () => undefined,
  });
  let accepted = 0;

  const tallyRange = async (from: number, to: number): Promise<void> => {
    const records = ledger.writes
      .slice(from, to)
      .map(({ before, after }, index) =>
        streamRecord(from + index + 1, toImage(after, after.version), before && toImage(before, before.version)),
      );
    if (records.length > 0) await tally({ shardId: SHARD, records: toStreamRecords(records) });
    accepted = Math.max(accepted, to);
  };

  return {
    ledger,
    counts,
    record: (deliveries: readonly Delivery[]) => record(deliveries),
    /** Never starts behind what was accepted: that is the premise of the mark. */
    tallyCut: async ({ again, length }: StreamCut): Promise<void> => {
      const start = Math.max(0, accepted - again);
      await tallyRange(start, Math.min(start + length, ledger.writes.length));
    },
    tallyRest: () => tallyRange(accepted, ledger.writes.length),
    /** The counts that are not 0, in the form of the slow reference. */
    countsNow: (): Counts =>
      Object.fromEntries(
        counts
          .items()
          .flatMap(({ integrationId, hour, queue, measures }) =>
            MEASURES.flatMap((measure) =>
              measures[measure] ? [[`${integrationId} ${hour} ${queue} ${measure}`, measures[measure]] as const] : [],
            ),
          ),
      ),
  };
};

/** One message an integration, as the HTTP API would have queued them. */
export const toDeliveries = (received: readonly Received[]): readonly Delivery[] =>
  deliveriesOf(
    ...[...Map.groupBy(received, ({ integrationId }) => integrationId)].map(([integrationId, group]) =>
      eventsMessage(
        group.map(({ event }) => event),
        { integrationId },
      ),
    ),
  );
