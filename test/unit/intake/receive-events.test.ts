import { describe, expect, it } from 'vitest';
import { createAuthenticate } from '../../../shared/intake/authenticate.ts';
import { createLookUpKey } from '../../../shared/intake/look-up-key.ts';
import { createReceiveEvents, type EventPost } from '../../../shared/intake/receive-events.ts';
import { apiKey } from '../../support/api-keys.ts';
import { MINUTE_MS, NOW, resolved, toWire } from '../../support/events.ts';
import { createFakeApiKeys } from '../../support/fakes/api-keys.ts';
import { createFakeClock } from '../../support/fakes/clock.ts';
import { createFakeEventQueue } from '../../support/fakes/event-queue.ts';
import { StoreDownError } from '../../support/fakes/outage.ts';
import { eventsMessage, INTEGRATION, refusalMessage } from '../../support/messages.ts';

const { text, known } = apiKey();
const { keyId } = known;
const source = { kind: 'key', keyId } as const;
const owner = { integrationId: INTEGRATION, keyId };

const setUp = (key = known) => {
  const { clock, advance } = createFakeClock(NOW);
  const store = createFakeApiKeys(key);
  const queue = createFakeEventQueue();
  const authenticate = createAuthenticate({ lookUpKey: createLookUpKey({ findKey: store.findKey, clock }), clock });
  const receive = createReceiveEvents({ authenticate, sendToQueue: queue.sendToQueue, clock });
  return { receive, store, queue, advance };
};

const post = (body: unknown, options: Partial<EventPost> = {}): EventPost => ({
  authorization: `Bearer ${text}`,
  isJson: true,
  body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
  ...options,
});
const GOOD = post(toWire(resolved()));
const INVALID = post({ events: [{}] });

describe('receiving events', () => {
  it('one post becomes one message, with the integration of the key', async () => {
    const { receive, queue } = setUp();
    const events = [resolved(), resolved({ chatId: 'chat-2' })];
    const body = { integrationId: 'other.one', keyId: 'x', events: events.map(toWire) };
    expect(await receive(post(body))).toEqual({
      kind: 'accepted',
      answer: { accepted: 2, rejected: [] },
      ...owner,
      isStaleKey: false,
    });
    expect(queue.sent).toEqual([eventsMessage(events, { source })]);
  });

  it('queues the good ones of a batch and tells of the bad ones', async () => {
    const { receive, queue } = setUp();
    expect(await receive(post({ events: [null, toWire(resolved())] }))).toMatchObject({
      kind: 'accepted',
      answer: { accepted: 1, rejected: [{ index: 0, code: 'wrong_type' }] },
    });
    expect(queue.sent).toEqual([eventsMessage([resolved()], { source, refused: { wrong_type: 1 } })]);
  });

  it('tells the recorder how many events of a request were refused, by their code', async () => {
    const { receive, queue } = setUp();
    const tooLong = { ...toWire(resolved()), id: 'x'.repeat(201) };
    await receive(post({ events: [toWire(resolved()), ...Array(98).fill({ ...tooLong }), null] }));
    expect(queue.sent).toEqual([eventsMessage([resolved()], { source, refused: { too_long: 98, wrong_type: 1 } })]);
  });

  it('counts no event of a newer app as refused that says nothing of a chat', async () => {
    const { receive, queue } = setUp();
    const later = ['app.measured', 'agent.joined', 'chat.exploded'].map((type) => ({ ...toWire(resolved()), type }));
    await receive(post({ events: [toWire(resolved()), ...later] }));
    await receive(post({ events: later.slice(0, 2) }));
    expect(queue.sent).toEqual([
      eventsMessage([resolved()], { source, refused: { unknown_type: 1 } }),
      refusalMessage({ source, reason: 'types_unknown' }),
    ]);
  });

  it('accepts nothing that the queue did not take', async () => {
    const { receive, queue } = setUp();
    queue.sendOutage.begin();
    expect(await receive(GOOD)).toEqual({
      kind: 'unavailable',
      part: 'queue',
      cause: expect.any(StoreDownError),
      ...owner,
      isStaleKey: false,
    });
  });

  it('accepts nothing whose answer from the queue was lost: the sender sends it again', async () => {
    const { receive, queue } = setUp();
    queue.sendOutage.next('answer_lost');
    expect(await receive(GOOD)).toMatchObject({ kind: 'unavailable' });
    expect(await receive(GOOD)).toMatchObject({ kind: 'accepted' });
  });

  it('is unavailable while keys cannot be looked up', async () => {
    const { receive, store, queue } = setUp();
    store.outage.begin();
    expect(await receive(GOOD)).toEqual({ kind: 'unavailable', part: 'keys', cause: expect.any(StoreDownError) });
    expect(queue.sent).toEqual([]);
  });

  it('says when a key was let in from memory', async () => {
    const { receive, store, advance } = setUp();
    await receive(GOOD);
    store.outage.begin();
    advance(2 * MINUTE_MS);
    expect(await receive(GOOD)).toMatchObject({ kind: 'accepted', isStaleKey: true });
  });

  it('reads no body of a sender without a valid key', async () => {
    const { receive, queue } = setUp();
    expect(await receive(post('{', { authorization: undefined }))).toEqual({
      kind: 'unauthorized',
      reason: 'key_missing',
    });
    expect(await receive(post('{', { authorization: 'Bearer x' }))).toEqual({
      kind: 'unauthorized',
      reason: 'key_malformed',
    });
    expect(await receive(post('{', { authorization: `Bearer ${apiKey(9).text}` }))).toEqual({
      kind: 'unauthorized',
      reason: 'key_unknown',
    });
    expect(queue.sent).toEqual([]);
  });
});

