import { describe, expect, it } from 'vitest';
import { checkApiKey } from '../../../shared/intake/api-key.ts';
import { MAX_ACTIVE_KEYS, MAX_KEPT_KEYS } from '../../../shared/integrations/integration.ts';
import {
  generatedKeySchema,
  incidentListSchema,
  integrationListSchema,
  integrationSchema,
  keySchema,
} from '../../../shared/integrations/integration-answers.ts';
import { createAdminApi, FRESHCHAT_KEY, SETTINGS } from '../../support/admin-api.ts';
import { createFakeAdminStore } from '../../support/fakes/admin-store.ts';

const HOUR_MS = 3_600_000;

const setUp = async () => {
  const store = createFakeAdminStore();
  const api = createAdminApi(store);
  const created = await api.send({ method: 'POST', path: '/v1/integrations', body: SETTINGS });
  const { integrationId } = integrationSchema.parse(created.json);
  const path = `/v1/integrations/${integrationId}`;
  const show = async () => integrationSchema.parse((await api.send({ method: 'GET', path })).json);
  const change = (body: unknown, query = '') => api.send({ method: 'PATCH', path: `${path}${query}`, body });
  const generate = async (body?: unknown) =>
    generatedKeySchema.parse((await api.send({ method: 'POST', path: `${path}/keys`, body })).json);
  const revoke = (keyId: string) => api.send({ method: 'DELETE', path: `${path}/keys/${keyId}` });
  const check = async ({ keyId, key }: { readonly keyId: string; readonly key: string }) =>
    checkApiKey(key, (await store.findKeys([keyId]))[0], api.now());
  return { store, api, integrationId, path, created, show, change, generate, revoke, check };
};

describe('a backfill', () => {
  it('reaches the keys that work, and those that are generated while it is open', async () => {
    const { store, change, show, generate, revoke } = await setUp();
    const [dead, old] = [await generate(), await generate()];
    await revoke(dead.keyId);
    const opened = await change({ version: 1, acceptsFrom: '2025-01-01T00:00:00+01:00' });
    expect([opened.status, opened.json]).toMatchObject([200, { acceptsFrom: '2024-12-31T23:00:00.000Z' }]);
    const fresh = await generate();
    const keys = () => store.findKeys([dead.keyId, old.keyId, fresh.keyId]);
    const acceptsFrom = Date.parse('2024-12-31T23:00:00Z');
    expect((await keys()).map((key) => key.acceptsFrom)).toEqual([undefined, acceptsFrom, acceptsFrom]);
    await change({ version: 2, name: 'Support AT' });
    expect((await show()).acceptsFrom).toBe('2024-12-31T23:00:00.000Z');
    await change({ version: 3, acceptsFrom: null });
    expect((await keys()).map((key) => key.acceptsFrom)).toEqual([undefined, undefined, undefined]);
    expect(await show()).not.toHaveProperty('acceptsFrom');
  });

  it.each([
    ['yesterday', 'not_rfc3339'],
    ['2014-12-31T23:59:59Z', 'before_2015'],
  ])('begins at an instant that events can have, not at %s', async (acceptsFrom, code) => {
    const { change } = await setUp();
    const { status, json } = await change({ version: 1, acceptsFrom });
    expect([status, json]).toMatchObject([422, { error: { code, field: 'acceptsFrom' } }]);
  });
});

