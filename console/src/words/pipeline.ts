/** How we ourselves are, in words. */

import type { components } from '../api/schema.d.ts';
import { sayInstant, t } from './translate.ts';

export type Pipeline = Pick<components['schemas']['Pipeline'], 'state' | 'reason'>;

export const sayPipeline = ({ state, reason: { facts } }: Pipeline): string => t(`pipeline.${state}`, sayFacts(facts));

const sayFacts = ({ since, until }: Readonly<Record<string, string>>) => ({
  since: since === undefined ? 'none' : sayInstant(since),
  until: until === undefined ? 'none' : sayInstant(until),
});
