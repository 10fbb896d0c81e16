import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApiKey } from '../../shared/intake/api-key.ts';
import { createFindKey, toApiKeyItem } from '../../shared/intake/api-keys.dynamo.ts';
import type { FindKey } from '../../shared/intake/look-up-key.ts';
import { apiKey } from '../support/api-keys.ts';
import { type DynamoTables, startDynamoTables } from '../support/dynamo-tables.ts';
import { NOW } from '../support/events.ts';
import { createFakeApiKeys } from '../support/fakes/api-keys.ts';

type Subject = {
  readonly findKey: FindKey;
  readonly put: (key: ApiKey) => void | Promise<void>;
};

let tables: DynamoTables;
beforeAll(async () => {
  tables = await startDynamoTables();
});
afterAll(() => tables.close());

const openFake = (): Subject => createFakeApiKeys();
const openDynamo = (): Subject => {
  const deps = { client: tables.client, table: tables.names.ApiKeys };
  return {
    findKey: createFindKey(deps),
    put: (key) => tables.put(tables.names.ApiKeys, toApiKeyItem(key)),
  };
};

describe.each([
  ['the fake', openFake],
  ['DynamoDB', openDynamo],
])('the API keys: %s', (_, open) => {
  const setUp = async (options: Partial<ApiKey> = {}) => {
    const subject = open();
    const key = { ...apiKey().known, keyId: crypto.randomUUID(), ...options };
    await subject.put(key);
    return { ...subject, key };
  };

  it.each<[string, Partial<ApiKey>]>([
    ['a live key', {}],
    ['a dead key', { revokedAt: NOW, expiresAt: NOW + 1, lastUsedAt: NOW - 1 }],
  ])('finds %s as it was stored', async (_, options) => {
    const { findKey, key } = await setUp(options);
    expect(await findKey(key.keyId)).toStrictEqual(key);
  });

  it('finds nothing for an unknown id', async () => {
    expect(await open().findKey('nobody')).toBeUndefined();
  });
});