describe('the life of an API key', () => {
  it('is shown once, used, rotated with an overlap, expires, and its later use is attributed', async () => {
    const { store, api, integrationId, show, generate, check } = await setUp();
    const old = await generate();
    expect(await check(old)).toBe('valid');
    expect((await show()).keys).toMatchObject([{ keyId: old.keyId, status: 'active' }]);

    store.evidence.set(integrationId, { acceptedAt: api.now(), chatEventAt: api.now() });
    store.use(old.keyId, api.now());
    api.advance(HOUR_MS);
    const fresh = await generate({ expireOthersAfter: 'PT24H' });
    const during = await show();
    expect(during.status).toBe('operational');
    expect(during.message).toBe(
      `The app still uses the API key …${old.keyId.slice(-4)}, which works until 2026-11-23 13:00 UTC; ` +
        `no event has come with the new key …${fresh.keyId.slice(-4)} yet.`,
    );
    expect(during.reason).toEqual({
      key: 'handover',
      facts: {
        oldKeyHint: `…${old.keyId.slice(-4)}`,
        newKeyHint: `…${fresh.keyId.slice(-4)}`,
        oldKeyExpiresAt: '2026-11-23T13:00:00.000Z',
      },
    });
    expect(during.silentAfter).toBe('2026-11-23T12:05:00.000Z');
    expect([await check(old), await check(fresh)]).toEqual(['valid', 'valid']);

    store.use(fresh.keyId, api.now());
    expect((await show()).message).toMatch(/^Chats arrive/);

    api.advance(24 * HOUR_MS);
    expect([await check(old), await check(fresh)]).toEqual(['key_expired', 'valid']);
    store.evidence.set(integrationId, {
      ...store.evidence.get(integrationId),
      acceptedAt: api.now() - 2,
      chatEventAt: api.now() - 2,
      refusedAt: api.now() - 1,
      refusal: { reason: 'key_expired', keyId: old.keyId },
      refusedSince: api.now() - 1,
    });
    expect(await show()).toMatchObject({
      status: 'operational',
      cause: 'key_rejected',
      severity: 'warning',
      message: expect.stringContaining(
        `The app uses the API key …${old.keyId.slice(-4)}, which expired on 2026-11-23 13:00 UTC`,
      ),
      nextStep: `Paste the API key …${fresh.keyId.slice(-4)} into the app; if it is lost, generate another one.`,
      lastRefusal: { reason: 'key_expired', keyId: old.keyId },
    });
  });

  it('ends with a revocation, which is told from the first refused request on', async () => {
    const { store, api, integrationId, show, generate, revoke, check } = await setUp();
    const key = await generate();
    const reply = await revoke(key.keyId);
    expect(keySchema.parse(reply.json)).toMatchObject({ status: 'revoked', revokedAt: '2026-11-22T12:00:00.000Z' });
    expect(await check(key)).toBe('key_revoked');
    expect((await show()).status).toBe('waiting');
    store.evidence.set(integrationId, {
      refusedAt: api.now(),
      refusal: { reason: 'key_revoked', keyId: key.keyId },
      refusedSince: api.now(),
    });
    expect(await show()).toMatchObject({
      status: 'waiting',
      cause: 'key_rejected',
      message: expect.stringContaining(
        `The app uses the API key …${key.keyId.slice(-4)}, which was revoked on 2026-11-22 12:00 UTC`,
      ),
    });
  });

  it('points at the new key that is already there, instead of asking for one more', async () => {
    const { store, api, integrationId, show, generate, revoke } = await setUp();
    const key = await generate();
    await revoke(key.keyId);
    const refusal = { reason: 'key_revoked' as const, keyId: key.keyId };
    store.evidence.set(integrationId, { refusedAt: api.now(), refusal, refusedSince: api.now() });
    expect((await show()).nextStep).toBe('Generate a key and paste it into the app.');
    const fresh = await generate();
    const newKeyHint = `…${fresh.keyId.slice(-4)}`;
    expect(await show()).toMatchObject({
      nextStep: `Paste the API key ${newKeyHint} into the app; if it is lost, generate another one.`,
      reason: { key: 'key_revoked', facts: { keyHint: `…${key.keyId.slice(-4)}`, newKeyHint } },
    });
  });

  it('asks for a new key where only older ones work: nobody has their text any more', async () => {
    const { store, api, integrationId, show, generate, revoke } = await setUp();
    await generate();
    api.advance(HOUR_MS);
    const key = await generate();
    await revoke(key.keyId);
    const refusal = { reason: 'key_revoked' as const, keyId: key.keyId };
    store.evidence.set(integrationId, { refusedAt: api.now(), refusal, refusedSince: api.now() });
    expect((await show()).nextStep).toBe('Generate a key and paste it into the app.');
  });

  it('says at once that the app was uninstalled, though its last chat is recent', async () => {
    const { store, api, integrationId, show } = await setUp();
    const seen = { acceptedAt: api.now(), chatEventAt: api.now(), installedAt: api.now() - 2 };
    store.evidence.set(integrationId, { ...seen, uninstalledAt: api.now() });
    expect(await show()).toMatchObject({
      status: 'operational',
      cause: 'app_uninstalled',
      severity: 'warning',
      reason: { key: 'app_uninstalled', facts: { uninstalledAt: '2026-11-22T12:00:00.000Z' } },
    });
    store.evidence.set(integrationId, { ...seen, uninstalledAt: api.now(), installedAt: api.now() + 1 });
    expect(await show()).not.toHaveProperty('cause');
  });

  it('ends at the instant that was asked for at its generation', async () => {
    const { api, generate, check } = await setUp();
    const key = await generate({ expiresAt: '2026-11-22T14:00:00+01:00' });
    expect(key.expiresAt).toBe('2026-11-22T13:00:00.000Z');
    api.advance(HOUR_MS - 1);
    expect(await check(key)).toBe('valid');
    api.advance(1);
    expect(await check(key)).toBe('key_expired');
  });

  it.each([
    ['soon', 'not_rfc3339'],
    ['2026-11-22T12:00:00Z', 'in_past'],
  ])('ends in the future: not at %s', async (expiresAt, code) => {
    const { api, path } = await setUp();
    const reply = await api.send({ method: 'POST', path: `${path}/keys`, body: { expiresAt } });
    expect([reply.status, reply.json]).toMatchObject([422, { error: { code, field: 'expiresAt' } }]);
  });

  it('carries a hint once nobody has used it for 90 days, as long as it works', async () => {
    const { store, api, show, generate, revoke } = await setUp();
    const key = await generate();
    const hint = async () => (await show()).keys[0]?.hint;
    api.advance(90 * 24 * HOUR_MS - 1);
    expect(await hint()).toBeUndefined();
    api.advance(1);
    expect(await hint()).toBe('unused');
    store.use(key.keyId, api.now());
    expect(await hint()).toBeUndefined();
    api.advance(90 * 24 * HOUR_MS);
    expect(await hint()).toBe('unused');
    await revoke(key.keyId);
    expect(await hint()).toBeUndefined();
  });

  it('keeps the instant of the first revocation', async () => {
    const { api, generate, revoke } = await setUp();
    const { keyId } = await generate();
    const first = await revoke(keyId);
    api.advance(HOUR_MS);
    expect(await revoke(keyId)).toEqual(first);
  });

  it('ends at once for the others with PT0S', async () => {
    const { generate, check } = await setUp();
    const [one, two] = [await generate(), await generate()];
    const three = await generate({ expireOthersAfter: 'PT0S' });
    expect([await check(one), await check(two), await check(three)]).toEqual(['key_expired', 'key_expired', 'valid']);
  });

  it('is never made longer by a rotation', async () => {
    const { generate, show } = await setUp();
    const one = await generate();
    await generate({ expireOthersAfter: 'PT1H' });
    await generate({ expireOthersAfter: 'P7D' });
    expect((await show()).keys.find(({ keyId }) => keyId === one.keyId)?.expiresAt).toBe('2026-11-22T13:00:00.000Z');
  });

  it.each(['PT24', 'P8D', 'P7DT1S', '24h', -1, null, 'P1M'])('refuses the overlap %j', async (expireOthersAfter) => {
    const { api, path } = await setUp();
    const { status } = await api.send({ method: 'POST', path: `${path}/keys`, body: { expireOthersAfter } });
    expect(status).toBe(422);
  });

  it('is one of twenty at most', async () => {
    const { api, path, generate } = await setUp();
    for (let count = 0; count < MAX_ACTIVE_KEYS; count += 1) await generate();
    expect((await api.send({ method: 'POST', path: `${path}/keys` })).status).toBe(409);
    await generate({ expireOthersAfter: 'PT0S' });
    expect((await api.send({ method: 'POST', path: `${path}/keys` })).status).toBe(201);
  });

  it('is forgotten, the oldest dead one first, when a hundred are kept', async () => {
    const { api, generate, show } = await setUp();
    const first = await generate();
    const second = await generate();
    for (let count = 2; count < MAX_KEPT_KEYS; count += 1) {
      api.advance(1);
      await generate({ expireOthersAfter: 'PT0S' });
    }
    expect((await show()).keys).toHaveLength(MAX_KEPT_KEYS);
    await generate();
    const kept = (await show()).keys.map(({ keyId }) => keyId);
    expect(kept).toHaveLength(MAX_KEPT_KEYS);
    expect(kept).not.toContain(first.keyId);
    expect(kept).toContain(second.keyId);
  });
});

