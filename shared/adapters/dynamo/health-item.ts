/** The health item of an integration: evidence as RFC 3339 instants, which compare as text. */

import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { EVIDENCE_KINDS } from '../../domain/evidence.ts';
import type { KnownHealth } from '../../flows/note-evidence.ts';

const instant = z.iso.datetime().transform((text) => Date.parse(text));
const instants = Object.fromEntries(EVIDENCE_KINDS.map((kind) => [kind, instant.exactOptional()] as const));

const itemSchema = z.object({
  refusal: z.object({ reason: z.enum(['key_revoked', 'key_expired']), keyId: z.string() }).exactOptional(),
  appVersion: z.string().exactOptional(),
  flaggedAt: z.string().exactOptional(),
});
const instantsSchema = z.object(instants);

export const fromHealthItem = (item: Record<string, AttributeValue>): KnownHealth => {
  const plain = unmarshall(item);
  const { flaggedAt, ...details } = itemSchema.parse(plain);
  return { evidence: { ...instantsSchema.parse(plain), ...details }, isFlagged: flaggedAt !== undefined };
};
