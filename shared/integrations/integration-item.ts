/** The config item of an integration, there and back. */

import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { CHECK_SHARDS, CONFIG_ITEM, type Key } from '../core/dynamo/keys.ts';
import { type Instant, toRfc3339 } from '../core/instant.ts';
import { accountOf } from '../core/integration-id.ts';
import { silencePolicySchema, toSilencePolicyJson } from '../silence/silence-policy-json.ts';
import { type Integration, isListed, toNameKey } from './integration.ts';

type Item = Record<string, AttributeValue>;

const instant = z.iso.datetime().transform((text) => Date.parse(text));

const itemSchema = z.object({
  integrationId: z.string(),
  name: z.string(),
  template: z.literal('freshchat'),
  freshchatDomain: z.string().exactOptional(),
  freshchatKey: z.string().exactOptional(),
  silencePolicy: silencePolicySchema.exactOptional(),
  pausedAt: instant.exactOptional(),
  acceptsFrom: instant.exactOptional(),
  keyIds: z.array(z.string()).default([]),
  version: z.int().default(1),
  revision: z.int().default(0),
  createdAt: instant,
  createdBy: z.string().exactOptional(),
  deletedAt: instant.exactOptional(),
  deletedBy: z.string().exactOptional(),
  erase: z
    .object({
      requestedAt: instant,
      requestedBy: z.string().exactOptional(),
      erasesAt: instant.exactOptional(),
      emptyAt: instant.exactOptional(),
      erasedAt: instant.exactOptional(),
      deletedChats: z.int(),
      deletedCounts: z.int(),
    })
    .exactOptional(),
  checkAt: instant.exactOptional(),
});

export const toIntegrationItem = (integration: Integration): Item => {
  const { accountId, silencePolicy, pausedAt, acceptsFrom, createdAt, deletedAt, erasure, ...same } = integration;
  return marshall(
    {
      ...same,
      item: CONFIG_ITEM,
      // Only what an account's list shows is in the index of its integrations.
      ...(isListed(integration) && { accountId }),
      silencePolicy: silencePolicy && toSilencePolicyJson(silencePolicy),
      pausedAt: toTextOr(pausedAt),
      acceptsFrom: toTextOr(acceptsFrom),
      createdAt: toRfc3339(createdAt),
      deletedAt: toTextOr(deletedAt),
      ...(erasure && {
        erase: {
          requestedAt: toRfc3339(erasure.requestedAt),
          requestedBy: erasure.requestedBy,
          erasesAt: toTextOr(erasure.erasesAt),
          emptyAt: toTextOr(erasure.emptyAt),
          erasedAt: toTextOr(erasure.erasedAt),
          deletedChats: erasure.deletedChats,
          deletedCounts: erasure.deletedCounts,
        },
      }),
      ...(erasure?.nextPassAt !== undefined && {
        checkShard: CHECK_SHARDS.eraser,
        checkAt: toRfc3339(erasure.nextPassAt),
      }),
    },
    { removeUndefinedValues: true },
  );
};

/** Throws when the item is not of this shape: our bug, or a hand at the table. */
export const fromIntegrationItem = (item: Item): Integration => {
  const { erase, checkAt, ...rest } = itemSchema.parse(unmarshall(item));
  return {
    ...rest,
    accountId: accountOf(rest.integrationId),
    ...(erase && { erasure: { ...erase, ...(checkAt !== undefined && { nextPassAt: checkAt }) } }),
  };
};

const toTextOr = (at: Instant | undefined): string | undefined => (at === undefined ? undefined : toRfc3339(at));

/** Keeps an integration's name unique within its account. No integration's id is an account's: it has a dot. */
export const nameReservationKey = ({ accountId, name }: { accountId: string; name: string }): Key => ({
  integrationId: { S: accountId },
  item: { S: `name#${toNameKey(name)}` },
});