describe('settings', () => {
  it('are verified with Freshchat before they are saved', async () => {
    const { api } = await setUp();
    api.freshchatAnswers({ outcome: 'credentials_rejected' });
    const body = { ...SETTINGS, name: 'Other' };
    const refused = await api.send({ method: 'POST', path: '/v1/integrations', body });
    expect(refused).toMatchObject({
      status: 422,
      json: { error: { code: 'credentials_rejected', field: 'freshchatKey' } },
    });
    const list = await api.send({ method: 'GET', path: '/v1/integrations' });
    expect(integrationListSchema.parse(list.json).items).toHaveLength(1);
    expect((await api.send({ method: 'POST', path: '/v1/integrations?verify=false', body })).status).toBe(201);
  });

  it('are changed on the version that was seen, and not on an older one', async () => {
    const { change, show } = await setUp();
    expect((await change({ version: 1, name: 'Two' })).status).toBe(200);
    expect(await change({ version: 1, name: 'Three' })).toMatchObject({
      status: 409,
      json: { error: { code: 'version_conflict', field: 'version' } },
    });
    expect(await show()).toMatchObject({ name: 'Two', version: 2 });
    expect((await change({ name: 'Four' })).status).toBe(422);
  });

  it('are not in conflict with a key that was generated meanwhile', async () => {
    const { change, generate, show } = await setUp();
    await generate();
    expect((await change({ version: 1, name: 'Two' })).status).toBe(200);
    expect((await show()).keys).toHaveLength(1);
  });

  it('lose the Freshchat key with the domain, unless a new one comes along', async () => {
    const { api, change } = await setUp();
    expect((await change({ version: 1, freshchatDomain: 'acme.freshchat.com' })).json).toMatchObject({
      hasFreshchatKey: true,
    });
    const both = { version: 2, freshchatDomain: 'other.freshchat.com', freshchatKey: 'new-key' };
    expect((await change(both)).json).toMatchObject({ hasFreshchatKey: true });
    expect(api.asked.at(-1)).toEqual({ domain: 'other.freshchat.com', token: 'new-key' });
    expect((await change({ version: 3, freshchatDomain: 'third.freshchat.com' })).json).toMatchObject({
      hasFreshchatKey: false,
    });
    // The old key was never sent to a new address.
    expect(api.asked.filter(({ token }) => token === FRESHCHAT_KEY)).toEqual([
      { domain: 'acme.freshchat.com', token: FRESHCHAT_KEY },
    ]);
  });

  it('go back to the default silence policy with null', async () => {
    const { change } = await setUp();
    expect((await change({ version: 1, silencePolicy: { window: 'PT2H' } })).json).toMatchObject({
      silencePolicy: { window: 'PT2H' },
    });
    expect((await change({ version: 2, silencePolicy: null })).json).toMatchObject({
      silencePolicy: { window: 'PT24H' },
    });
  });

  it('take a name that differs from another only in case from nobody', async () => {
    const { api, change } = await setUp();
    await api.send({ method: 'POST', path: '/v1/integrations', body: { ...SETTINGS, name: 'Other' } });
    expect((await change({ version: 1, name: 'OTHER' })).json).toMatchObject({ error: { code: 'name_taken' } });
  });
});

