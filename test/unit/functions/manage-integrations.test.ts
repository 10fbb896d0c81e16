import { beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { toCursor } from '../../../shared/core/http/cursor.ts';
import { toChangesCursor } from '../../../shared/reading/changes-cursor.ts';
import { ROUTES, SCOPES } from '../../../shared/routes.ts';
import { type AdminApi, createAdminApi, type Request, SETTINGS } from '../../support/admin-api.ts';
import { createFakeAdminStore } from '../../support/fakes/admin-store.ts';

const ADMIN_ROUTES = ROUTES.filter(({ access }) => access !== 'in-function');
const NAMED = ADMIN_ROUTES.filter(({ path }) => path.includes('{integrationId}'));
const WITH_BODY = ADMIN_ROUTES.filter(({ method }) => method === 'POST' || method === 'PATCH');

/** Of the right list, but no place in it: the store must never see them. */
const FORGED = ['', 'other.000000000000', 'acme.', 'x'.repeat(3_000)].map(
  (place) => `cursor=${toCursor('acme', place)}`,
);

const idSchema = z.object({ integrationId: z.string() });
const keyIdSchema = z.object({ keyId: z.string() });

let api: AdminApi;
let integrationId: string;
let keyId: string;

beforeEach(async () => {
  api = createAdminApi(createFakeAdminStore());
  const created = await api.send({ method: 'POST', path: '/v1/integrations', body: SETTINGS });
  integrationId = idSchema.parse(created.json).integrationId;
  const generated = await api.send({ method: 'POST', path: `/v1/integrations/${integrationId}/keys` });
  keyId = keyIdSchema.parse(generated.json).keyId;
});

type AdminRoute = (typeof ADMIN_ROUTES)[number];

/** What a route must be asked with. */
const queryOf = ({ path }: AdminRoute): string => {
  if (path.endsWith('/changes')) return `?cursor=${toChangesCursor(integrationId, { at: 0 })}`;
  return path.endsWith('/contact-counts') || path.endsWith('/queues') ? '?from=2026-11-22T00:00:00Z' : '';
};

const pathOf = (route: AdminRoute, ids: { readonly integrationId?: string; readonly keyId?: string } = {}): string =>
  `${route.path}${queryOf(route)}`
    .replace('{integrationId}', encodeURIComponent(ids.integrationId ?? integrationId))
    .replace('{keyId}', encodeURIComponent(ids.keyId ?? keyId));

/** All of ours, but the one that it needs. Any of them lets in whoever is signed in. */
const wrongScopesOf = ({ access }: AdminRoute): readonly string[] => {
  const others = SCOPES.filter((scope) => scope !== access);
  return access === 'signed-in' ? [] : [...others, others.join(' ')];
};

/** A body that the route takes. */
const bodyOf = ({ method, path }: AdminRoute): Pick<Request, 'body'> => {
  if (method === 'PATCH') return { body: { version: 1, name: 'Other' } };
  return method === 'POST' ? { body: path === '/v1/integrations' ? { ...SETTINGS, name: 'Other' } : {} } : {};
};

const call = (route: AdminRoute, options: Partial<Request> = {}, ids = {}) =>
  api.send({ method: route.method, path: pathOf(route, ids), ...bodyOf(route), ...options });

const errorOf = (json: unknown) => z.object({ error: z.looseObject({ code: z.string() }) }).parse(json).error;

describe.each(ADMIN_ROUTES.map((route) => [`${route.method} ${route.path}`, route] as const))('%s', (_, route) => {
  it('answers its owner, in words that nobody in between keeps and no browser guesses about', async () => {
    const { status, headers } = await call(route);
    expect(status).toBeLessThan(300);
    // Counts and the list may be kept by their reader, who asks whether they still hold.
    const isKept = route.function === 'read-counts' || (route.method === 'GET' && route.path === '/v1/integrations');
    const cacheControl = isKept ? 'private, no-cache' : 'no-store';
    expect(headers).toMatchObject({ 'cache-control': cacheControl, 'x-content-type-options': 'nosniff' });
  });

  it('answers 401 without a token', async () => {
    const { status, json } = await call(route, { as: 'nobody' });
    expect([status, errorOf(json).code]).toEqual([401, 'token_missing']);
  });

  it.each(['', 'openid', 'integrations/rea integrations/writes', ...wrongScopesOf(route)])(
    'answers 403 with the scope "%s"',
    async (scope) => {
      const { status, json } = await call(route, { as: { scope } });
      expect([status, errorOf(json).code]).toEqual([403, 'scope_missing']);
    },
  );

  it.each(['', 'ac.me', 'a#b', `${'a'.repeat(65)}`, '../acme'])(
    'answers 403 to a token of the account "%s"',
    async (account) => {
      const { status, json } = await call(route, { as: { account } });
      expect([status, errorOf(json).code]).toEqual([403, 'account_missing']);
    },
  );
});

describe.each(NAMED.map((route) => [`${route.method} ${route.path}`, route] as const))('%s', (_, route) => {
  const unknown = () => call(route, {}, { integrationId: 'acme.000000000000' });

  it('answers another account exactly as if it asked for nothing that exists', async () => {
    const theirs = await call(route, { as: { account: 'stranger' } });
    expect(theirs).toEqual(await unknown());
    expect(theirs.status).toBe(404);
  });

  it('leaves the integration of the owner alone when another account asks', async () => {
    const before = await api.send({ method: 'GET', path: `/v1/integrations/${integrationId}` });
    await call(route, { as: { account: 'stranger' } });
    expect(await api.send({ method: 'GET', path: `/v1/integrations/${integrationId}` })).toEqual(before);
  });

  it.each([
    'acme',
    'acme.',
    '.acme',
    'acme.a.b',
    'acme.%00',
    'acme.x y',
    'acme.\u{1f600}',
    'ACME.000000000000',
    `acme.${'a'.repeat(3_000)}`,
    'name#support de',
    '__proto__',
  ])('answers 404 for the id "%s"', async (id) => {
    expect(await call(route, {}, { integrationId: id })).toEqual(await unknown());
  });
});

describe('DELETE /v1/integrations/{integrationId}/keys/{keyId}', () => {
  it.each(['unknown', ' ', '%', '__proto__', 'a'.repeat(3_000)])('answers 404 for the key "%s"', async (id) => {
    const path = `/v1/integrations/${integrationId}/keys/${encodeURIComponent(id)}`;
    expect((await api.send({ method: 'DELETE', path })).status).toBe(404);
  });

  it('does not revoke a key of another integration', async () => {
    const other = await api.send({ method: 'POST', path: '/v1/integrations', body: { ...SETTINGS, name: 'Other' } });
    const { integrationId: otherId } = idSchema.parse(other.json);
    const path = `/v1/integrations/${otherId}/keys/${keyId}`;
    expect((await api.send({ method: 'DELETE', path })).status).toBe(404);
  });
});

describe.each(WITH_BODY.map((route) => [`${route.method} ${route.path}`, route] as const))('%s', (_, route) => {
  it.each([
    ['{', 400, 'not_json'],
    ['"text"', 400, 'not_an_object'],
    ['[]', 400, 'not_an_object'],
    ['null', 400, 'not_an_object'],
    [`{"a":${'['.repeat(40)}${']'.repeat(40)}}`, 400, 'too_deep'],
    [`{"a":${'['.repeat(20_000)}${']'.repeat(20_000)}}`, 400, 'too_deep'],
    ['{"unknownField":1}', 422, undefined],
    [`{"name":"${'x'.repeat(70_000)}"}`, 413, 'too_large'],
  ])('refuses the body %.20s', async (rawBody, status, code) => {
    const reply = await call(route, { rawBody });
    expect(reply.status).toBe(status);
    if (code) expect(errorOf(reply.json).code).toBe(code);
  });

  it('refuses what is not JSON by its content type', async () => {
    const reply = await call(route, { rawBody: '{}', contentType: 'text/plain' });
    expect([reply.status, errorOf(reply.json).code]).toEqual([415, 'not_json_by_type']);
  });
});

describe('a wrong field', () => {
  const create = (body: Readonly<Record<string, unknown>>) =>
    api.send({ method: 'POST', path: '/v1/integrations', body: { ...SETTINGS, name: 'Other', ...body } });

  it.each([
    [{ name: '' }, 'name', 'empty'],
    [{ name: '   ' }, 'name', 'empty'],
    [{ name: 7 }, 'name', 'wrong_type'],
    [{ name: undefined }, 'name', 'missing'],
    [{ name: 'a\u0000b' }, 'name', 'control_character'],
    [{ name: '\ud800' }, 'name', 'ill_formed_unicode'],
    [{ name: 'x'.repeat(201) }, 'name', 'too_long'],
    [{ template: 'zendesk' }, 'template', 'not_allowed'],
    [{ freshchatDomain: 'https://acme.freshchat.com@evil.com' }, 'freshchatDomain', 'not_a_host_name'],
    [{ name: '\u200b' }, 'name', 'empty'],
    [{ name: 'Support \u202eED' }, 'name', 'control_character'],
    [{ name: 'Support\u2028DE' }, 'name', 'control_character'],
    [{ freshchatDomain: 'Acme.freshchat.com' }, 'freshchatDomain', 'upper_case'],
    [{ freshchatDomain: '169.254.169.254' }, 'freshchatDomain', 'suffix_not_allowed'],
    [{ freshchatDomain: 'freshchat.com' }, 'freshchatDomain', 'account_missing'],
    [{ freshchatKey: '' }, 'freshchatKey', 'not_a_freshchat_key'],
    [{ freshchatKey: 'two words' }, 'freshchatKey', 'not_a_freshchat_key'],
    [{ freshchatKey: 'line\r\nbreak' }, 'freshchatKey', 'not_a_freshchat_key'],
    [{ silencePolicy: { window: 'P1M' } }, 'silencePolicy.window', 'not_a_duration'],
    [{ silencePolicy: { windows: 'PT1H' } }, 'silencePolicy', 'unknown_field'],
    [
      { silencePolicy: { activeHours: { timeZone: 'Mars/Base', weekly: { monday: ['08:00-18:00'] } } } },
      'silencePolicy.activeHours.timeZone',
      'unknown_time_zone',
    ],
  ])('is named, and its value is not repeated: %j', async (body, field, code) => {
    const { status, json } = await create(body);
    expect(status).toBe(422);
    expect(errorOf(json)).toMatchObject({ field, code });
  });

  it('is named together with the others', async () => {
    const { status, json } = await create({ name: '', freshchatDomain: 'acme', freshchatKey: 'two words' });
    expect(status).toBe(422);
    expect(errorOf(json)).toMatchObject({
      code: 'empty',
      field: 'name',
      problems: [
        { code: 'empty', field: 'name' },
        { code: 'suffix_not_allowed', field: 'freshchatDomain' },
        { code: 'not_a_freshchat_key', field: 'freshchatKey' },
      ],
    });
  });

  it.each([
    'https://acme.freshchat.com',
    ' acme.freshchat.com\n',
    'HTTPS://acme.freshchat.com/a/123?x=https://evil.com#y',
    'acme.freshchat.com/',
  ])('that holds a pasted address is read as its host, and the answer shows it: %j', async (freshchatDomain) => {
    const { status, json } = await create({ freshchatDomain });
    expect([status, json]).toMatchObject([201, { freshchatDomain: 'acme.freshchat.com' }]);
  });

  it.each(['verify=maybe', 'verify=', 'verify=true&verify=false'])('in the query is refused: %s', async (query) => {
    const path = `/v1/integrations?${query.replace('&verify=', ',')}`;
    expect((await api.send({ method: 'POST', path, body: SETTINGS })).status).toBe(400);
  });

  it.each(['0', '101', '-1', 'x', '1e2'])('of a page is told that its limit is out of range: %s', async (limit) => {
    const { status, json } = await api.send({ method: 'GET', path: `/v1/integrations?limit=${limit}` });
    expect([status, errorOf(json).code]).toEqual([400, 'out_of_range']);
  });

  it.each(['cursor=x', 'cursor=', 'cursor=WyJhIiwiYiJd', ...FORGED])('of a page is refused: %s', async (query) => {
    expect((await api.send({ method: 'GET', path: `/v1/integrations?${query}` })).status).toBe(400);
  });
});
