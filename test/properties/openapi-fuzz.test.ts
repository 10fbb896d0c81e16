import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createHandler as createReceiveHandler } from '../../functions/receive-events/handler.ts';
import { createLog } from '../../shared/core/lambda/log.ts';
import { formatApiKey, hashApiKey } from '../../shared/intake/api-key.ts';
import { createAuthenticate } from '../../shared/intake/authenticate.ts';
import { createReceiveEvents } from '../../shared/intake/receive-events.ts';
import { integrationSchema } from '../../shared/integrations/integration-answers.ts';
import { toChangesCursor } from '../../shared/reading/changes-cursor.ts';
import { createAdminApi, FRESHCHAT_KEY, type Request, SETTINGS, START, toEvent } from '../support/admin-api.ts';
import { createFakeAdminStore } from '../support/fakes/admin-store.ts';
import { fromSchema } from '../support/from-schema.ts';
import { type DescribedCall, readDescribedCalls, type Schema } from '../support/openapi-document.ts';

const ALL_CALLS = readDescribedCalls();
const CALLS = ALL_CALLS.filter(({ path }) => path !== '/v1/events');

/** What a run may find in the store: two integrations of the account, one of them deleted. */
const setUp = async () => {
  const store = createFakeAdminStore();
  const api = createAdminApi(store);
  const create = async (name: string) => {
    const reply = await api.send({ method: 'POST', path: '/v1/integrations', body: { ...SETTINGS, name } });
    return integrationSchema.parse(reply.json).integrationId;
  };
  const [live, deleted] = [await create('Live'), await create('Deleted')];
  await api.send({ method: 'POST', path: `/v1/integrations/${live}/keys` });
  await api.send({ method: 'DELETE', path: `/v1/integrations/${deleted}?erase=true` });
  const keyId = (await store.findIntegration(live))?.keyIds[0] ?? '';
  return { api, store, ids: { live, deleted, keyId } };
};

type Ids = Awaited<ReturnType<typeof setUp>>['ids'];

const caller: fc.Arbitrary<Pick<Request, 'as'>> = fc.oneof(
  { weight: 8, arbitrary: fc.constant({}) },
  fc.constant({ as: 'nobody' as const }),
  fc.record({ as: fc.record({ account: fc.constantFrom('other', '', 'ac.me') }) }),
  fc.record({ as: fc.record({ scope: fc.constantFrom('', 'integrations/read') }) }),
);

const rawBody = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('{', '[]', 'null', '{"a":'.repeat(50)));

const rawBodyOrNone = fc.oneof({ weight: 14, arbitrary: fc.constant(undefined) }, rawBody);

/** Stands for a cursor of the live integration, which only the run itself can make. */
const CURSOR = 'cursor-of-the-live-integration';

const parameterOf = (name: string, schema: Schema): fc.Arbitrary<string> => {
  const fitting = fromSchema(schema).map(toText);
  return name === 'cursor' ? fc.oneof(fitting, fc.constant(CURSOR)) : fitting;
};

/** Now and then only what must be there: many parameters are seldom all right. */
const queryOf = ({ query, required }: DescribedCall) => {
  const parameters = Object.entries(query).map(([name, schema]) => [name, parameterOf(name, schema)] as const);
  const needed = parameters.filter(([name]) => required.includes(name));
  return fc.oneof(
    { weight: 3, arbitrary: fc.record(Object.fromEntries(parameters), { requiredKeys: [] }) },
    { weight: 1, arbitrary: fc.record(Object.fromEntries(needed)) },
  );
};

const toText = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''));

const toQuery = (query: Readonly<Record<string, string | undefined>>): string =>
  Object.entries(query)
    .map(([name, value = '']) => `${name}=${encodeURIComponent(value.toWellFormed())}`)
    .join('&');

const pathOf = (call: DescribedCall, ids: Ids) =>
  fc
    .record({
      integrationId: fc.oneof(
        { weight: 6, arbitrary: fc.constant(ids.live) },
        fc.constantFrom(ids.deleted, 'acme.x', 'other.x'),
        fc.string({ minLength: 1 }),
      ),
      keyId: fc.oneof(fc.constant(ids.keyId), fc.string({ minLength: 1 })),
    })
    .map((parameters) =>
      call.path
        .replace('{integrationId}', encodeURIComponent(parameters.integrationId))
        .replace('{keyId}', encodeURIComponent(parameters.keyId)),
    );