describe('a pause', () => {
  it('is shown, and ends by hand, also the one of the policy', async () => {
    const { api, path, change, show } = await setUp();
    const send = (verb: string) => api.send({ method: 'POST', path: `${path}/${verb}` });
    expect((await send('pause')).json).toMatchObject({ status: 'paused', version: 2 });
    expect((await send('pause')).json).toMatchObject({ status: 'paused', version: 2 });
    expect((await send('resume')).json).toMatchObject({ status: 'waiting', version: 3 });
    await change({ version: 3, silencePolicy: { window: 'PT2H', pausedUntil: '2026-12-24T00:00:00Z' } });
    expect((await show()).status).toBe('paused');
    expect((await send('resume')).json).toMatchObject({ status: 'waiting', silencePolicy: { window: 'PT2H' } });
  });
});

describe('a verification', () => {
  it.each([
    [{ outcome: 'ok' }, 'ok'],
    [{ outcome: 'credentials_rejected' }, 'credentials_rejected'],
    [{ outcome: 'forbidden' }, 'credentials_rejected'],
    [{ outcome: 'unreachable', reason: 'no_connection' }, 'unreachable'],
    [{ outcome: 'timed_out' }, 'unreachable'],
    [{ outcome: 'unavailable' }, 'unreachable'],
    [{ outcome: 'rate_limited', retryAfterSeconds: 5 }, 'unreachable'],
    [{ outcome: 'too_large' }, 'not_freshchat'],
    [{ outcome: 'not_freshchat', reason: 'not_json' }, 'not_freshchat'],
  ] as const)('puts %j into the word %s', async (answer, outcome) => {
    const { api, path } = await setUp();
    api.freshchatAnswers(answer);
    const reply = await api.send({ method: 'POST', path: `${path}/verify` });
    expect(reply).toMatchObject({ status: 200, json: { outcome } });
    expect(api.asked.at(-1)?.token).toBe(FRESHCHAT_KEY);
  });

  it('tells when the app was last heard of', async () => {
    const { store, api, integrationId, path } = await setUp();
    store.evidence.set(integrationId, { heartbeatAt: api.now() });
    const reply = await api.send({ method: 'POST', path: `${path}/verify` });
    expect(reply.json).toMatchObject({ lastEventAt: '2026-11-22T12:00:00.000Z' });
  });

  it('asks for the key when none is stored', async () => {
    const { api, path, change } = await setUp();
    await change({ version: 1, freshchatDomain: 'other.freshchat.com' });
    expect((await api.send({ method: 'POST', path: `${path}/verify` })).json).toMatchObject({
      error: { code: 'freshchat_key_missing' },
    });
  });

  it('does not decrypt what was copied from another integration', async () => {
    const { store, api, integrationId } = await setUp();
    const body = { ...SETTINGS, name: 'Other' };
    const other = integrationSchema.parse((await api.send({ method: 'POST', path: '/v1/integrations', body })).json);
    const [mine, theirs] = [
      await store.findIntegration(integrationId),
      await store.findIntegration(other.integrationId),
    ];
    if (!mine?.freshchatKey || !theirs) throw new Error('Both were just created.');
    const after = { ...theirs, freshchatKey: mine.freshchatKey, revision: theirs.revision + 1 };
    await store.saveIntegration({ before: theirs, after, checkAt: api.now() });
    const reply = await api.send({ method: 'POST', path: `/v1/integrations/${other.integrationId}/verify` });
    expect(reply.status).toBe(409);
  });
});

