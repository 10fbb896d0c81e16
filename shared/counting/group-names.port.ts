/**
 * Under which names the groups of an integration were seen: the union of the (name, id) pairs of all accepted ends of
 * chats. It only grows, so that it is a function of the *set* of events, as the counts are; the id of one group beside a
 * count would be the last one that came.
 */

import type { Instant } from '../core/instant.ts';

export type GroupName = { readonly name: string; readonly groupId: string };

/** `notedAt`: when the last of them came. */
export type NotedGroups = { readonly pairs: readonly GroupName[]; readonly notedAt?: Instant };

export type GroupNames = {
  readonly read: (integrationId: string) => Promise<readonly GroupName[]>;
  /** By integration, at most {@link READ_LIMIT}; the newest may be missing. Those of whom none is known are left out. */
  readonly readMany: (integrationIds: readonly string[]) => Promise<ReadonlyMap<string, NotedGroups>>;
  /** Adds those that are not there. */
  readonly add: (integrationId: string, pairs: readonly GroupName[], notedAt: Instant) => Promise<void>;
};

export const READ_LIMIT = 100;
/** Many times what a support team has; the longest of them fit into an item of 400 KB. More are not kept. */
export const MOST_PAIRS = 240;