const requestOf = (call: DescribedCall, ids: Ids): fc.Arbitrary<Request> =>
  fc
    .tuple(
      pathOf(call, ids),
      queryOf(call),
      caller,
      call.body
        ? fc.oneof({ weight: 9, arbitrary: fromSchema(call.body) }, fc.constant(undefined))
        : fc.constant(undefined),
      rawBodyOrNone,
    )
    .map(([path, query, as, body, raw]) => ({
      method: call.method,
      path: `${path}?${toQuery(query)}`,
      ...as,
      ...(body !== undefined && { body }),
      ...(raw !== undefined && { rawBody: raw }),
    }));

describe.each(CALLS.map((call) => [`${call.method} ${call.path}`, call] as const))('%s', (_, call) => {
  it('gives no undocumented answer, no 5xx and no secret, whatever is sent', async () => {
    const { ids } = await setUp();
    const statuses = new Set<number>();
    await fc.assert(
      fc.asyncProperty(fc.array(requestOf(call, ids), { minLength: 1, maxLength: 4 }), async (requests) => {
        const { api, store, ids: own } = await setUp();
        for (const request of requests) {
          const path = request.path
            .replace(ids.live, own.live)
            .replace(ids.deleted, own.deleted)
            .replace(ids.keyId, own.keyId)
            .replace(CURSOR, toChangesCursor(own.live, { at: 0 }));
          const { status, json, text } = await api.send({ ...request, path });
          statuses.add(status);
          expect(call.problemOf(status, json)).toBeUndefined();
          expect(status).toBeLessThan(500);
          expect(text).not.toContain(FRESHCHAT_KEY);
        }
        expect(store.dump()).not.toContain(FRESHCHAT_KEY);
      }),
      { numRuns: 150 },
    );
    // A fuzzer that never gets past the border proves nothing.
    expect([...statuses].some((status) => status < 300)).toBe(true);
    expect([...statuses].some((status) => status >= 400)).toBe(true);
  });
});

describe('POST /v1/events', () => {
  const call = ALL_CALLS.find(({ path }) => path === '/v1/events');
  const { keyId, key } = formatApiKey(new Uint8Array(8).fill(1), new Uint8Array(32).fill(2));
  const known = { keyId, hash: hashApiKey(key), integrationId: 'acme.one', accountId: 'acme', createdAt: START };
  const clock = () => START;
  const receive = createReceiveHandler({
    receiveEvents: createReceiveEvents({
      authenticate: createAuthenticate({
        lookUpKey: async (id) => ({ key: id === keyId ? known : undefined, isStale: false }),
        clock,
      }),
      sendToQueue: async () => undefined,
      clock,
    }),
    clock,
    log: createLog({ functionName: 'test', write: () => undefined, clock }),
  });
  const authorization = fc.oneof(
    { weight: 8, arbitrary: fc.constant(`Bearer ${key}`) },
    fc.constantFrom('Bearer', 'Basic x', `Bearer ${key}0`, ''),
  );

  it('gives no undocumented answer and no 5xx, whatever is sent', async () => {
    const statuses = new Set<number>();
    await fc.assert(
      fc.asyncProperty(fromSchema(call?.body ?? {}), rawBodyOrNone, authorization, async (body, raw, header) => {
        const event = toEvent({ method: 'POST', path: '/v1/events', body, ...(raw !== undefined && { rawBody: raw }) });
        const answer = await receive({ ...event, headers: { ...event.headers, authorization: header } });
        const { statusCode: status = 0, body: text = '' } = answer;
        statuses.add(status);
        expect(call?.problemOf(status, text === '' ? undefined : JSON.parse(text))).toBeUndefined();
        expect(status).toBeLessThan(500);
      }),
      { numRuns: 1_000 },
    );
    expect([...statuses]).toEqual(expect.arrayContaining([202, 400, 401, 422]));
  });
});

it('would notice an answer that is not described', () => {
  const [call] = CALLS;
  expect(call?.problemOf(418, {})).toBe('418 is not described');
  expect(call?.problemOf(201, { integrationId: 'acme.x', key: 'secret' })).toContain('must');
});