describe('refusals are evidence', () => {
  it.each([
    ['key_revoked', { ...known, revokedAt: NOW }],
    ['key_expired', { ...known, expiresAt: NOW }],
  ] as const)('%s becomes a message', async (reason, key) => {
    const { receive, queue } = setUp(key);
    expect(await receive(GOOD)).toEqual({ kind: 'unauthorized', reason, ...owner });
    expect(queue.sent).toEqual([refusalMessage({ source, reason, refused: { [reason]: 1 } })]);
  });

  it.each([
    ['no valid event', INVALID, { kind: 'none_valid' }, { missing: 1 }],
    ['no JSON', post('{'), { kind: 'refused', reason: 'not_json' }, { not_json: 1 }],
    ['a list', post('[]'), { kind: 'refused', reason: 'not_an_object' }, { not_an_object: 1 }],
    ['a body too large', post(' '.repeat(300_000)), { kind: 'refused', reason: 'too_large' }, { too_large: 1 }],
    [
      'too many events',
      post({ events: Array(101).fill({}) }),
      { kind: 'refused', reason: 'too_many_events' },
      { too_many_events: 1 },
    ],
    [
      'another content type',
      { ...GOOD, isJson: false },
      { kind: 'refused', reason: 'not_json_by_type' },
      { not_json_by_type: 1 },
    ],
  ])('a valid key with %s becomes a message', async (_, request, expected, refused) => {
    const { receive, queue } = setUp();
    expect(await receive(request)).toMatchObject({ ...expected, ...owner });
    expect(queue.sent).toEqual([refusalMessage({ source, reason: 'events_invalid', refused })]);
  });

  it('at most one a key, reason and minute', async () => {
    const { receive, queue, advance } = setUp();
    for (let time = 0; time < 3; time += 1) await receive(INVALID);
    advance(MINUTE_MS - 1);
    await receive(INVALID);
    expect(queue.sent).toHaveLength(1);
    advance(1);
    await receive(INVALID);
    expect(queue.sent.map(({ receivedAt }) => receivedAt)).toEqual([NOW, NOW + MINUTE_MS]);
  });

  it('what is refused between two reports is counted, and goes along with the next one', async () => {
    const { receive, queue, advance } = setUp();
    for (let time = 0; time < 3; time += 1) await receive(INVALID);
    advance(MINUTE_MS);
    queue.sendOutage.next('request_lost');
    await receive(post('{'));
    await receive(INVALID);
    expect(queue.sent.map(({ refused }) => refused)).toEqual([{ missing: 1 }, { missing: 3, not_json: 1 }]);
  });

  it('or with the next accepted request, once', async () => {
    const { receive, queue } = setUp();
    for (let time = 0; time < 3; time += 1) await receive(INVALID);
    queue.sendOutage.next('request_lost');
    await receive(post({ events: [null, toWire(resolved())] }));
    await receive(post({ events: [null, toWire(resolved())] }));
    await receive(GOOD);
    expect(queue.sent.map(({ refused }) => refused)).toEqual([
      { missing: 1 },
      { missing: 2, wrong_type: 1 },
      undefined,
    ]);
  });

  it('each reason and each key for itself', async () => {
    const { receive, store, queue, advance } = setUp();
    const other = apiKey(2);
    store.put(other.known);
    await receive(INVALID);
    await receive({ ...INVALID, authorization: `Bearer ${other.text}` });
    store.put({ ...known, revokedAt: NOW });
    advance(MINUTE_MS - 1);
    await receive({ ...INVALID, authorization: `Bearer ${other.text}` });
    advance(1);
    await receive(GOOD);
    expect(queue.sent.map((message) => [message.source, message.kind === 'refusal' && message.reason])).toEqual([
      [source, 'events_invalid'],
      [{ kind: 'key', keyId: other.known.keyId }, 'events_invalid'],
      [source, 'key_revoked'],
    ]);
  });

  it('one that the queue did not take changes no answer, and the next one tries again', async () => {
    const { receive, queue } = setUp({ ...known, revokedAt: NOW });
    queue.sendOutage.next('request_lost');
    expect(await receive(GOOD)).toMatchObject({ kind: 'unauthorized', reason: 'key_revoked' });
    await receive(GOOD);
    expect(queue.sent).toHaveLength(1);
  });

  it('keys that we do not know become none: a stranger fills no queue', async () => {
    const { receive, queue } = setUp();
    await receive({ ...GOOD, authorization: `Bearer ${apiKey(9).text}` });
    await receive({ ...GOOD, authorization: undefined });
    expect(queue.sent).toEqual([]);
  });
});
