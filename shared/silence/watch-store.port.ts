/** What the monitor needs of the outside world. */

import type { StoredClaims } from '../completeness/claims.port.ts';
import type { Claims } from '../completeness/claims.ts';
import type { Hole } from '../completeness/hole.ts';
import type { Instant } from '../core/instant.ts';
import type { Evidence, EvidenceSinceCreation } from './evidence.ts';
import type { Incident, Notice } from './incident.ts';
import type { SilencePolicy } from './silence-policy.ts';

/** An integration that is due for a look, with all that the look needs. */
export type Watched = {
  readonly integrationId: string;
  /**
   * An optimistic lock: whatever is written of it moves `checkAt` on, under the condition that it still stands
   * here. So of two runs that look at once one writes, and a change of the settings in between lets neither.
   */
  readonly checkAt: Instant;
  readonly evidence: EvidenceSinceCreation;
  /** A pause by hand is in it as `pausedUntil`. */
  readonly policy: SilencePolicy;
  /** Its keys, dead ones too. */
  readonly keyIds?: readonly string[];
  /** There until its incident is closed, and that is told. */
  readonly isDeleted?: boolean;
  /** Its incidents are erased: none is written any more. */
  readonly isErased?: boolean;
  /** The latest incident, open or closed. */
  readonly incident?: Incident;
  /** What its app claims; absent before the first claim. */
  readonly stored?: StoredClaims;
  /** A notice of that incident that is not known to have gone out. */
  readonly pendingNotice?: PendingNotice;
};

/** Who stored it tells it until then; after that it is anybody's. */
export type PendingNotice = { readonly notice: Notice; readonly until: Instant };

/** When to look again; `never`: when somebody changes the settings. */
export type NextLook = Instant | 'never';

export type Move = { readonly watched: Pick<Watched, 'integrationId' | 'checkAt'>; readonly to: NextLook };

export type IncidentWrite = {
  readonly watched: Watched;
  readonly incident: Incident;
  readonly checkAt: Instant;
  readonly pendingNotice?: PendingNotice;
};

export type HolesWrite = {
  readonly watched: Pick<Watched, 'integrationId'>;
  readonly holes: readonly Hole[];
  /** The claims without what became holes. */
  readonly claims: Claims;
  /** The version of the claims that were read. */
  readonly replaces: number;
};

export type WatchStore = {
  /** The unreadable ones are reported and left out. */
  readonly findDue: (now: Instant) => Promise<{ readonly watched: readonly Watched[]; readonly unreadable: number }>;
  /** Moves `checkAt` where it is still what was read. */
  readonly moveAll: (moves: readonly Move[]) => Promise<void>;
  /** Takes away what is kept of deleted integrations, where `checkAt` is still what was read. */
  readonly removeAll: (deleted: readonly Pick<Watched, 'integrationId' | 'checkAt'>[]) => Promise<void>;
  /** The pending notices went out. */
  readonly noteTold: (
    told: readonly { readonly integrationId: string; readonly pendingNotice: PendingNotice }[],
  ) => Promise<void>;
  /** Incident and health in one write, if the optimistic lock holds and no chat event came since. */
  readonly writeIncident: (write: IncidentWrite) => Promise<'written' | 'overtaken'>;
  /** Holes and claims in one write, if nobody wrote claims since. */
  readonly writeHoles: (write: HolesWrite) => Promise<'written' | 'overtaken'>;
  /** The ids of all that are watched. */
  readonly findActive: () => Promise<readonly string[]>;
  /** The unreadable ones are left out. */
  readonly findEvidence: (integrationIds: readonly string[]) => Promise<ReadonlyMap<string, Evidence>>;
  readonly findNames: (integrationIds: readonly string[]) => Promise<ReadonlyMap<string, string>>;
};