describe('a deletion', () => {
  it('revokes the keys, frees the name and leaves nothing to see', async () => {
    const { api, path, generate, check } = await setUp();
    const key = await generate();
    expect((await api.send({ method: 'DELETE', path })).status).toBe(204);
    expect(await check(key)).toBe('key_revoked');
    expect((await api.send({ method: 'GET', path })).status).toBe(404);
    expect((await api.send({ method: 'DELETE', path })).status).toBe(404);
    expect((await api.send({ method: 'POST', path: `${path}/keys` })).status).toBe(404);
    expect((await api.send({ method: 'POST', path: '/v1/integrations', body: SETTINGS })).status).toBe(201);
  });

  it('forgets the Freshchat key', async () => {
    const { store, api, integrationId, path } = await setUp();
    await api.send({ method: 'DELETE', path });
    expect((await store.findIntegration(integrationId))?.freshchatKey).toBeUndefined();
  });

  it('can be followed by erasing, whose progress is shown, and whose undo leaves it deleted', async () => {
    const { api, path } = await setUp();
    await api.send({ method: 'DELETE', path });
    expect(await api.send({ method: 'DELETE', path: `${path}?erase=true` })).toMatchObject({
      status: 202,
      json: { status: 'erasing', erase: { deletedChats: 0, deletedCounts: 0 } },
    });
    expect((await api.send({ method: 'DELETE', path: `${path}?erase=true` })).status).toBe(202);
    expect((await api.send({ method: 'GET', path })).json).toMatchObject({ status: 'erasing' });
    expect((await api.send({ method: 'POST', path: `${path}/restore` })).status).toBe(204);
    expect((await api.send({ method: 'GET', path })).status).toBe(404);
    expect((await api.send({ method: 'POST', path: `${path}/restore` })).status).toBe(404);
  });
});

