import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { createHandler } from '../../../functions/receive-events/handler.ts';
import { createLog } from '../../../shared/core/lambda/log.ts';
import { createAuthenticate } from '../../../shared/intake/authenticate.ts';
import { createLookUpKey } from '../../../shared/intake/look-up-key.ts';
import { createReceiveEvents } from '../../../shared/intake/receive-events.ts';
import { apiKey } from '../../support/api-keys.ts';
import { MINUTE_MS, NOW, resolved, toWire } from '../../support/events.ts';
import { createFakeApiKeys } from '../../support/fakes/api-keys.ts';
import { createFakeClock } from '../../support/fakes/clock.ts';
import { createFakeEventQueue } from '../../support/fakes/event-queue.ts';
import { gatewayEvent } from '../../support/gateway-event.ts';
import { eventsMessage } from '../../support/messages.ts';

const { text, known } = apiKey();
const EVENT = JSON.stringify(toWire(resolved()));

const HEADERS = {
  'content-type': 'application/json',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
};

const setUp = (key = known) => {
  const { clock, advance } = createFakeClock(NOW);
  const store = createFakeApiKeys(key);
  const queue = createFakeEventQueue();
  const lines: string[] = [];
  const log = createLog({ functionName: 'receive-events', write: (line) => lines.push(line), clock });
  const authenticate = createAuthenticate({ lookUpKey: createLookUpKey({ findKey: store.findKey, clock }), clock });
  const receiveEvents = createReceiveEvents({ authenticate, sendToQueue: queue.sendToQueue, clock });
  const handler = createHandler({ receiveEvents, log, clock });
  const answer = async (event: APIGatewayProxyEventV2) => {
    const { statusCode, headers, body = '' } = await handler(event);
    const parsed: { error?: { code: string }; accepted?: number; rejected?: readonly unknown[] } = JSON.parse(body);
    return { statusCode, headers, body: parsed };
  };
  const outcomes = () => lines.map((line): Record<string, unknown> => JSON.parse(line));
  return { answer, store, queue, advance, lines, outcomes };
};

const post = (body: string | undefined = EVENT, headers: Readonly<Record<string, string>> = {}) =>
  gatewayEvent({ body, headers: { authorization: `Bearer ${text}`, 'content-type': 'application/json', ...headers } });

describe('the table of answers', () => {
  it('202: at least one event was queued', async () => {
    const { answer, queue } = setUp();
    const { statusCode, headers, body } = await answer(post(`{"events": [${EVENT}, null]}`));
    expect(statusCode).toBe(202);
    expect(headers).toEqual(HEADERS);
    expect(body).toEqual({
      accepted: 1,
      rejected: [{ index: 1, code: 'wrong_type', message: 'The event has the wrong JSON type.' }],
    });
    expect(queue.sent).toEqual([
      eventsMessage([resolved()], { source: { kind: 'key', keyId: known.keyId }, refused: { wrong_type: 1 } }),
    ]);
  });

  it('422 or 202: whether an old event is taken is decided by the key that it comes with', async () => {
    const acceptsFrom = NOW - 400 * 24 * 60 * MINUTE_MS;
    const old = JSON.stringify(toWire(resolved({ occurredAt: acceptsFrom })));
    const { statusCode, body } = await setUp().answer(post(old));
    expect([statusCode, body.rejected]).toMatchObject([422, [{ code: 'too_old', field: 'occurredAt' }]]);
    expect((await setUp({ ...known, acceptsFrom }).answer(post(old))).statusCode).toBe(202);
  });

  it('422: no event was valid', async () => {
    const { statusCode, body } = await setUp().answer(post('{"id": "e-1"}'));
    expect(statusCode).toBe(422);
    expect(body).toEqual({
      accepted: 0,
      rejected: [{ index: 0, id: 'e-1', code: 'missing', field: 'type', message: 'type is required.' }],
    });
  });

  it.each([
    [400, 'not_json', post('{')],
    [400, 'not_json', gatewayEvent({ headers: post().headers })],
    [400, 'not_an_object', post('[]')],
    [400, 'too_deep', post('['.repeat(33) + ']'.repeat(33))],
    [413, 'too_large', post(' '.repeat(262_145))],
    [413, 'too_many_events', post(JSON.stringify({ events: Array(101).fill(0) }))],
    [415, 'not_json_by_type', post(EVENT, { 'content-type': 'text/plain' })],
    [415, 'not_json_by_type', post(EVENT, { 'content-type': 'application/x-www-form-urlencoded' })],
    [415, 'not_json_by_type', post(EVENT, { 'content-type': 'application/jsonp' })],
    [415, 'not_json_by_type', post(EVENT, { 'content-type': '' })],
  ])('%i: %s', async (status, code, event) => {
    const { answer, queue } = setUp();
    const { statusCode, headers, body } = await answer(event);
    expect({ statusCode, code: body.error?.code }).toEqual({ statusCode: status, code });
    expect(body).toEqual({ error: { code, message: expect.stringMatching(/^[A-Z].*\.$/) } });
    expect(headers).toEqual(HEADERS);
    expect(queue.sent.filter(({ kind }) => kind === 'events')).toEqual([]);
  });

  it.each([
    ['key_missing', gatewayEvent({ body: EVENT }), known],
    ['key_malformed', post(EVENT, { authorization: 'Bearer secret-secret' }), known],
    ['key_unknown', post(EVENT, { authorization: `Bearer ${apiKey(9).text}` }), known],
    ['key_revoked', post(), { ...known, revokedAt: NOW }],
    ['key_expired', post(), { ...known, expiresAt: NOW }],
  ])('401: %s', async (code, event, key) => {
    const { statusCode, headers, body } = await setUp(key).answer(event);
    expect({ statusCode, code: body.error?.code }).toEqual({ statusCode: 401, code });
    expect(headers).toMatchObject({ 'www-authenticate': 'Bearer' });
    expect(JSON.stringify(body)).not.toContain('secret-secret');
  });

  it('503: the queue did not take it', async () => {
    const { answer, queue } = setUp();
    queue.sendOutage.begin();
    const { statusCode, headers, body } = await answer(post());
    expect({ statusCode, code: body.error?.code }).toEqual({ statusCode: 503, code: 'unavailable' });
    expect(headers).toMatchObject({ 'retry-after': '1' });
  });

  it('503: keys cannot be looked up', async () => {
    const { answer, store } = setUp();
    store.outage.begin();
    expect(await answer(post())).toMatchObject({ statusCode: 503, headers: { 'retry-after': '1' } });
  });
});

