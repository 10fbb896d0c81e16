/**
 * The health item, read for the monitor, and of the config item beside it the silence policy and the ids of the keys: a
 * policy may hold hundreds of holidays, and every write of evidence would pay for their bytes.
 */

import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { type Instant, toRfc3339 } from '../core/instant.ts';
import { fromHealthItem } from './health-item.ts';
import { incidentSchema } from './incident-item.ts';
import { type PolicySettings, policyInForce } from './silence-policy.ts';
import { silencePolicySchema } from './silence-policy-json.ts';
import type { PendingNotice, Watched } from './watch-store.port.ts';

type Item = Record<string, AttributeValue>;

const instant = z.iso.datetime().transform((text) => Date.parse(text));

/** `2026-11-02T09:14:00.000Z opened`: one attribute, so that one statement can take it away. */
const pendingNoticeSchema = z.string().transform((text, context): PendingNotice => {
  const [until, notice] = text.split(' ');
  const parsed = z
    .object({ until: instant, notice: z.enum(['opened', 'cause_changed', 'closed']) })
    .safeParse({ until, notice });
  if (parsed.success) return parsed.data;
  context.addIssue('neither an instant nor a notice');
  return z.NEVER;
});

export const toPendingNoticeText = ({ notice, until }: PendingNotice): string => `${toRfc3339(until)} ${notice}`;

const itemSchema = z.object({
  integrationId: z.string(),
  createdAt: instant,
  checkAt: instant,
  /** A copy that the first version wrote. */
  silencePolicy: silencePolicySchema.exactOptional(),
  pausedAt: instant.exactOptional(),
  deletedAt: instant.exactOptional(),
  incident: incidentSchema.exactOptional(),
  untold: pendingNoticeSchema.exactOptional(),
});

const configSchema = z.object({
  silencePolicy: silencePolicySchema.exactOptional(),
  keyIds: z.array(z.string()).exactOptional(),
  /** Of an integration that is being erased; `erasesAt` as long as that can be undone. */
  erase: z.looseObject({ erasesAt: instant.exactOptional() }).exactOptional(),
});

/** Throws when an item is not of this shape: our bug, or a hand at the table. */
export const fromWatchedItem = (item: Item, config: Item | undefined): Watched => {
  const {
    pausedAt,
    deletedAt,
    createdAt,
    untold: pendingNotice,
    silencePolicy: copy,
    ...same
  } = itemSchema.parse(unmarshall(item));
  const settled = config && configSchema.parse(unmarshall(config));
  const silencePolicy = settled ? settled.silencePolicy : copy;
  const settings = { ...(silencePolicy && { silencePolicy }), ...(pausedAt !== undefined && { pausedAt }) };
  const { evidence, stored } = fromHealthItem(item);
  return {
    ...same,
    ...(pendingNotice && { pendingNotice }),
    ...(stored && { stored }),
    ...(settled?.keyIds && { keyIds: settled.keyIds }),
    ...(deletedAt !== undefined && { isDeleted: true }),
    ...(settled?.erase && settled.erase.erasesAt === undefined && { isErased: true }),
    evidence: { ...evidence, createdAt },
    policy: policyInForce(settings),
  };
};

/**
 * The small ones of the settings, which manage-integrations writes in the transaction that writes the config. Every
 * attribute is in `set` or in `removed`; the copy of the first version goes.
 */
export const toWatchedSettings = ({
  createdAt,
  pausedAt,
  deletedAt,
}: Pick<PolicySettings, 'pausedAt'> & { readonly createdAt: Instant; readonly deletedAt?: Instant }) => {
  const settings = {
    createdAt: toRfc3339(createdAt),
    silencePolicy: undefined,
    pausedAt: pausedAt === undefined ? undefined : toRfc3339(pausedAt),
    deletedAt: deletedAt === undefined ? undefined : toRfc3339(deletedAt),
  };
  return {
    set: marshall(settings, { removeUndefinedValues: true }),
    removed: Object.entries(settings).flatMap(([name, value]) => (value === undefined ? [name] : [])),
  };
};
