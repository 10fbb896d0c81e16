/**
 * Notices go out after what they tell of is stored, and that they went out is stored after that: a notice may come
 * twice when the monitor dies in between, with the same id, but never not at all.
 */

import type { Incident } from './incident.ts';
import type { PipelineHealth } from './integration-status.ts';
import type { MonitorMemory, MonitorState } from './monitor-memory.port.ts';
import { type NoticeMessage, toNoticeMessage, toPlatformNotice } from './notice-message.ts';
import type { PublishNotices } from './notices.port.ts';
import { toNoticeText, toPlatformNoticeText, toStatusText } from './status-text.ts';
import type { PendingNotice, Watched, WatchStore } from './watch-store.port.ts';

/** A stored notice to send. */
export type Pending = { readonly watched: Watched; readonly incident: Incident; readonly pendingNotice: PendingNotice };

type Ports = {
  readonly store: Pick<WatchStore, 'findNames' | 'noteTold'>;
  readonly publish: PublishNotices;
};

/** Answers how many were taken; the others are due again. */
export const tellPeople = async (
  { store, publish }: Ports,
  pendingNotice: readonly Pending[],
  pipeline: PipelineHealth,
): Promise<number> => {
  if (pendingNotice.length === 0) return 0;
  const names = await store.findNames(pendingNotice.map(({ watched }) => watched.integrationId));
  const messages = new Map(pendingNotice.map((one) => [one, toMessage(one, names, pipeline)] as const));
  const taken = await publish([...messages.values()]);
  const told = pendingNotice.filter((one) => taken.has(messages.get(one)?.id ?? ''));
  await store.noteTold(
    told.map(({ watched, pendingNotice }) => ({ integrationId: watched.integrationId, pendingNotice })),
  );
  return told.length;
};

const toMessage = (
  { watched, incident, pendingNotice: { notice } }: Pending,
  names: ReadonlyMap<string, string>,
  pipeline: PipelineHealth,
): NoticeMessage => {
  const { integrationId, evidence } = watched;
  // Of what is told, not of what is seen now: a pause may have begun since.
  const status = { status: 'silent', cause: incident.cause, severity: incident.severity } as const;
  const name = names.get(integrationId) ?? integrationId;
  const text = toNoticeText(notice, name, incident, toStatusText(status, { evidence }), pipeline.ourOutages);
  return toNoticeMessage(notice, integrationId, incident, text);
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
