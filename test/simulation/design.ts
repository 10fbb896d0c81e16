/** The parts of the product that a history runs, wired as in their composition roots; a control replaces one. */

import { createHandler as createRecordHandler } from '../../functions/record-chats/handler.ts';
import { createHandler as createTallyHandler } from '../../functions/tally-contacts/handler.ts';
import type { ChatLedger } from '../../shared/flows/chat-ledger.ts';
import type { CountStore } from '../../shared/flows/count-store.ts';
import { createNoteEvidence, type IntegrationHealth } from '../../shared/flows/note-evidence.ts';
import { createNoteKeyUse, type WriteKeyUse } from '../../shared/flows/note-key-use.ts';
import { createRecordChats, type EventQueue } from '../../shared/flows/record-chats.ts';
import { createTallyContacts, type SetAside } from '../../shared/flows/tally-contacts.ts';
import { createWriteChats } from '../../shared/flows/write-chats.ts';
import type { CountsPort } from './counts-table.ts';
import type { MappingSettings } from './stream-mapping.ts';
import type { World } from './world.ts';

export type RecordPorts = {
  readonly world: World;
  readonly ledger: ChatLedger;
  readonly health: IntegrationHealth;
  readonly writeKeyUse: WriteKeyUse;
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
};

const log = { outcome: () => undefined, error: () => undefined };
const onError = () => undefined;

export const tallyInto = (counts: CountStore, { setAside, pause }: TallyPorts): Handler =>
  createTallyHandler({ log, tallyContacts: createTallyContacts({ counts, setAside, pause }) });

export const product: Design = {
  recordChats: ({ ledger, health, writeKeyUse, queue, pause }) =>
    createRecordHandler({
      log,
      recordChats: createRecordChats({
        writeChats: createWriteChats({ ledger, pause, onError }),
        noteEvidence: createNoteEvidence({ health, onError }),
        noteKeyUse: createNoteKeyUse({ writeKeyUse, onError }),
        queue,
        onError,
      }),
    }),
  tallyContacts: (ports) => tallyInto(ports.counts, ports),
  streamMapping: { retries: Number.POSITIVE_INFINITY, parallelizationFactor: 1 },
};
