/** What is read of the tables to answer a question about the counts. */

import type { Stretch } from '../completeness/claims.ts';
import type { Completeness } from '../completeness/hour-state.ts';
import type { Instant } from '../core/instant.ts';
import type { CountRow } from './columns.ts';

export type KnownCompleteness = {
  readonly completeness: Completeness;
  /** Of ourselves: nobody else is blamed for what is not decided then. */
  readonly outages: readonly Stretch[];
};

/** Claims and holes, consistent; `undefined` when there is no such integration. */
export type FindCompleteness = (integrationId: string) => Promise<KnownCompleteness | undefined>;

export type RowsWanted = {
  readonly integrationId: string;
  /** The start of the first hour. */
  readonly from: Instant;
  /** Behind the last hour. */
  readonly to: Instant;
  readonly measure: 'contacts' | 'arrivals';
};

/** Hour by hour, consistent; ends when `take` says false. */
export type ReadCountRows = (wanted: RowsWanted, take: (row: CountRow) => boolean) => Promise<void>;

export type Correction = {
  readonly hour: Instant;
  readonly queue: string;
  readonly contacts: number;
  readonly arrivals: number;
  readonly correctedAt: Instant;
};

/** A place in the list of corrections: behind this one, or behind all of that instant where no count is named. */
export type CorrectionPlace = { readonly at: Instant; readonly hourQueue?: string };

export type CorrectionPage = { readonly corrections: readonly Correction[]; readonly next?: CorrectionPlace };

/** In the order in which they were corrected; `next` where there are more until then. */
export type PageOfCorrections = (
  integrationId: string,
  after: CorrectionPlace,
  until: Instant,
) => Promise<CorrectionPage>;
