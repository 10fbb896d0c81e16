/** The account `demo` with one integration and one API key, so that a first start has somebody to count for. */

import { randomBytes } from 'node:crypto';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { randomPause } from '../shared/core/random-pause.ts';
import { formatApiKey, hashApiKey, KEY_ID_BYTES, parseApiKey, SECRET_BYTES } from '../shared/intake/api-key.ts';
import { createSaveIntegration } from '../shared/integrations/integration-store.dynamo.ts';
import type { Demo } from './connection-file.ts';
import type { TableNames } from './engines/schema.ts';

const ACCOUNT = 'demo';
const INTEGRATION_ID_BYTES = 6;

export const createDemo = (): Demo => ({
  integrationId: `${ACCOUNT}.${randomBytes(INTEGRATION_ID_BYTES).toString('hex')}`,
  apiKey: formatApiKey(randomBytes(KEY_ID_BYTES), randomBytes(SECRET_BYTES)).key,
});

/** Writes what is not there yet; `now` in milliseconds since the epoch. */
export const seedDemo = async (
  client: DynamoDBClient,
  tables: TableNames,
  { integrationId, apiKey }: Demo,
  now: number,
): Promise<void> => {
  const keyId = parseApiKey(apiKey)?.keyId;
  if (keyId === undefined) throw new Error('The apiKey in local.json is no API key. Start with a new DATA_DIR.');
  const save = createSaveIntegration({
    client,
    integrations: tables.Integrations,
    apiKeys: tables.ApiKeys,
    pause: randomPause,
  });
  // Whatever is there already stays: the outcome of a second start is no concern.
  await save({
    after: {
      integrationId,
      accountId: ACCOUNT,
      name: 'Demo Freshchat',
      template: 'freshchat',
      keyIds: [keyId],
      version: 1,
      revision: 1,
      createdAt: now,
    },
    newKey: { keyId, hash: hashApiKey(apiKey), integrationId, accountId: ACCOUNT, createdAt: now },
    checkAt: now,
  });
};
