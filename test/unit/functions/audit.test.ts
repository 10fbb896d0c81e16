import { beforeEach, expect, test } from 'vitest';
import * as z from 'zod';
import { type AdminApi, createAdminApi, type Request, SETTINGS, START } from '../../support/admin-api.ts';
import { createFakeAdminStore } from '../../support/fakes/admin-store.ts';

const idSchema = z.object({ integrationId: z.string() });
const keyIdSchema = z.object({ keyId: z.string() });
const lineSchema = z.looseObject({ outcome: z.string() });

const WHO = { subject: 'subject-1', clientId: 'client-1', tokenId: 'token-1' };

let store: ReturnType<typeof createFakeAdminStore>;
let api: AdminApi;
let integrationId: string;

/** The audit lines of these calls. */
const audit = async (...requests: readonly Request[]) => {
  const before = api.lines.length;
  for (const request of requests) await api.send(request);
  return api.lines
    .slice(before)
    .map((line) => lineSchema.parse(JSON.parse(line)))
    .filter(({ outcome }) => outcome === 'audit');
};

beforeEach(async () => {
  store = createFakeAdminStore();
  api = createAdminApi(store);
  const created = await api.send({ method: 'POST', path: '/v1/integrations', body: SETTINGS });
  integrationId = idSchema.parse(created.json).integrationId;
});

const pathOf = (rest = '') => `/v1/integrations/${integrationId}${rest}`;

test('says who created an integration, and which one', async () => {
  const [line] = await audit({ method: 'POST', path: '/v1/integrations', body: { ...SETTINGS, name: 'Other' } });
  expect(line).toEqual({
    function: 'test',
    outcome: 'audit',
    what: 'POST /v1/integrations',
    status: 201,
    ...WHO,
    accountId: 'acme',
    integrationId: expect.stringMatching(/^acme\./),
  });
});

test('says who generated and revoked which key, and the key itself nowhere', async () => {
  const generated = await api.send({ method: 'POST', path: pathOf('/keys') });
  const { keyId } = keyIdSchema.parse(generated.json);
  const common = { outcome: 'audit', ...WHO, accountId: 'acme', integrationId, keyId };
  const lines = api.lines.map((line): unknown => JSON.parse(line));
  expect(lines).toContainEqual(
    expect.objectContaining({ ...common, what: 'POST /v1/integrations/{integrationId}/keys', status: 201 }),
  );
  expect(await audit({ method: 'DELETE', path: pathOf(`/keys/${keyId}`) })).toMatchObject([{ ...common, status: 200 }]);
  expect(api.lines.join('')).not.toContain('ijx_');
});

test('tells an erasure from a deletion, and a change that was refused from one that was made', async () => {
  expect(
    await audit(
      { method: 'PATCH', path: pathOf(), body: { version: 9, name: 'Other' } },
      { method: 'DELETE', path: pathOf() },
      { method: 'DELETE', path: pathOf('?erase=true') },
    ),
  ).toMatchObject([
    { status: 409, integrationId },
    { status: 204, integrationId },
    { status: 202, integrationId, erase: true },
  ]);
});

test('says who was not let, and writes nothing for those without a token or who only read', async () => {
  const forbidden: Request = { method: 'DELETE', path: pathOf(), as: { scope: 'integrations/read' } };
  expect(await audit(forbidden)).toMatchObject([{ status: 403, ...WHO }]);
  expect(await audit({ ...forbidden, as: 'nobody' }, { method: 'GET', path: pathOf() })).toEqual([]);
});

test('repeats nothing of a path that is no id, and no name', async () => {
  const [line] = await audit({ method: 'DELETE', path: '/v1/integrations/my-secret/keys/my%20secret' });
  expect(line).toMatchObject({ status: 404 });
  expect(api.lines.join('')).not.toMatch(/secret|anna|Support/);
});

test('keys and integrations remember who made and ended them', async () => {
  const generated = await api.send({ method: 'POST', path: pathOf('/keys') });
  const other = await api.send({ method: 'POST', path: pathOf('/keys') });
  const [revoked, ended] = [generated, other].map(({ json }) => keyIdSchema.parse(json).keyId);
  await api.send({ method: 'DELETE', path: pathOf(`/keys/${revoked}`) });
  await api.send({ method: 'DELETE', path: pathOf() });
  const by = { createdBy: 'subject-1', revokedBy: 'subject-1', revokedAt: START };
  expect(await store.findKeys([revoked ?? '', ended ?? ''])).toMatchObject([by, by]);
  expect(await store.findIntegration(integrationId)).toMatchObject({ createdBy: 'subject-1', deletedBy: 'subject-1' });
});
