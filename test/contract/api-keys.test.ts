import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApiKey } from '../../shared/intake/api-key.ts';
import { createFindKey, createWriteKeyUse, toApiKeyItem } from '../../shared/intake/api-keys.dynamo.ts';
import type { FindKey } from '../../shared/intake/look-up-key.ts';
import { KEY_USE_EVERY_MS, type WriteKeyUse } from '../../shared/intake/note-key-use.ts';
import { apiKey } from '../support/api-keys.ts';
import { type DynamoTables, startDynamoTables } from '../support/dynamo-tables.ts';
import { NOW } from '../support/events.ts';
import { createFakeApiKeys } from '../support/fakes/api-keys.ts';

type Subject = {
  readonly findKey: FindKey;
  readonly writeKeyUse: WriteKeyUse;
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
    writeKeyUse: createWriteKeyUse(deps),
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

  it('notes the first use, and the next one an hour later', async () => {
    const { findKey, writeKeyUse, key } = await setUp();
    const lastUse = async (usedAt: number) => {
      await writeKeyUse(key.keyId, usedAt);
      return (await findKey(key.keyId))?.lastUsedAt;
    };
    expect(await lastUse(NOW)).toBe(NOW);
    expect(await lastUse(NOW + KEY_USE_EVERY_MS - 1)).toBe(NOW);
    expect(await lastUse(NOW - KEY_USE_EVERY_MS)).toBe(NOW);
    expect(await lastUse(NOW + KEY_USE_EVERY_MS)).toBe(NOW + KEY_USE_EVERY_MS);
  });

  it('does not make a key by using it', async () => {
    const { findKey, writeKeyUse } = open();
    await writeKeyUse('nobody', NOW);
    expect(await findKey('nobody')).toBeUndefined();
  });
});
