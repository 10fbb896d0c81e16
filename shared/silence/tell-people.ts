/**
 * Notices go out after what they tell of is stored, and that they went out is stored after that: a notice may come
 * twice when the monitor dies in between, with the same id, but never not at all.
 */

import type { Instant } from '../core/instant.ts';
import type { Incident } from './incident.ts';
import type { PipelineHealth } from './integration-status.ts';
import { keyFactsOf } from './key-facts.ts';
import type { FindKeyStates, KnownKey } from './key-states.port.ts';
import type { MonitorMemory, MonitorState } from './monitor-memory.port.ts';
import { type NoticeMessage, toNoticeMessage, toPlatformNotice } from './notice-message.ts';
import type { PublishNotices } from './notices.port.ts';
import { toNoticeText, toPlatformNoticeText, toStatusText } from './status-text.ts';
import type { PendingNotice, Watched, WatchStore } from './watch-store.port.ts';

/** A stored notice to send. */
export type Pending = { readonly watched: Watched; readonly incident: Incident; readonly pendingNotice: PendingNotice };

type Ports = {
  readonly store: Pick<WatchStore, 'findNames' | 'noteTold'>;
  readonly findKeyStates: FindKeyStates;
  readonly publish: PublishNotices;
  readonly onError: (error: unknown) => void;
};

/** Answers how many were taken; the others are due again. */
export const tellPeople = async (
  { store, findKeyStates, publish, onError }: Ports,
  pendingNotice: readonly Pending[],
  pipeline: PipelineHealth,
  now: Instant,
): Promise<number> => {
  if (pendingNotice.length === 0) return 0;
  const [names, keys] = await Promise.all([
    store.findNames(pendingNotice.map(({ watched }) => watched.integrationId)),
    findKeysToTell(findKeyStates, pendingNotice, onError),
  ]);
  const known = { names, keys, pipeline, now };
  const messages = new Map(pendingNotice.map((one) => [one, toMessage(one, known)] as const));
  const taken = await publish([...messages.values()]);
  const told = pendingNotice.filter((one) => taken.has(messages.get(one)?.id ?? ''));
  await store.noteTold(
    told.map(({ watched, pendingNotice }) => ({ integrationId: watched.integrationId, pendingNotice })),
  );
  return told.length;
};

/** Only a notice about a refused key speaks of keys. It goes out without theirs rather than not at all. */
const findKeysToTell = async (
  findKeyStates: FindKeyStates,
  pendingNotice: readonly Pending[],
  onError: Ports['onError'],
): Promise<ReadonlyMap<string, KnownKey>> => {
  const keyIds = pendingNotice.flatMap(({ watched, incident, pendingNotice: { notice } }) =>
    incident.cause === 'key_rejected' && notice !== 'closed' ? (watched.keyIds ?? []) : [],
  );
  if (keyIds.length === 0) return new Map();
  try {
    return new Map((await findKeyStates(keyIds)).map((key) => [key.keyId, key]));
  } catch (error) {
    onError(error);
    return new Map();
  }
};

type Known = {
  readonly names: ReadonlyMap<string, string>;
  readonly keys: ReadonlyMap<string, KnownKey>;
  readonly pipeline: PipelineHealth;
  readonly now: Instant;
};

const toMessage = ({ watched, incident, pendingNotice: { notice } }: Pending, known: Known): NoticeMessage => {
  const { integrationId, evidence, keyIds = [] } = watched;
  // Of what is told, not of what is seen now: a pause may have begun since.
  const status = { status: 'silent', cause: incident.cause, severity: incident.severity } as const;
  const keys = keyIds.flatMap((keyId) => known.keys.get(keyId) ?? []);
  const text = toStatusText(status, { evidence, ...keyFactsOf(evidence, keys, known.now) });
  const name = known.names.get(integrationId) ?? integrationId;
  return toNoticeMessage(
    notice,
    integrationId,
    incident,
    toNoticeText(notice, name, incident, text, known.pipeline.ourOutages),
  );
};

/** The platform's own notice, when one is due; `version` is that of the stored state. */
export const tellOfPlatform = async (
  { memory, publish }: { readonly memory: MonitorMemory; readonly publish: PublishNotices },
  state: MonitorState,
  version: number,
): Promise<number> => {
  if (!state.isNoticePending || !state.manySilent) return 0;
  const message = toPlatformNotice(state.manySilent, toPlatformNoticeText(state.manySilent));
  const taken = await publish([message]);
  if (taken.has(message.id)) await memory.write({ ...state, isNoticePending: false }, version);
  return taken.size;
};
