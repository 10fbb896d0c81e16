/** A range of counts for a forecast: read, cut into intervals, and said with what may be believed of it. */

import { arrivalsCompleteUntilOf, completeUntilOf, createHourVerdict } from '../completeness/hour-state.ts';
import type { Clock } from '../core/clock.ts';
import { endOfHour, startOfHour } from '../core/hour.ts';
import type { Instant } from '../core/instant.ts';
import type { Problem } from '../core/problem.ts';
import type { GroupNames } from '../counting/group-names.port.ts';
import { rangeAskedFor } from './asked-range.ts';
import { firstPlace } from './changes-cursor.ts';
import { createColumns, type Page, type PageSize } from './columns.ts';
import { intervalVerdicts, withArrivalsBound } from './interval-states.ts';
import { createNamesOfGroups, joinGroups, type NamesOfGroups } from './joined-groups.ts';
import { finalOnly, type KnownPage, toKnownPage } from './known-values.ts';
import type { CorrectionPlace, FindCompleteness, KnownCompleteness, ReadCountRows } from './reading.port.ts';
import type { ContactCountsQuery } from './reading-requests.ts';
import { type ShownHole, shownHoles } from './shown-holes.ts';

export type ContactCounts = {
  readonly completeFrom: Instant | undefined;
  readonly completeUntil: Instant | undefined;
  readonly arrivalsCompleteUntil: Instant | undefined;
  readonly place: CorrectionPlace;
  readonly readAt: Instant;
  readonly holes: readonly ShownHole[];
  readonly page: KnownPage;
  readonly names: NamesOfGroups;
  /** Where the next page begins. */
  readonly next: Instant | undefined;
};

export type ReadOutcome<T> =
  | { readonly kind: 'read'; readonly answer: T }
  | { readonly kind: 'refused'; readonly problem: Problem }
  | { readonly kind: 'not_found' };

export type ReadContactCounts = (
  integrationId: string,
  query: ContactCountsQuery,
  fits: (size: PageSize) => boolean,
) => Promise<ReadOutcome<ContactCounts>>;

type Ports = {
  readonly findCompleteness: FindCompleteness;
  readonly readCountRows: ReadCountRows;
  readonly findGroupNames: GroupNames['read'];
  readonly clock: Clock;
};

export const createReadContactCounts =
  ({ findCompleteness, readCountRows, findGroupNames, clock }: Ports): ReadContactCounts =>
  async (integrationId, query, fits) => {
    const now = clock();
    // First: no count may be older than the promise that it is shown with.
    const known = await findCompleteness(integrationId);
    if (known === undefined) return { kind: 'not_found' };
    const completeUntil = completeUntilOf(known.completeness.claims);
    const asked = rangeAskedFor(query, completeUntil, now);
    if (!asked.ok) return { kind: 'refused', problem: asked.problem };
    const { interval, timeZone, measure, queue, join, state } = query;
    // A group is joined before anybody chooses: its other names were not asked for by name.
    const queues = join === 'group' ? [] : queue;
    const columns = createColumns({ ...asked.range, interval, timeZone, queues, fits });
    const hours = { from: startOfHour(asked.range.from), to: endOfHour(asked.range.to - 1) };
    if (asked.range.from < asked.range.to) {
      await readCountRows({ integrationId, ...hours, measure }, columns.take);
    }
    const names = createNamesOfGroups(await findGroupNames(integrationId));
    const page = join === 'group' ? joined(columns.finish(), names, queue) : columns.finish();
    return { kind: 'read', answer: toAnswer(known, page, { measure, state, now, names, end: asked.range.to }) };
  };

const joined = (page: Page, names: NamesOfGroups, queues: readonly string[]): Page => {
  const wanted = new Set(queues);
  const series = joinGroups(page.series, names).filter(
    (one) => wanted.size === 0 || one.names.some((name) => wanted.has(name)),
  );
  return { ...page, series };
};

type Shown = Pick<ContactCountsQuery, 'measure' | 'state'> & {
  readonly now: Instant;
  readonly names: NamesOfGroups;
  readonly end: Instant;
};

const toAnswer = (
  { completeness, outages }: KnownCompleteness,
  page: Page,
  { measure, state, now, names, end }: Shown,
): ContactCounts => {
  const { claims } = completeness;
  const arrivalsCompleteUntil = arrivalsCompleteUntilOf(claims);
  const ofContacts = createHourVerdict(completeness, now);
  const verdictOf =
    measure === 'arrivals'
      ? withArrivalsBound(ofContacts, arrivalsCompleteUntil ?? Number.NEGATIVE_INFINITY)
      : ofContacts;
  const known = toKnownPage(page, intervalVerdicts(page.starts, page.to, verdictOf));
  return {
    completeFrom: claims.completeFrom,
    completeUntil: completeUntilOf(claims),
    arrivalsCompleteUntil,
    place: firstPlace(now),
    readAt: now,
    holes: shownHoles(completeness, verdictOf, page, outages),
    page: state === 'final' ? finalOnly(known) : known,
    names,
    next: page.to < end ? page.to : undefined,
  };
};
