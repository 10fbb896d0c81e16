/** The keys of all items, as pure functions. The tables themselves stand in shared/tables.ts. */

import type { AttributeValue } from '@aws-sdk/client-dynamodb';

export type Key = Record<string, AttributeValue>;

export const apiKeyKey = (keyId: string): Key => ({ keyId: { S: keyId } });

export const chatKey = ({ integrationId, chatId }: { integrationId: string; chatId: string }): Key => ({
  integrationId: { S: integrationId },
  chatId: { S: chatId },
});

export const CONFIG_ITEM = 'config';
export const HEALTH_ITEM = 'health';
export const GROUPS_ITEM = 'groups';

export const integrationKey = (integrationId: string, item: string): Key => ({
  integrationId: { S: integrationId },
  item: { S: item },
});

export const INCIDENT_ITEM_PREFIX = 'incident#';
/** Sorts right behind the health item: one Query reads it and all holes. */
export const HOLE_ITEM_PREFIX = 'hole#';

/** Recoveries, by the instant of their creation; and the one that is under way. */
export const BACKFILL_ITEM_PREFIX = 'backfill#';
/** Sorts behind all instants. */
export const ACTIVE_BACKFILL_ITEM = `${BACKFILL_ITEM_PREFIX}active`;

/**
 * Partitions of the index by the instant of the next look: the monitor's, the eraser's, that of recoveries. Nobody looks
 * at incidents again: in theirs they stand by the instant of their opening, for the list of all accounts.
 */
export const CHECK_SHARDS = { monitor: 'all', eraser: 'erase', backfill: 'backfill', incidents: 'incidents' } as const;
