/** The health item in the Integrations table, as the recorder writes it: one conditional UpdateItem. */

import {
  type AttributeValue,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { ClaimsWrite } from '../completeness/claims.port.ts';
import { claimsBefore, claimsStand, toClaimsAttributes, versionAfter } from '../completeness/claims-item.ts';
import { HEALTH_ITEM, integrationKey } from '../core/dynamo/keys.ts';
import { toRfc3339 } from '../core/instant.ts';
import { EVIDENCE_KINDS, type Evidence, type EvidenceDetails, type EvidenceKind, MOVES } from './evidence.ts';
import { fromHealthItem } from './health-item.ts';
import type { IntegrationHealth, NoteOutcome, ShareWrite } from './integration-health.port.ts';
import { SPARING_MS } from './note-evidence.ts';
import { shareBefore, shareStands, toShareAttribute } from './refused-share-item.ts';

type Deps = { readonly client: DynamoDBClient; readonly table: string };

export const createIntegrationHealth = ({ client, table }: Deps): IntegrationHealth => ({
  note: async (integrationId, evidence, claims, share) => {
    try {
      const { Attributes: attributes = {} } = await client.send(
        new UpdateItemCommand({
          TableName: table,
          Key: integrationKey(integrationId, HEALTH_ITEM),
          ...toUpdate(evidence, claims, share),
          ReturnValues: 'ALL_NEW',
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
      );
      return toOutcome('noted', attributes);
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      return error.Item ? toOutcome('kept', error.Item) : { kind: 'gone' };
    }
  },
  find: async (integrationId) => {
    const { Item: item } = await client.send(
      new GetItemCommand({
        TableName: table,
        Key: integrationKey(integrationId, HEALTH_ITEM),
        // Half the price. Claims that were made of what is stale meet the condition, and are made anew.
        ConsistentRead: false,
      }),
    );
    return item && fromHealthItem(item);
  },
});

const toOutcome = (kind: 'noted' | 'kept', item: Record<string, AttributeValue>): NoteOutcome => {
  try {
    return { kind, health: fromHealthItem(item) };
  } catch (error) {
    return { kind: 'unreadable', error };
  }
};

type Update = {
  readonly UpdateExpression: string;
  readonly ConditionExpression: string;
  readonly ExpressionAttributeValues: Record<string, AttributeValue>;
};

const toUpdate = (evidence: Evidence, claims: ClaimsWrite | undefined, share: ShareWrite | undefined): Update => {
  const kinds = EVIDENCE_KINDS.filter((kind) => evidence[kind] !== undefined);
  const details = {
    refusal: evidence.refusal,
    appVersion: evidence.appVersion,
    installedOccurredAt: toTextOr(evidence.installedOccurredAt),
    uninstalledOccurredAt: toTextOr(evidence.uninstalledOccurredAt),
  } satisfies Readonly<Record<keyof EvidenceDetails, unknown>>;
  const claimed = claims ? toClaimsAttributes(claims.claims, versionAfter(claims.replaces)) : {};
  const lookAt = lookDueAt(evidence, claims, share);
  const sets = [
    ...kinds.map((kind) => `${kind} = :${kind}`),
    ...Object.entries(details).flatMap(([name, value]) => (value === undefined ? [] : [`${name} = :${name}`])),
    ...streaks(evidence).sets,
    // An early word: the monitor looks at once, and not at the end of the window. Only this index attribute is ours to
    // move; whether the integration is watched at all, the monitor says.
    ...(lookAt === undefined ? [] : ['checkAt = :seenAt']),
    ...Object.keys(claimed).map((name) => `${name} = :${name}`),
    ...(share ? ['refusedShare = :share'] : []),
  ];
  const removes = streaks(evidence).removes;
  return {
    UpdateExpression: `SET ${sets.join(', ')}${removes.length === 0 ? '' : ` REMOVE ${removes.join(', ')}`}`,
    ConditionExpression: [
      'attribute_exists(integrationId)',
      ...kinds.map(neverBackwards),
      ...(claims ? [claimsStand(claims.replaces)] : []),
      ...(share ? [shareStands(share.replaces)] : []),
      ...(claims || share?.isDue ? [] : [someIsDue(kinds)]),
    ].join(' AND '),
    ExpressionAttributeValues: {
      ...marshall(
        Object.fromEntries([
          ...kinds.flatMap((kind) => [
            [`:${kind}`, toRfc3339(evidence[kind] ?? 0)],
            ...(claims || share?.isDue ? [] : [[`:${kind}Due`, toRfc3339((evidence[kind] ?? 0) - SPARING_MS)]]),
          ]),
          ...Object.entries(details).map(([name, value]) => [`:${name}`, value]),
          ...(lookAt === undefined ? [] : [[':seenAt', toRfc3339(lookAt)]]),
        ]),
        { removeUndefinedValues: true },
      ),
      ...Object.fromEntries(Object.entries(claimed).map(([name, value]) => [`:${name}`, value])),
      ...(claims && claimsBefore(claims.replaces)),
      ...(share && { ':share': toShareAttribute(share.share), ...shareBefore(share.replaces) }),
    },
  };
};

/** When the monitor should look: at once, when there is trouble to be seen. */
const lookDueAt = (
  evidence: Evidence,
  claims: ClaimsWrite | undefined,
  share: ShareWrite | undefined,
): number | undefined => {
  const dueAt = Math.max(
    badAt(evidence),
    claims?.hasNewGap ? Math.max(...[...claims.claims.accounts.values()].map(({ heardAt }) => heardAt)) : 0,
    share?.isDue && share.share.isSteady ? share.share.lastAt : 0,
  );
  return dueAt === 0 ? undefined : dueAt;
};

const toTextOr = (at: number | undefined): string | undefined => (at === undefined ? undefined : toRfc3339(at));

/** The latest request that was refused as a whole, or said that the app is removed. */
const badAt = ({ refusedAt, invalidAt, uninstalledAt }: Evidence): number =>
  Math.max(refusedAt ?? 0, invalidAt ?? 0, uninstalledAt ?? 0);

const neverBackwards = (kind: EvidenceKind): string => `(attribute_not_exists(${kind}) OR ${kind} < :${kind})`;

/** Where no accepted request is written yet, the first one is due anyway. */
const IS_RECOVERY = [
  '(acceptedAt < refusedAt AND refusedAt < :acceptedAt)',
  '(acceptedAt < invalidAt AND invalidAt < :acceptedAt)',
];

const IS_RELAPSE = {
  refusedAt: '(refusedAt < acceptedAt AND acceptedAt < :refusedAt)',
  invalidAt: '(invalidAt < acceptedAt AND acceptedAt < :invalidAt)',
} as const;
const REFUSALS = ['refusedAt', 'invalidAt'] as const;

/** The same rule as isDue in the flow, for the other processes that write to the same item. */
const someIsDue = (kinds: readonly EvidenceKind[]): string =>
  `(${[
    'attribute_exists(flaggedAt)',
    ...(kinds.includes('acceptedAt') ? IS_RECOVERY : []),
    ...REFUSALS.filter((kind) => kinds.includes(kind)).map((kind) => IS_RELAPSE[kind]),
    ...MOVES.filter((kind) => kinds.includes(kind)).map((kind) => `${kind} < :${kind}`),
    ...kinds.map((kind) => `attribute_not_exists(${kind}) OR ${kind} <= :${kind}Due`),
  ].join(' OR ')})`;

const STREAKS = [
  { since: 'refusedSince', kind: 'refusedAt' },
  { since: 'invalidSince', kind: 'invalidAt' },
] as const;

/**
 * How long only refusals have come: a streak starts with the first of them after an accepted request, and the next
 * accepted request ends it.
 */
const streaks = (evidence: Evidence): { readonly sets: readonly string[]; readonly removes: readonly string[] } => {
  const acceptedAt = evidence.acceptedAt;
  const running = STREAKS.flatMap(({ since, kind }) => {
    const at = evidence[kind];
    if (at === undefined || (acceptedAt !== undefined && acceptedAt >= at)) return [];
    return [acceptedAt === undefined ? `${since} = if_not_exists(${since}, :${kind})` : `${since} = :${kind}`];
  });
  const ended = STREAKS.filter(
    ({ kind }) => acceptedAt !== undefined && (evidence[kind] ?? Number.NEGATIVE_INFINITY) <= acceptedAt,
  );
  return { sets: running, removes: ended.map(({ since }) => since) };
};
