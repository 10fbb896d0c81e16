/** The health item of an integration: evidence as RFC 3339 instants, which compare as text. */

import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { type EVIDENCE_DETAILS, EVIDENCE_KINDS } from '../attributes.ts';
import { fromClaimsAttributes } from '../completeness/claims-item.ts';
import { toRfc3339 } from '../core/instant.ts';
import { DEAD_KEY_REFUSALS } from '../intake/api-key.ts';
import type { Evidence } from './evidence.ts';
import type { KnownHealth } from './integration-health.port.ts';
import { refusedShareSchema } from './refused-share-item.ts';

const instant = z.iso.datetime().transform((text) => Date.parse(text));
const instantsSchema = z.object(Object.fromEntries(EVIDENCE_KINDS.map((kind) => [kind, instant.exactOptional()])));

type Details = Omit<Evidence, (typeof EVIDENCE_KINDS)[number]>;

/** Of each detail a schema: one that is not read here, or that no role may touch, does not compile. */
const details = {
  refusal: z.object({ reason: z.enum(DEAD_KEY_REFUSALS), keyId: z.string() }).exactOptional(),
  appVersion: z.string().exactOptional(),
  installedOccurredAt: instant.exactOptional(),
  uninstalledOccurredAt: instant.exactOptional(),
  refusedSince: instant.exactOptional(),
  invalidSince: instant.exactOptional(),
  refusedShare: refusedShareSchema.exactOptional(),
  refusedShareVersion: z.int().exactOptional(),
  // Numbers of milliseconds: an integration may have twenty keys, and every write of evidence pays for their bytes.
  keyUses: z.record(z.string(), z.int()).exactOptional(),
} satisfies Readonly<Record<(typeof EVIDENCE_DETAILS)[number], z.ZodType>> satisfies Readonly<
  Record<keyof Details, z.ZodType>
>;

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

/** All attributes that hold evidence; what is absent has none. */
export const toEvidenceAttributes = (evidence: Evidence): Record<string, AttributeValue> => {
  const { refusal, appVersion, keyUses, refusedShare, refusedShareVersion } = evidence;
  const instants = [...EVIDENCE_KINDS, ...INSTANT_DETAILS].map((name) => [name, toTextOr(evidence[name])] as const);
  const details = {
    ...Object.fromEntries(instants),
    refusal,
    appVersion,
    keyUses,
    refusedShare,
    refusedShareVersion,
  } satisfies Partial<Record<keyof Evidence, unknown>>;
  return marshall(details, { removeUndefinedValues: true });
};

const INSTANT_DETAILS = ['installedOccurredAt', 'uninstalledOccurredAt', 'refusedSince', 'invalidSince'] as const;

const toTextOr = (at: number | undefined): string | undefined => (at === undefined ? undefined : toRfc3339(at));
