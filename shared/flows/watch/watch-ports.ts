/** What the monitor needs of the outside world. */

import type { NoticeMessage } from '../../contract/notice.ts';
import type { Instant } from '../../domain/event-time.ts';
import type { Incident, Notice } from '../../domain/incident.ts';
import type { Evidence } from '../../domain/known-evidence.ts';
import type { PlatformTrouble } from '../../domain/platform-trouble.ts';
import type { SilencePolicy } from '../../domain/silence-policy.ts';

/** An integration that is due for a look, with all that the look needs. */
export type Watched = {
  readonly integrationId: string;
  /**
   * The ticket of the look: whatever is written of it moves `checkAt` on, under the condition that it still stands
   * here. So of two runs that look at once one writes, and a change of the settings in between lets neither.
   */
  readonly checkAt: Instant;
  readonly evidence: Evidence;
  /** A pause by hand is in it as `pausedUntil`. */
  readonly policy: SilencePolicy;
  /** The latest incident, open or closed. */
  readonly incident?: Incident;
  /** A notice of that incident that is not known to have gone out. */
  readonly untold?: UntoldNotice;
};

/** Who stored it tells it until then; after that it is anybody's. */
export type UntoldNotice = { readonly notice: Notice; readonly until: Instant };

/** When to look again; `never`: when somebody changes the settings. */
export type NextLook = Instant | 'never';

export type Move = { readonly watched: Pick<Watched, 'integrationId' | 'checkAt'>; readonly to: NextLook };

export type IncidentWrite = {
  readonly watched: Watched;
  readonly incident: Incident;
  readonly checkAt: Instant;
  readonly untold?: UntoldNotice;
};

export type WatchStore = {
  /** The unreadable ones are reported and left out. */
  readonly findDue: (now: Instant) => Promise<{ readonly watched: readonly Watched[]; readonly unreadable: number }>;
  /** Moves `checkAt` where the ticket still stands. */
  readonly moveAll: (moves: readonly Move[]) => Promise<void>;
  /** The notices that were untold until then went out. */
  readonly noteTold: (
    told: readonly { readonly integrationId: string; readonly untold: UntoldNotice }[],
  ) => Promise<void>;
  /** Incident and health in one write, if the ticket stands and no chat event came since. */
  readonly writeIncident: (write: IncidentWrite) => Promise<'written' | 'overtaken'>;
  /** All that are watched. */
  readonly countActive: () => Promise<number>;
  readonly findNames: (integrationIds: readonly string[]) => Promise<ReadonlyMap<string, string>>;
};

/** What the monitor remembers of itself. */
export type MonitorState = PlatformTrouble & {
  /** When the probes were sent that have not come through. */
  readonly probes: readonly Instant[];
  /** The platform's latest notice is not known to have gone out. */
  readonly isUntold: boolean;
};

export type MonitorMemory = {
  readonly read: () => Promise<{ readonly state: MonitorState; readonly version: number }>;
  /** Only over the version that was read. */
  readonly write: (state: MonitorState, version: number) => Promise<'written' | 'overtaken'>;
};

export type SendProbe = (sentAt: Instant) => Promise<void>;
/** When the newest probe was sent that is in the counts. */
export type FindNewestProbe = () => Promise<Instant | undefined>;

/** Answers the ids of the notices that were taken. */
export type PublishNotices = (notices: readonly NoticeMessage[]) => Promise<ReadonlySet<string>>;