describe('what counts as JSON', () => {
  it.each([
    'application/json',
    'application/json; charset=utf-8',
    'application/json;charset=UTF-8',
    'Application/JSON',
    ' application/json ',
    'application/cloudevents+json',
  ])('%j', async (type) => {
    expect(await setUp().answer(post(EVENT, { 'content-type': type }))).toMatchObject({ statusCode: 202 });
  });

  it('a body that the gateway handed over in base64', async () => {
    const { answer, queue } = setUp();
    const body = Buffer.from(JSON.stringify(toWire(resolved({ chatId: '😀' })))).toString('base64');
    expect(await answer({ ...post(body), isBase64Encoded: true })).toMatchObject({ statusCode: 202 });
    expect(queue.sent).toMatchObject([{ events: [{ chat: { id: '😀' } }] }]);
  });
});

describe('the line of an outcome', () => {
  it('tells ids, kinds and numbers, never a body or a key', async () => {
    const { answer, lines, outcomes } = setUp();
    await answer(
      post(
        JSON.stringify({ events: [{ id: 'e', type: 'Frau Mustermann' }, toWire(resolved({ group: 'Secret group' }))] }),
      ),
    );
    await answer(post(EVENT, { authorization: `Bearer ${apiKey(9).text}` }));
    expect(outcomes()).toMatchObject([
      {
        outcome: 'accepted',
        integrationId: known.integrationId,
        keyId: known.keyId,
        codes: ['unknown_type'],
        EventsAccepted: 1,
        EventsRejected: 1,
      },
      { outcome: 'unauthorized', reason: 'key_unknown', RequestsUnauthorized: 1 },
    ]);
    expect(lines.join()).not.toMatch(/Mustermann|Secret group|ijx_/);
  });

  it('writes a flood of strangers down as one line in ten seconds, and counts them all', async () => {
    const { answer, advance, outcomes } = setUp();
    const knock = () => answer(post(EVENT, { authorization: 'nonsense' }));
    for (let count = 0; count < 100; count += 1) await knock();
    advance(10_000);
    await knock();
    expect(outcomes()).toMatchObject([
      { outcome: 'unauthorized', RequestsUnauthorized: 1 },
      { outcome: 'unauthorized', RequestsUnauthorized: 100 },
    ]);
  });

  it('writes each refusal of a dead key down, whose owner must act', async () => {
    const { answer, outcomes } = setUp({ ...known, revokedAt: NOW - MINUTE_MS });
    for (let count = 0; count < 3; count += 1) await answer(post());
    expect(outcomes()).toMatchObject(Array(3).fill({ outcome: 'unauthorized', keyId: known.keyId }));
  });

  it('counts all refused events, also those that are not listed', async () => {
    const { answer, outcomes } = setUp();
    await answer(post(JSON.stringify({ events: Array(9).fill(null) })));
    expect(outcomes()).toMatchObject([{ outcome: 'none_valid', EventsAccepted: 0, EventsRejected: 9 }]);
  });

  it('says when a key was let in from memory', async () => {
    const { answer, store, advance, outcomes } = setUp();
    await answer(post());
    store.outage.begin();
    advance(2 * MINUTE_MS);
    await answer(post());
    await answer(post('{'));
    expect(outcomes().map((line) => line['StaleKeyUsed'])).toEqual([undefined, 1, 1]);
  });

  it('names the part that was unavailable, and its error apart', async () => {
    const { answer, queue, outcomes } = setUp();
    queue.sendOutage.begin();
    await answer(post());
    expect(outcomes()).toMatchObject([
      { outcome: 'error', error: 'StoreDownError' },
      { outcome: 'unavailable', part: 'queue' },
    ]);
  });
});
