/** All integrations of all accounts, the most urgent first: what each is, and where it stands in the list. */

import type { Instant } from '../core/instant.ts';
import type { EvidenceSinceCreation } from '../silence/evidence.ts';
import type { Incident } from '../silence/incident.ts';
import type { PipelineHealth } from '../silence/integration-status.ts';
import { type ShownStatus, shownStatusOf } from '../silence/shown-status.ts';
import type { SilencePolicy } from '../silence/silence-policy.ts';
import { sinceOf } from '../silence/status-since.ts';
import { type Urgency, urgencyOf } from '../silence/urgency.ts';

/** What on-call may see of an integration: no key, no domain, nothing encrypted. */
export type Surveyed = {
  readonly integrationId: string;
  readonly name: string;
  readonly evidence: EvidenceSinceCreation;
  /** A pause by hand is in it as `pausedUntil`. */
  readonly policy: SilencePolicy;
  readonly pausedAt?: Instant;
  /** Since when it waits to be erased, or is being erased. */
  readonly erasingSince?: Instant;
  /** The latest one, open or closed. */
  readonly incident?: Incident;
};

/** The sections of the list, in their order. Of the quiet ones the monitor knows nothing bad: they are not read for it. */
export const SECTIONS = ['critical', 'needs_you', 'warning', 'checking', 'quiet', 'paused', 'erasing'] as const;
export type Section = (typeof SECTIONS)[number];

export type Place = {
  readonly integrationId: string;
  readonly section: Section;
  /** Within a section in the order of this text: trouble by its beginning, the quiet ones by their deadline. */
  readonly order: string;
};

export type Judged = { readonly status: ShownStatus; readonly urgency: Urgency; readonly since?: Instant };

export const judgeSurveyed = (
  { evidence, policy, pausedAt }: Surveyed,
  pipeline: PipelineHealth,
  now: Instant,
): Judged => {
  const status = shownStatusOf(evidence, policy, pipeline, now);
  const since = sinceOf(status, { evidence, pipeline, ...(pausedAt !== undefined && { pausedAt }) });
  return { status, urgency: urgencyOf(status), ...(since !== undefined && { since }) };
};

const CALM: readonly Urgency[] = ['waiting', 'operational', 'paused'];

/** Nothing where the monitor finds nothing to do. */
export const sectionOfTrouble = ({ urgency }: Judged): Section | undefined =>
  SECTIONS.find((section) => section === urgency && !CALM.includes(urgency));

/** One text per place, that sorts as the list does; a page goes on behind it, whatever changed in between. */
export const placeKey = ({ section, order, integrationId }: Place): string =>
  `${SECTIONS.indexOf(section)}#${order}#${integrationId}`;

export const isPlaceKey = (text: string): boolean => /^[0-6]#[^#]*#[^#]+$/.test(text);

export type Counts = Readonly<Record<Section, number>> & { readonly total: number };

export const countPlaces = (places: readonly Place[]): Counts => {
  const of = (section: Section): number => places.filter((place) => place.section === section).length;
  return {
    total: places.length,
    critical: of('critical'),
    needs_you: of('needs_you'),
    warning: of('warning'),
    checking: of('checking'),
    quiet: of('quiet'),
    paused: of('paused'),
    erasing: of('erasing'),
  };
};
