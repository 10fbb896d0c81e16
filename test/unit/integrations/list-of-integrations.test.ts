/** The list of an account: order, counts, filter, pages, and what makes a poll cheap. */

import { beforeEach, expect, it } from 'vitest';
import * as z from 'zod';
import { integrationListSchema, integrationSchema } from '../../../shared/integrations/integration-answers.ts';
import { type AdminApi, createAdminApi, SETTINGS, START } from '../../support/admin-api.ts';
import { createFakeAdminStore, type FakeAdminStore } from '../../support/fakes/admin-store.ts';

const HOUR = 60 * 60_000;

let store: FakeAdminStore;
let api: AdminApi;
beforeEach(() => {
  store = createFakeAdminStore();
  api = createAdminApi(store);
});

const add = async (name: string): Promise<string> => {
  const { json } = await api.send({ method: 'POST', path: '/v1/integrations', body: { ...SETTINGS, name } });
  return integrationSchema.parse(json).integrationId;
};

const read = async (query = '') =>
  integrationListSchema.parse((await api.send({ method: 'GET', path: `/v1/integrations${query}` })).json);

const statesOf = async (query = '') => (await read(query)).items.map(({ name, state }) => [name, state]);

/** One in each state; two days have passed since they were made. */
const addAll = async () => {
  const paused = await add('paused');
  await api.send({ method: 'POST', path: `/v1/integrations/${paused}/pause` });
  const erasing = await add('erasing');
  const [well, refused, gone, quiet, longGone] = [
    await add('well'),
    await add('refused'),
    await add('gone'),
    await add('no chats'),
    await add('gone for longer'),
  ];
  api.advance(48 * HOUR);
  const now = api.now();
  await api.send({ method: 'DELETE', path: `/v1/integrations/${erasing}?erase=true` });
  store.evidence.set(well, { chatEventAt: now, acceptedAt: now });
  store.evidence.set(refused, {
    chatEventAt: now - HOUR,
    acceptedAt: now - HOUR,
    refusedAt: now,
    refusal: { reason: 'key_revoked', keyId: 'k' },
  });
  store.evidence.set(gone, { chatEventAt: now - 30 * HOUR, acceptedAt: now - 30 * HOUR });
  store.evidence.set(longGone, { chatEventAt: now - 40 * HOUR, acceptedAt: now - 40 * HOUR });
  store.evidence.set(quiet, { chatEventAt: now - 30 * HOUR, acceptedAt: now, heartbeatAt: now });
  await add('new');
};

it('has the most urgent first, and of those the longest; what is being erased comes last', async () => {
  await addAll();
  expect(await statesOf()).toEqual([
    ['gone for longer', 'critical'],
    ['gone', 'critical'],
    ['refused', 'needs_you'],
    ['no chats', 'warning'],
    ['new', 'waiting'],
    ['well', 'operational'],
    ['paused', 'paused'],
    ['erasing', 'erasing'],
  ]);
});

it('counts all of them by state, whatever page and filter are asked for', async () => {
  await addAll();
  const counts = {
    critical: 2,
    needs_you: 1,
    warning: 1,
    checking: 0,
    waiting: 1,
    operational: 1,
    paused: 1,
    erasing: 1,
  };
  expect((await read()).counts).toEqual(counts);
  expect((await read('?limit=1&state=waiting')).counts).toEqual(counts);
});

it('shows only a state when asked, and refuses one that there is not', async () => {
  await addAll();
  expect(await statesOf('?state=critical')).toEqual([
    ['gone for longer', 'critical'],
    ['gone', 'critical'],
  ]);
  expect(await statesOf('?state=checking')).toEqual([]);
  expect((await api.send({ method: 'GET', path: '/v1/integrations?state=silent' })).status).toBe(400);
});

