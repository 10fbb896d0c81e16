/**
 * The claims in the health item: `completeFrom`, a list of `claims`, one an account, and `claimsVersion`, which every
 * write raises. Instants are numbers of milliseconds: several per account, and no reader compares them as text.
 */

import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import type { StoredClaims } from './claims.port.ts';
import type { AccountClaims, Claims } from './claims.ts';

const instant = z.int();
const accountSchema = z.object({
  account: z.string(),
  until: instant,
  known: instant,
  nextUntil: instant.exactOptional(),
  nextAt: instant.exactOptional(),
  heardAt: instant,
  heardSince: instant.exactOptional(),
  gaps: z.array(z.object({ from: instant, until: instant })),
});

const itemSchema = z.object({
  completeFrom: instant.exactOptional(),
  claims: z.array(accountSchema).exactOptional(),
  claimsVersion: z.int().positive().exactOptional(),
});

/** Of the whole health item, or of these attributes of it; `undefined` before the first claim. */
export const fromClaimsAttributes = (item: Record<string, AttributeValue>): StoredClaims | undefined => {
  const { completeFrom, claims = [], claimsVersion } = itemSchema.parse(unmarshall(item));
  if (completeFrom === undefined || claimsVersion === undefined) return undefined;
  return { claims: { completeFrom, accounts: new Map(claims.map(fromAccount)) }, version: claimsVersion };
};

const fromAccount = ({ account, nextUntil, nextAt, ...same }: z.output<typeof accountSchema>) => {
  const next = nextUntil !== undefined && nextAt !== undefined ? { next: { until: nextUntil, at: nextAt } } : {};
  return [account, { ...same, ...next }] as const;
};

/** All three attributes; they are written together or not at all. */
export const toClaimsAttributes = ({ completeFrom, accounts }: Claims, version: number) =>
  marshall(
    { completeFrom, claims: [...accounts].map(([account, of]) => toAccount(account, of)), claimsVersion: version },
    { removeUndefinedValues: true },
  );

const toAccount = (account: string, { next, ...same }: AccountClaims) => ({
  account,
  ...same,
  ...(next && { nextUntil: next.until, nextAt: next.at }),
});

/** The condition of every write of claims. */
export const claimsStand = (version: number | undefined): string =>
  version === undefined ? 'attribute_not_exists(claimsVersion)' : 'claimsVersion = :claimsBefore';

export const claimsBefore = (version: number | undefined): Record<string, AttributeValue> =>
  version === undefined ? {} : { ':claimsBefore': { N: String(version) } };

export const versionAfter = (version = 0): number => version + 1;
