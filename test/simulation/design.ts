/** The parts of the product that a history runs, wired as in their composition roots; a control replaces one. */

import { createHandler as createRecordHandler } from '../../functions/record-chats/handler.ts';
import { createHandler as createTallyHandler } from '../../functions/tally-contacts/handler.ts';
import { createStartDeadline } from '../../shared/core/deadline.ts';
import type { ChatLedger } from '../../shared/counting/chat-ledger.port.ts';
import type { CountStore } from '../../shared/counting/contact-counts.port.ts';
import { mendDrift } from '../../shared/counting/recount.ts';
import type { SetAside } from '../../shared/counting/set-aside.port.ts';
import { createTallyContacts } from '../../shared/counting/tally-contacts.ts';
import { createWriteChats } from '../../shared/counting/write-chats.ts';
import type { EventQueue } from '../../shared/intake/event-queue.port.ts';
import { createRecordChats } from '../../shared/intake/record-chats.ts';
import type { IntegrationHealth } from '../../shared/silence/integration-health.port.ts';
import { createNoteEvidence } from '../../shared/silence/note-evidence.ts';
import type { CountsPort } from './counts-table.ts';
import type { MendDrift } from './recounts.ts';
import type { MappingSettings } from './stream-mapping.ts';
import type { World } from './world.ts';

export type RecordPorts = {
  readonly world: World;
  readonly ledger: ChatLedger;
  readonly health: IntegrationHealth;
  readonly queue: EventQueue;
  readonly pause: (attempt: number) => Promise<void>;
  /** Only wrong designs write counts here. */
  readonly addToCount: CountsPort['add'];
};

export type TallyPorts = {
  readonly world: World;
  readonly counts: CountStore;
  readonly setAside: SetAside;
  readonly pause: (attempt: number) => Promise<void>;
};

export type Handler = (event: unknown) => Promise<unknown>;

export type Design = {
  readonly recordChats: (ports: RecordPorts) => Handler;
  readonly tallyContacts: (ports: TallyPorts) => Handler;
  readonly streamMapping: MappingSettings;
  readonly mendDrift: MendDrift;
};

const log = { outcome: () => undefined, error: () => undefined };
const onError = () => undefined;

export const tallyInto = (counts: CountStore, { setAside, pause }: TallyPorts): Handler =>
  createTallyHandler({ log, tallyContacts: createTallyContacts({ counts, setAside, pause }) });

export const product: Design = {
  recordChats: ({ world, ledger, health, queue, pause }) =>
    createRecordHandler({
      log,
      startDeadline: createStartDeadline({ clock: world.now, wait: world.sleep }),
      recordChats: createRecordChats({
        writeChats: createWriteChats({ ledger, pause, onError }),
        noteEvidence: createNoteEvidence({ health, findCaughtUpTo: async () => undefined, onError }),
        noteGroups: async () => undefined,
        queue,
        onError,
      }),
    }),
  tallyContacts: (ports) => tallyInto(ports.counts, ports),
  streamMapping: { retries: Number.POSITIVE_INFINITY, parallelizationFactor: 1 },
  mendDrift,
};
