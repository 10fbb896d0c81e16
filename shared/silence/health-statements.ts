/** The write of one health item, as a statement of a batch and as an update of its own: the same values, the same condition. */

import { isDeepStrictEqual } from 'node:util';
import type { AttributeValue, BatchStatementRequest, UpdateItemCommandInput } from '@aws-sdk/client-dynamodb';
import { EVIDENCE_KINDS } from '../attributes.ts';
import { toClaimsAttributes, versionAfter } from '../completeness/claims-item.ts';
import { HEALTH_ITEM, integrationKey, type Key } from '../core/dynamo/keys.ts';
import { toRfc3339 } from '../core/instant.ts';
import { toEvidenceAttributes } from './health-item.ts';
import type { HealthWrite } from './integration-health.port.ts';

type Attributes = Readonly<Record<string, AttributeValue>>;

type Change = {
  readonly key: Key;
  readonly sets: Attributes;
  readonly removes: readonly string[];
  /** What was found and has to stand still; `undefined`: that there is none. */
  readonly stands: readonly (readonly [name: string, value: AttributeValue | undefined])[];
};

/**
 * Compared are all instants and streaks, whether they change or not: what changes follows from all of them. The details
 * belong to an instant that moves with them; a key's use that is lost to another process is told by the next one.
 */
const COMPARED = [...EVIDENCE_KINDS, 'refusedSince', 'invalidSince', 'refusedShareVersion'] as const;

export const toChange = ({ integrationId, before, after, claims, lookAt }: HealthWrite): Change => {
  const [found, wanted] = [toEvidenceAttributes(before), toEvidenceAttributes(after)];
  return {
    key: integrationKey(integrationId, HEALTH_ITEM),
    sets: {
      ...Object.fromEntries(Object.entries(wanted).filter(([name, value]) => !isDeepStrictEqual(value, found[name]))),
      ...(claims && toClaimsAttributes(claims.claims, versionAfter(claims.replaces))),
      // Only this attribute of the index is ours to move; whether the integration is watched at all, the monitor says.
      ...(lookAt !== undefined && { checkAt: { S: toRfc3339(lookAt) } }),
    },
    removes: Object.keys(found).filter((name) => !(name in wanted)),
    stands: [
      ...COMPARED.map((name) => [name, found[name]] as const),
      ...(claims ? [['claimsVersion', toNumberOr(claims.replaces)] as const] : []),
    ],
  };
};

const toNumberOr = (value: number | undefined): AttributeValue | undefined =>
  value === undefined ? undefined : { N: String(value) };

/** Only of a change that removes nothing: whether a statement may both set and remove, AWS does not say. */
export const toStatement = (table: string, { key, sets, stands }: Change): BatchStatementRequest => ({
  Statement: [
    `UPDATE "${table}" SET ${Object.keys(sets)
      .map((name) => `"${name}" = ?`)
      .join(', ')} WHERE`,
    [
      ...Object.keys(key).map((name) => `"${name}" = ?`),
      ...stands.map(([name, value]) => (value ? `"${name}" = ?` : `"${name}" IS MISSING`)),
    ].join(' AND '),
  ].join(' '),
  Parameters: [...Object.values(sets), ...Object.values(key), ...stands.flatMap(([, value]) => value ?? [])],
});

export const toUpdate = ({ key, sets, removes, stands }: Change): Omit<UpdateItemCommandInput, 'TableName'> => {
  const names = [...new Set([...Object.keys(sets), ...removes, ...stands.map(([name]) => name)])];
  const assignments = Object.keys(sets).map((name) => `#${name} = :${name}`);
  const removed = removes.map((name) => `#${name}`);
  return {
    Key: key,
    UpdateExpression: [
      ...(assignments.length > 0 ? [`SET ${assignments.join(', ')}`] : []),
      ...(removed.length > 0 ? [`REMOVE ${removed.join(', ')}`] : []),
    ].join(' '),
    ConditionExpression: [
      // Evidence never brings an integration back.
      'attribute_exists(integrationId)',
      ...stands.map(([name, value]) => (value ? `#${name} = :before_${name}` : `attribute_not_exists(#${name})`)),
    ].join(' AND '),
    ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
    ExpressionAttributeValues: Object.fromEntries([
      ...Object.entries(sets).map(([name, value]) => [`:${name}`, value] as const),
      ...stands.flatMap(([name, value]) => (value ? [[`:before_${name}`, value] as const] : [])),
    ]),
  };
};
