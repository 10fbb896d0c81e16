/** The health item of an integration: evidence as RFC 3339 instants, which compare as text. */

import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { fromClaimsAttributes } from '../completeness/claims-item.ts';
import { EVIDENCE_KINDS, type Evidence } from './evidence.ts';
import type { KnownHealth } from './integration-health.port.ts';

const instant = z.iso.datetime().transform((text) => Date.parse(text));
const instantsSchema = z.object(Object.fromEntries(EVIDENCE_KINDS.map((kind) => [kind, instant.exactOptional()])));

type Details = Omit<Evidence, (typeof EVIDENCE_KINDS)[number]>;

/** Of each detail a schema: one that is not read here does not compile. */
const details = {
  refusal: z.object({ reason: z.enum(['key_revoked', 'key_expired']), keyId: z.string() }).exactOptional(),
  appVersion: z.string().exactOptional(),
  installedOccurredAt: instant.exactOptional(),
  uninstalledOccurredAt: instant.exactOptional(),
  refusedSince: instant.exactOptional(),
  invalidSince: instant.exactOptional(),
} satisfies Readonly<Record<keyof Details, z.ZodType>>;

const itemSchema = z.object({ ...details, flaggedAt: z.string().exactOptional() });

export const fromHealthItem = (item: Record<string, AttributeValue>): KnownHealth => {
  const plain = unmarshall(item);
  const { flaggedAt, ...known } = itemSchema.parse(plain);
  const stored = fromClaimsAttributes(item);
  return {
    evidence: { ...instantsSchema.parse(plain), ...known },
    isFlagged: flaggedAt !== undefined,
    ...(stored && { stored }),
  };
};

/** What of the item is evidence: all that a status is computed from. */
export const EVIDENCE_ATTRIBUTES: readonly string[] = [...EVIDENCE_KINDS, ...Object.keys(details)];