describe('a request to erase', () => {
  const WRITE = { account: 'acme', scope: 'integrations/read integrations/write counts/read' };

  it('needs a scope of its own, which a plain deletion does not', async () => {
    const { api, path, show } = await setUp();
    expect(await api.send({ method: 'DELETE', path: `${path}?erase=true`, as: WRITE })).toMatchObject({
      status: 403,
      json: { error: { code: 'scope_missing' } },
    });
    expect((await show()).status).toBe('waiting');
    const erase = { account: 'acme', scope: 'integrations/erase' };
    expect((await api.send({ method: 'DELETE', path: `${path}?erase=true`, as: erase })).status).toBe(403);
    expect((await api.send({ method: 'DELETE', path, as: WRITE })).status).toBe(204);
  });

  it('kills the keys at once, and shows in the list when the erasing begins', async () => {
    const { api, path, generate, check, show } = await setUp();
    const key = await generate();
    const asked = await api.send({ method: 'DELETE', path: `${path}?erase=true` });
    expect(asked).toMatchObject({
      status: 202,
      json: {
        status: 'erasing',
        reason: { key: 'erasing', facts: { erasesAt: '2026-11-29T12:00:00.000Z' } },
        erase: { erasesAt: '2026-11-29T12:00:00.000Z', deletedChats: 0, deletedCounts: 0 },
        hasFreshchatKey: false,
      },
    });
    expect(await check(key)).toBe('key_revoked');
    const list = await api.send({ method: 'GET', path: '/v1/integrations' });
    expect(integrationListSchema.parse(list.json).items).toEqual([await show()]);
    // Nothing of it can be changed meanwhile.
    for (const [method, verb] of [
      ['POST', '/keys'],
      ['POST', '/pause'],
      ['DELETE', ''],
    ] as const)
      expect((await api.send({ method, path: `${path}${verb}` })).status).toBe(404);
  });

  it('is undone by whoever may write: all comes back but the keys', async () => {
    const { api, path, generate, check, change, show } = await setUp();
    await change({ version: 1, silencePolicy: { window: 'PT2H' }, acceptsFrom: '2026-01-01T00:00:00Z' });
    const key = await generate();
    const before = await show();
    await api.send({ method: 'DELETE', path: `${path}?erase=true` });
    const read = { account: 'acme', scope: 'integrations/read' };
    expect((await api.send({ method: 'POST', path: `${path}/restore`, as: read })).status).toBe(403);
    const restored = await api.send({ method: 'POST', path: `${path}/restore`, as: WRITE });
    expect(restored.status).toBe(200);
    const { keys: keysBefore, version, hasFreshchatKey: _, ...same } = before;
    expect(restored.json).toMatchObject({ ...same, version: version + 2, hasFreshchatKey: false });
    expect(keysBefore).toMatchObject([{ status: 'active' }]);
    expect(await check(key)).toBe('key_revoked');
    expect(await check(await generate())).toBe('valid');
    // Twice is once.
    expect((await api.send({ method: 'POST', path: `${path}/restore` })).status).toBe(200);
  });

  it('of another account is unknown to restore', async () => {
    const { api, path } = await setUp();
    await api.send({ method: 'DELETE', path: `${path}?erase=true` });
    const stranger = { account: 'other' };
    const answer = await api.send({ method: 'POST', path: `${path}/restore`, as: stranger });
    const unknown = await api.send({ method: 'POST', path: '/v1/integrations/other.nobody/restore', as: stranger });
    expect([answer.status, answer.text]).toEqual([404, unknown.text]);
  });

  it('leaves a line in the log, as does its undo', async () => {
    const { api, path, integrationId } = await setUp();
    await api.send({ method: 'DELETE', path: `${path}?erase=true`, as: WRITE });
    await api.send({ method: 'DELETE', path: `${path}?erase=true` });
    await api.send({ method: 'POST', path: `${path}/restore` });
    const audits = api.lines
      .map((line): unknown => JSON.parse(line))
      .slice(-6)
      .filter((line) => JSON.stringify(line).includes('"audit"'));
    const who = { subject: 'subject-1', clientId: 'client-1', tokenId: 'token-1', accountId: 'acme', integrationId };
    expect(audits).toMatchObject([
      { what: 'DELETE /v1/integrations/{integrationId}', erase: true, status: 403, ...who },
      { what: 'DELETE /v1/integrations/{integrationId}', erase: true, status: 202, ...who },
      { what: 'POST /v1/integrations/{integrationId}/restore', status: 200, ...who },
    ]);
  });
});

