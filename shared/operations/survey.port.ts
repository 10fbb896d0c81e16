import type { Instant } from '../core/instant.ts';
import type { StretchOfSilence } from '../integrations/list-incidents.ts';
import type { Page } from '../integrations/list-integrations.ts';
import type { FindPipelineMemory } from '../silence/monitor-memory.port.ts';
import type { Surveyed } from './survey.ts';

export type NextLook = { readonly integrationId: string; readonly checkAt: Instant };

export type IncidentOfAll = StretchOfSilence & {
  readonly integrationId: string;
  /** Absent when the integration is gone. */
  readonly name?: string;
};

/** What operations read, across accounts. Eventually consistent: a moment old is as good, and half the price. */
export type OperationsStore = {
  /** Of all that are watched, when the monitor looks next. Who is in trouble is due. */
  readonly findNextLooks: () => Promise<readonly NextLook[]>;
  /** The ids of all that an account lists: paused ones, which nobody looks at, and those being erased, too. */
  readonly findListed: () => Promise<readonly string[]>;
  /** The ids of all that the eraser has work with. */
  readonly findErasing: () => Promise<readonly string[]>;
  /** Unknown, deleted and unreadable ones are left out. */
  readonly readSurveyed: (integrationIds: readonly string[]) => Promise<readonly Surveyed[]>;
  /** Of all accounts, the newest first; `after` and `next` name a place in this order. */
  readonly pageOfIncidents: (wanted: {
    readonly limit: number;
    readonly after?: string;
  }) => Promise<Page<IncidentOfAll>>;
  readonly findPipelineMemory: FindPipelineMemory;
};
