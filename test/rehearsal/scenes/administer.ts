import { equal, match, ok, partialDeepStrictEqual } from 'node:assert/strict';
import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import type { RouteKey } from '../../../shared/routes.ts';
import { adminRequest } from '../lambda-events.ts';
import { FRESHCHAT_KEY, type Stage } from '../rehearse.ts';
import { toHttpAnswer } from './answers.ts';

/** What the rest of the day needs of the integration that is made here. */
export type TestIntegration = {
  readonly integrationId: string;
  readonly apiKey: string;
  readonly keyId: string;
  /** A key that was revoked. */
  readonly revokedKey: string;
};

const createdSchema = z.object({ integrationId: z.string() });
const keySchema = z.object({ keyId: z.string(), key: z.string() });

/** Account > Integrations: every route, with what lies in the tables behind it. */
export const administerIntegrations = async ({ account, invoke, find }: Stage): Promise<TestIntegration> => {
  const ask = async (routeKey: RouteKey, options: Parameters<typeof adminRequest>[1] = {}) =>
    toHttpAnswer(await invoke('manage-integrations', adminRequest(routeKey, options)));
  const settings = { template: 'freshchat', name: 'Support', freshchatDomain: 'rehearsal.freshchat.com' };
  const withoutQuestion = { query: { verify: 'false' } };

  const created = await ask('POST /v1/integrations', {
    ...withoutQuestion,
    body: { ...settings, freshchatKey: FRESHCHAT_KEY },
  });
  const { integrationId } = createdSchema.parse(created.body);
  const path = { integrationId };
  await find('manage-integrations creates an integration whose Freshchat key is under KMS', async () => {
    equal(created.status, 201);
    const { Item: item = {} } = await account.db.send(
      new GetItemCommand({
        TableName: account.idOf('TablesIntegrations'),
        Key: { integrationId: { S: integrationId }, item: { S: 'config' } },
      }),
    );
    match(item['freshchatKey']?.S ?? '', /^kms1/);
    ok(!JSON.stringify(item).includes(FRESHCHAT_KEY));
    const encrypt = account.recorder.calls.find(({ action }) => action === 'kms:Encrypt');
    partialDeepStrictEqual(encrypt?.context, { 'kms:EncryptionContext:integrationId': [integrationId] });
  });
  await find('manage-integrations answers 503, and nothing else, where KMS refuses', async () => {
    const failure = { caller: account.idOf('AdminDoorManageIntegrationsFunction'), action: 'kms:Encrypt' };
    const refused = await account.recorder.withFailure(
      { ...failure, resource: '', error: 'KMSInternalException' },
      () =>
        ask('POST /v1/integrations', {
          ...withoutQuestion,
          body: { ...settings, name: 'Other', freshchatKey: FRESHCHAT_KEY },
        }),
    );
    equal(refused.status, 503);
  });
  await find('manage-integrations writes nothing where Freshchat does not confirm the key', async () => {
    const { status } = await ask('POST /v1/integrations', {
      body: { ...settings, name: 'Other', freshchatKey: FRESHCHAT_KEY },
    });
    ok(status >= 400 && status < 500, `answered ${status}`);
    partialDeepStrictEqual((await ask('GET /v1/integrations')).body, { items: [{ integrationId }] });
  });

  const first = keySchema.parse((await ask('POST /v1/integrations/{integrationId}/keys', { path })).body);
  const second = keySchema.parse((await ask('POST /v1/integrations/{integrationId}/keys', { path })).body);
  const revoked = await ask('DELETE /v1/integrations/{integrationId}/keys/{keyId}', {
    path: { ...path, keyId: first.keyId },
  });
  await find('manage-integrations stores a hash of each key, and revokes one', async () => {
    equal(revoked.status, 200);
    const { Item: item = {} } = await account.db.send(
      new GetItemCommand({ TableName: account.idOf('TablesApiKeys'), Key: { keyId: { S: first.keyId } } }),
    );
    ok(item['revokedAt']?.S);
    ok(item['hash']?.S && !first.key.includes(item['hash'].S));
  });
  await find('manage-integrations changes, pauses, resumes, lists and shows', async () => {
    const changed = await ask('PATCH /v1/integrations/{integrationId}', {
      path,
      ...withoutQuestion,
      body: { version: 1, name: 'Support EU' },
    });
    partialDeepStrictEqual(changed, { status: 200, body: { name: 'Support EU' } });
    equal((await ask('POST /v1/integrations/{integrationId}/pause', { path })).status, 200);
    equal((await ask('POST /v1/integrations/{integrationId}/resume', { path })).status, 200);
    equal((await ask('GET /v1/integrations/{integrationId}', { path })).status, 200);
    equal((await ask('GET /v1/integrations/{integrationId}/incidents', { path })).status, 200);
    const keys = await ask('GET /v1/integrations/{integrationId}/keys', { path });
    equal(z.object({ items: z.array(z.unknown()) }).parse(keys.body).items.length, 2);
  });
  await find('manage-integrations forgets the oldest of a hundred dead keys', async () => {
    const { db, idOf } = account;
    const body = { expireOthersAfter: 'PT0S' };
    const other = await ask('POST /v1/integrations', {
      ...withoutQuestion,
      body: { ...settings, name: 'Rotated often', freshchatKey: FRESHCHAT_KEY },
    });
    const often = { integrationId: createdSchema.parse(other.body).integrationId };
    const keyIds: string[] = [];
    for (let count = 0; count < 101; count += 1) {
      const answer = await ask('POST /v1/integrations/{integrationId}/keys', { path: often, body });
      keyIds.push(keySchema.parse(answer.body).keyId);
    }
    const [oldest = '', next = ''] = keyIds;
    const look = async (keyId: string) =>
      (await db.send(new GetItemCommand({ TableName: idOf('TablesApiKeys'), Key: { keyId: { S: keyId } } }))).Item;
    equal(await look(oldest), undefined);
    ok((await look(next))?.['expiresAt']?.S);
  });
  await find('manage-integrations deletes an integration with its name and its keys', async () => {
    const other = await ask('POST /v1/integrations', {
      ...withoutQuestion,
      body: { ...settings, name: 'Short-lived', freshchatKey: FRESHCHAT_KEY },
    });
    const gone = { integrationId: createdSchema.parse(other.body).integrationId };
    for (let count = 0; count < 2; count += 1) await ask('POST /v1/integrations/{integrationId}/keys', { path: gone });
    equal((await ask('DELETE /v1/integrations/{integrationId}', { path: gone })).status, 204);
    equal((await ask('GET /v1/integrations/{integrationId}', { path: gone })).status, 404);
  });
  await find('verify-connection decrypts what manage-integrations encrypted, and asks Freshchat', async () => {
    const verified = toHttpAnswer(
      await invoke('verify-connection', adminRequest('POST /v1/integrations/{integrationId}/verify', { path })),
    );
    equal(verified.status, 200);
    const decrypt = account.recorder.calls.find(({ action }) => action === 'kms:Decrypt');
    partialDeepStrictEqual(decrypt?.context, { 'kms:EncryptionContext:integrationId': [integrationId] });
  });
  return { integrationId, apiKey: second.key, keyId: second.keyId, revokedKey: first.key };
};