describe('the incidents', () => {
  it('come newest first, page by page', async () => {
    const { store, api, integrationId, path } = await setUp();
    const silence = { silentFrom: api.now() - 9, cause: 'no_chats', severity: 'warning' } as const;
    store.incidents.set(
      integrationId,
      [1, 2, 3].map((at) => ({ ...silence, openedAt: at, ...(at < 3 && { closedAt: at + 5 }) })),
    );
    const first = await api.send({ method: 'GET', path: `${path}/incidents?limit=2` });
    expect(first.json).toMatchObject({
      items: [
        { openedAt: '1970-01-01T00:00:00.003Z', reason: { key: 'no_chats', facts: { from: expect.any(String) } } },
        { openedAt: '1970-01-01T00:00:00.002Z', to: '1970-01-01T00:00:00.007Z' },
      ],
    });
    const { items } = incidentListSchema.parse(first.json);
    expect(items.map(({ to }) => to)).toEqual([undefined, '1970-01-01T00:00:00.007Z']);
    const cursor = /"nextCursor":"([^"]+)"/.exec(first.text)?.[1];
    const second = await api.send({ method: 'GET', path: `${path}/incidents?limit=2&cursor=${cursor}` });
    expect(second.json).toMatchObject({ items: [{ openedAt: '1970-01-01T00:00:00.001Z' }] });
    expect(second.text).not.toContain('nextCursor');
    expect((await api.send({ method: 'GET', path: `/v1/integrations?cursor=${cursor}` })).status).toBe(400);
  });
});

describe('secrets', () => {
  it('are in no store, no log line and no answer but the one that shows a new key', async () => {
    const { store, api, path, change, generate, revoke, show } = await setUp();
    const keys = [await generate(), await generate({ expireOthersAfter: 'PT1H' })];
    const texts = [
      (await change({ version: 1, freshchatKey: `${FRESHCHAT_KEY}-2` })).text,
      (await revoke(keys[0]?.keyId ?? '')).text,
      JSON.stringify(await show()),
      (await api.send({ method: 'POST', path: `${path}/verify` })).text,
      (await api.send({ method: 'POST', path: '/v1/integrations', body: { ...SETTINGS, name: 7 } })).text,
      (await api.send({ method: 'GET', path: `${path}/keys` })).text,
      store.dump(),
      ...api.lines,
    ];
    for (const text of texts) {
      expect(text).not.toContain(FRESHCHAT_KEY);
      for (const { key } of keys) expect(text).not.toContain(key.slice(17, 60));
    }
  });
});
