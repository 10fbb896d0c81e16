/**
 * Under which names the groups of an integration were seen: the union of the (name, id) pairs of all accepted ends of
 * chats. It only grows, so that it is a function of the *set* of events, as the counts are; the id of one group beside a
 * count would be the last one that came.
 */

export type GroupName = { readonly name: string; readonly groupId: string };

export type GroupNames = {
  readonly read: (integrationId: string) => Promise<readonly GroupName[]>;
  /** Adds those that are not there. */
  readonly add: (integrationId: string, pairs: readonly GroupName[]) => Promise<void>;
};
