/** The keys of all items, as pure functions. The tables themselves stand in shared/tables.ts. */

import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { countKey } from '../../domain/contributions.ts';
import { toNameKey } from '../../domain/integration.ts';

export type Key = Record<string, AttributeValue>;

export const apiKeyKey = (keyId: string): Key => ({ keyId: { S: keyId } });

export const chatKey = ({ integrationId, chatId }: { integrationId: string; chatId: string }): Key => ({
  integrationId: { S: integrationId },
  chatId: { S: chatId },
});

export const contactCountKey = (place: { integrationId: string; hour: string; queue: string }): Key => ({
  integrationId: { S: place.integrationId },
  hourQueue: { S: countKey(place) },
});

export const CONFIG_ITEM = 'config';
export const HEALTH_ITEM = 'health';

export const integrationKey = (integrationId: string, item: string): Key => ({
  integrationId: { S: integrationId },
  item: { S: item },
});

/** Keeps an integration's name unique within its account. No integration's id is an account's: it has a dot. */
export const nameReservationKey = ({ accountId, name }: { accountId: string; name: string }): Key => ({
  integrationId: { S: accountId },
  item: { S: `name#${toNameKey(name)}` },
});

export const INCIDENT_ITEM_PREFIX = 'incident#';