it('shows each once, page by page', async () => {
  await addAll();
  const seen: unknown[] = [];
  let cursor = '';
  do {
    const page = await read(`?limit=3${cursor === '' ? '' : `&cursor=${cursor}`}`);
    seen.push(...page.items.map(({ name, state }) => [name, state]));
    cursor = page.nextCursor ?? '';
  } while (cursor !== '');
  expect(seen).toEqual(await statesOf());
});

it('never calls one operational that has a cause', async () => {
  await addAll();
  const { items } = await read();
  const named = items.filter(({ cause }) => cause !== undefined);
  expect(named.map(({ status }) => status)).toContain('operational');
  expect(named.map(({ state }) => state)).not.toContain('operational');
});

it('says since when, and when silence would begin', async () => {
  await addAll();
  const { items } = await read();
  const of = (name: string) => items.find((one) => one.name === name);
  const at = (hoursAgo: number) => new Date(api.now() - hoursAgo * HOUR).toISOString();
  expect(of('gone')?.since).toBe(at(30));
  expect(of('no chats')?.since).toBe(at(30));
  expect(of('refused')?.since).toBe(at(0));
  expect(of('paused')?.since).toBe(new Date(START).toISOString());
  expect(of('erasing')?.since).toBe(at(0));
  expect(of('well')?.since).toBeUndefined();
  expect(of('well')?.silentAfter).toBe(new Date(api.now() + 24 * HOUR + 5 * 60_000).toISOString());
});

it('asks for the new key while the app uses the old one, although chats arrive', async () => {
  const id = await add('rotated');
  const generate = async () => {
    const { json } = await api.send({ method: 'POST', path: `/v1/integrations/${id}/keys` });
    return z.object({ keyId: z.string() }).parse(json).keyId;
  };
  store.evidence.set(id, { chatEventAt: START, acceptedAt: START });
  store.use(await generate(), START);
  expect(await statesOf()).toEqual([['rotated', 'operational']]);
  api.advance(HOUR);
  await generate();
  const [rotated] = (await read()).items;
  expect(rotated).toMatchObject({ state: 'needs_you', since: new Date(START + HOUR).toISOString() });
});

it('says of a key when the app was refused for it', async () => {
  const id = await add('revoked');
  const { json } = await api.send({ method: 'POST', path: `/v1/integrations/${id}/keys` });
  const { keyId } = z.object({ keyId: z.string() }).parse(json);
  store.evidence.set(id, { refusedAt: START, refusal: { reason: 'key_revoked', keyId } });
  const [revoked] = (await read()).items;
  expect(revoked?.keys).toMatchObject([{ keyId, lastRefusedAt: new Date(START).toISOString() }]);
});

it('answers 304 without a body while nothing has changed, and only then', async () => {
  const etagOf = (headers: unknown) => z.object({ etag: z.string() }).parse(headers).etag;
  const id = await add('one');
  const first = await api.send({ method: 'GET', path: '/v1/integrations' });
  const etag = etagOf(first.headers);
  expect(etag).toMatch(/^"[\w-]{43}"$/);
  const ask = (headers: Readonly<Record<string, string>>) =>
    api.send({ method: 'GET', path: '/v1/integrations', headers });
  api.advance(60_000);
  expect(await ask({ 'if-none-match': etag })).toMatchObject({ status: 304, text: '' });
  expect((await ask({ 'if-none-match': '"other"' })).status).toBe(200);
  store.evidence.set(id, { acceptedAt: api.now() });
  const changed = await ask({ 'if-none-match': etag });
  expect(changed.status).toBe(200);
  expect(etagOf(changed.headers)).not.toBe(etag);
});

it('tells another account nothing by an ETag that it learnt', async () => {
  await add('one');
  const { headers } = await api.send({ method: 'GET', path: '/v1/integrations' });
  const { etag } = z.object({ etag: z.string() }).parse(headers);
  const theirs = await api.send({
    method: 'GET',
    path: '/v1/integrations',
    headers: { 'if-none-match': etag },
    as: { account: 'stranger' },
  });
  expect(theirs).toMatchObject({ status: 200, json: { items: [] } });
});
