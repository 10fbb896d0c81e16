import type { Instant } from '../core/instant.ts';
import type { PipelineHealth } from './integration-status.ts';
import type { PipelineMemory } from './pipeline-state.ts';
import type { PlatformTrouble } from './platform-trouble.ts';

/** What the monitor remembers of itself. */
export type MonitorState = PlatformTrouble & {
  /** Absent before the first run. */
  readonly lastRunAt?: Instant;
  /** When the probes were sent that have not come through. */
  readonly probes: readonly Instant[];
  /** Whatever was received until then is counted (shared/completeness/caught-up.ts). */
  readonly caughtUpTo?: Instant;
  /** The platform's latest notice is not known to have gone out. */
  readonly isNoticePending: boolean;
};

export type MonitorMemory = {
  readonly read: () => Promise<{ readonly state: MonitorState; readonly version: number }>;
  /** Only over the version that was read. */
  readonly write: (state: MonitorState, version: number) => Promise<'written' | 'overtaken'>;
};

/** The same for those who only look: how we ourselves are, and how far the counts have come. */
export type FindPipelineMemory = () => Promise<PipelineMemory & Pick<MonitorState, 'caughtUpTo' | 'probes'>>;

/** What the monitor last found out about ourselves. */
export type FindPipelineHealth = () => Promise<PipelineHealth>;
