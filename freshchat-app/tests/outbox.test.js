import { describe, expect, it } from 'vitest';
import { NOW, TICK, updateOf } from './payloads.js';
import { accepted, answerOf, createAccount, keyRevoked, serverDown } from './sandbox.js';

const TOO_MANY = { status: 429, message: 'Too many requests' };

const resolve = (account, number, conversation = {}) =>
  account.run(
    'onConversationUpdate',
    updateOf({ conversation: { conversation_id: `chat-${number}`, ...conversation }, timestamp: account.now }),
  );
const tick = (account) => account.run('onScheduledEvent', TICK);
/** The chats whose end the API took, each delivery of it. */
const countedIn = (account) =>
  account.delivered.filter(({ type }) => type === 'chat.resolved').map(({ chat }) => chat.id);
const lastBeat = (account) =>
  account.posts.flatMap(({ events }) => events).findLast(({ type }) => type === 'app.heartbeat').app;
const logged = (account, name) => account.logs.filter(([first]) => first === name).map(([, fields]) => fields);
const fire = async (account) => {
  for (const [name, { data, schedule_at }] of account.schedules) {
    if (Date.parse(schedule_at) > account.now) continue;
    account.schedules.delete(name);
    await account.run('onScheduledEvent', { data });
  }
};

/** An account that has ticked three times: its cursor stands, its last tick was 10 minutes ago. */
const living = async (options) => {
  const account = createAccount({ now: NOW, ...options });
  for (let count = 0; count < 3; count += 1) {
    await tick(account);
    account.after(10);
  }
  account.posts.length = 0;
  account.calls.length = 0;
  return account;
};

describe('the end of a chat', () => {
  it('is posted at once, and nothing is stored', async () => {
    const account = await living();
    await resolve(account, 1);
    expect(countedIn(account)).toEqual(['chat-1']);
    expect(account.calls).toEqual([]);
  });

  it('waits in one operation while the API is down, and goes with the next heartbeat', async () => {
    const account = await living({});
    account.api = serverDown;
    for (let number = 0; number < 60; number += 1) await resolve(account, number);
    expect(account.calls.filter((call) => call.startsWith('append'))).toHaveLength(60);
    expect(account.bucketKeys()).toHaveLength(1);
    account.api = accepted;
    account.after(10);
    await tick(account);
    expect(countedIn(account)).toHaveLength(60);
    expect(account.bucketKeys()).toEqual([]);
    expect(account.posts.at(-1).events[0].type).toBe('app.heartbeat');
  });

  it('is the same event when it is delivered later', async () => {
    const account = await living();
    await resolve(account, 1);
    account.api = serverDown;
    await resolve(account, 1);
    account.api = accepted;
    account.after(10);
    await tick(account);
    const [first, later] = account.delivered.filter(({ type }) => type === 'chat.resolved');
    expect(later).toEqual(first);
  });

  it.each([
    ['a revoked key', keyRevoked],
    ['a stranger who answers 200', () => answerOf(200, { accepted: 'all' })],
    ['a stranger who answers 202', () => answerOf(202, { ok: true })],
    ['a page of HTML', () => ({ status: 200, response: '<html>' })],
    ["the platform's own 400", () => ({ status: 400, response: 'Error while substituting the templates' })],
    ["the platform's own 415", () => ({ status: 415, response: { message: 'Unsupported content type' } })],
    ['an unknown 404', () => answerOf(404, { message: 'Not Found' })],
    ['a limit', () => answerOf(429, { message: 'Too Many Requests' })],
    ['an answer without anything', () => ({ status: 502, response: undefined })],
  ])('waits behind %s', async (_name, api) => {
    const account = await living();
    account.api = api;
    await resolve(account, 1);
    await tick(account);
    expect(account.bucketKeys()).toHaveLength(1);
    account.api = accepted;
    account.after(10);
    await tick(account);
    expect(countedIn(account).filter((id) => id === 'chat-1').length).toBeGreaterThan(0);
    expect(account.bucketKeys()).toEqual([]);
  });

  it('goes into a schedule of its own where $db refuses, and is tried again under another name', async () => {
    const account = await living();
    account.api = serverDown;
    account.refuse = (call) => (call === 'append' ? TOO_MANY : undefined);
    await resolve(account, 1);
    const [[name, { data, schedule_at }]] = account.schedules;
    expect(name).toMatch(/^e[0-9a-f]{16}$/);
    expect(data.tries).toBe(1);
    const minutes = (Date.parse(schedule_at) - account.now) / 60_000;
    expect(minutes).toBeGreaterThanOrEqual(6);
    expect(minutes).toBeLessThan(46);
    account.after(46);
    await fire(account);
    expect([...account.schedules.keys()]).toEqual([`${name}-1`]);
    account.api = accepted;
    account.after(46);
    await fire(account);
    expect(countedIn(account)).toEqual(['chat-1']);
  });

  it('that comes twice makes one schedule', async () => {
    const account = await living({ refuse: (call) => (call === 'append' ? TOO_MANY : undefined) });
    account.api = serverDown;
    await resolve(account, 1);
    await resolve(account, 1);
    expect(account.schedules.size).toBe(1);
    expect(logged(account, 'lost')).toEqual([]);
  });

  it('that nothing takes is logged as lost, by its id alone, and a new life begins', async () => {
    const account = await living();
    account.api = serverDown;
    account.refuse = (call) => (call === 'append' || call === 'create' ? TOO_MANY : undefined);
    await resolve(account, 1);
    expect(logged(account, 'lost')).toEqual([{ id: `chat-1:resolved:${account.now}` }]);
    account.api = accepted;
    account.refuse = () => undefined;
    account.after(5);
    await tick(account);
    expect(lastBeat(account).aliveForSeconds).toBe(300);
  });

  it('that nothing takes and nothing remembers throws nothing', async () => {
    const account = await living();
    account.api = serverDown;
    account.refuse = () => TOO_MANY;
    await resolve(account, 1);
    expect(account.logs.map(([name]) => name)).toEqual(['lost', 'life_not_written']);
  });

  it('that the API refuses for good is not sent again, and a new life begins', async () => {
    const account = await living();
    account.api = ({ events }) =>
      answerOf(422, {
        accepted: 0,
        rejected: events.map((_event, index) => ({ index, code: 'too_old', message: 'm' })),
      });
    await resolve(account, 1);
    expect(account.bucketKeys()).toEqual([]);
    expect(logged(account, 'refused')).toEqual([{ ids: [`chat-1:resolved:${account.now}`], codes: ['too_old'] }]);
    account.api = accepted;
    account.after(10);
    await tick(account);
    expect(lastBeat(account).aliveForSeconds).toBe(600);
  });
});

describe('creations and reopenings', () => {
  it('are tried once and never stored', async () => {
    const account = await living();
    account.api = serverDown;
    await account.run('onConversationUpdate', updateOf({ changes: { status: ['resolved', 'new'] } }));
    await account.run('onConversationCreate', updateOf());
    expect(account.posts).toHaveLength(2);
    expect(account.calls).toEqual([]);
    expect(account.logs).toEqual([]);
  });

  it('that the API refuses start no new life', async () => {
    const account = await living();
    account.api = () => answerOf(422, { accepted: 0, rejected: [{ index: 0, code: 'too_old' }] });
    await account.run('onConversationCreate', updateOf());
    expect(account.calls).toEqual([]);
  });
});

describe('a bucket', () => {
  const store = async (account, count) => {
    const { api } = account;
    account.api = serverDown;
    for (let number = 0; number < count; number += 1) await resolve(account, number);
    account.api = api;
  };

  it('is not read before nobody can append to it any more', async () => {
    const account = await living();
    await store(account, 1);
    account.after(6);
    await tick(account);
    expect(account.bucketKeys()).toHaveLength(1);
    expect(lastBeat(account).undeliveredForSeconds).toBeGreaterThan(0);
    account.after(2);
    await tick(account);
    expect(account.bucketKeys()).toEqual([]);
  });

  it('that is full goes on in parts, and all of them are delivered', async () => {
    const account = await living();
    await store(account, 700);
    expect(account.bucketKeys().length).toBeGreaterThan(1);
    account.after(10);
    await tick(account);
    expect(new Set(countedIn(account)).size).toBe(700);
    expect(account.bucketKeys()).toEqual([]);
    for (const { events, body } of account.posts) {
      expect(events.length).toBeLessThanOrEqual(100);
      expect(Buffer.byteLength(body)).toBeLessThan(100 * 1024);
    }
  });

  it('with long names makes posts that Freshworks sends', async () => {
    const account = await living();
    account.api = serverDown;
    for (let number = 0; number < 40; number += 1) {
      const conversation = { conversation_id: `chat-${number}-${'x'.repeat(180)}` };
      await account.run(
        'onConversationUpdate',
        updateOf({ conversation, group: { id: '語'.repeat(200), name: '語'.repeat(200) }, timestamp: account.now }),
      );
    }
    account.posts.length = 0;
    account.api = accepted;
    account.after(10);
    await tick(account);
    expect(countedIn(account).length).toBeGreaterThan(0);
    for (const { body } of account.posts) expect(Buffer.byteLength(body)).toBeLessThan(90_500);
  });

  it('stays when the API fails behind the first post, and comes again whole', async () => {
    const account = await living();
    await store(account, 150);
    account.after(10);
    let posts = 0;
    account.api = (post) => (++posts === 1 ? accepted(post) : serverDown());
    await tick(account);
    expect(account.bucketKeys()).toHaveLength(1);
    account.api = accepted;
    account.after(10);
    await tick(account);
    expect(new Set(countedIn(account)).size).toBe(150);
  });

  it('stays when it cannot be deleted, and the cursor stays with it', async () => {
    const account = await living();
    await store(account, 1);
    account.after(10);
    const before = account.store.get('cursor');
    account.refuse = (call) => (call === 'delete' ? TOO_MANY : undefined);
    await tick(account);
    expect(account.bucketKeys()).toHaveLength(1);
    const [key] = account.bucketKeys();
    expect(account.store.get('cursor').from).toBe(Number(key.slice(2)));
    expect(before.from).toBeLessThanOrEqual(Number(key.slice(2)));
  });

  it('that $db does not give is not passed', async () => {
    const account = await living();
    await store(account, 1);
    account.after(10);
    const [key] = account.bucketKeys();
    account.refuse = (call, asked) => (call === 'get' && asked === key ? TOO_MANY : undefined);
    await tick(account);
    expect(lastBeat(account).undeliveredForSeconds).toBeGreaterThanOrEqual(600);
    account.refuse = () => undefined;
    account.after(10);
    await tick(account);
    expect(countedIn(account)).toEqual(['chat-0']);
  });

  it('with rows that nobody can read is delivered without them, said, and a new life begins', async () => {
    const account = await living();
    await store(account, 1);
    account.store.get(account.bucketKeys()[0]).e.push('{', '[]', '["created","c",1,0,0,0]', '["resolved",1,1,0,0,0]');
    account.after(10);
    await tick(account);
    expect(countedIn(account)).toEqual(['chat-0']);
    expect(logged(account, 'unreadable_rows')).toHaveLength(1);
    account.after(10);
    await tick(account);
    expect(lastBeat(account).aliveForSeconds).toBe(600);
  });

  it('with an event that makes the whole post unreadable loses that event alone', async () => {
    const account = await living();
    await store(account, 9);
    account.after(10);
    account.api = (post) =>
      post.body.includes('chat-5') ? answerOf(400, { error: { code: 'not_json' } }) : accepted(post);
    await tick(account);
    expect(countedIn(account).toSorted()).toEqual([0, 1, 2, 3, 4, 6, 7, 8].map((number) => `chat-${number}`));
    expect(logged(account, 'refused')).toMatchObject([{ codes: ['not_json'] }]);
    expect(account.bucketKeys()).toEqual([]);
  });

  it('of which the API refuses a part is done, and a new life begins only for ends of chats', async () => {
    const account = await living();
    const refuseAt =
      (wanted) =>
      ({ events }) =>
        answerOf(202, { accepted: events.length - 1, rejected: [{ index: wanted, code: 'too_old' }] });
    account.api = refuseAt(0);
    await store(account, 3);
    account.after(10);
    await tick(account);
    account.after(10);
    account.api = accepted;
    await tick(account);
    expect(lastBeat(account).aliveForSeconds).toBe(3000);
    account.api = refuseAt(2);
    await store(account, 3);
    account.after(10);
    await tick(account);
    account.after(10);
    account.api = accepted;
    await tick(account);
    expect(lastBeat(account).aliveForSeconds).toBe(600);
  });

  it('with an event that is refused stays until a new life is written down', async () => {
    const account = await living();
    await store(account, 1);
    account.after(10);
    account.api = ({ events }) =>
      answerOf(202, { accepted: events.length - 1, rejected: [{ index: events.length - 1, code: 'too_old' }] });
    account.refuse = (call, key) => (call === 'set' && key === 'life' ? TOO_MANY : undefined);
    await tick(account);
    expect(account.bucketKeys()).toHaveLength(1);
    account.refuse = () => undefined;
    account.after(10);
    await tick(account);
    expect(account.bucketKeys()).toEqual([]);
    account.after(10);
    account.api = accepted;
    await tick(account);
    expect(lastBeat(account).aliveForSeconds).toBe(600);
  });

  it('takes no more of $db than a minute allows, however many there are', async () => {
    const account = await living();
    account.api = serverDown;
    for (let number = 0; number < 100; number += 1) {
      await resolve(account, number);
      account.after(5);
    }
    account.api = accepted;
    let ticks = 0;
    while (account.bucketKeys().length > 0) {
      account.after(10);
      account.calls.length = 0;
      await tick(account);
      expect(account.calls.length).toBeLessThanOrEqual(45);
      ticks += 1;
    }
    expect(ticks).toBe(7);
    expect(new Set(countedIn(account)).size).toBe(100);
  });

  it('is left for the next tick when this one has run for 8 seconds', async () => {
    const account = await living();
    account.api = serverDown;
    for (let number = 0; number < 6; number += 1) {
      await resolve(account, number);
      account.after(5);
    }
    account.after(10);
    account.api = (post) => {
      account.now += 3000;
      return accepted(post);
    };
    account.posts.length = 0;
    await tick(account);
    expect(account.posts).toHaveLength(3);
    expect(account.bucketKeys()).toHaveLength(3);
  });
});

describe('the claims of a heartbeat', () => {
  it('say since when the app lives, and that it holds nothing', async () => {
    const account = await living();
    await tick(account);
    expect(lastBeat(account)).toEqual({
      version: '1.0.0',
      account: 'nordlicht.freshchat.com',
      aliveForSeconds: 1800,
      undeliveredForSeconds: 0,
    });
  });

  it('say for at most 30 days', async () => {
    const account = await living();
    account.store.set('life', { since: 0 });
    await tick(account);
    expect(lastBeat(account).aliveForSeconds).toBe(30 * 86_400);
  });

  it('say at the first tick that life begins, and nothing of what may wait', async () => {
    const account = createAccount({ now: NOW });
    await tick(account);
    expect(lastBeat(account)).toEqual({ version: '1.0.0', account: 'nordlicht.freshchat.com', aliveForSeconds: 0 });
  });

  it.each([
    ['25 minutes are no gap', 15, 1800 + 15 * 60],
    ['26 minutes are', 16, 0],
  ])('%s', async (_name, more, aliveForSeconds) => {
    const account = await living();
    account.after(more);
    await tick(account);
    expect(lastBeat(account).aliveForSeconds).toBe(aliveForSeconds);
  });

  it('begin anew where the cursor, the last tick or the life is gone', async () => {
    for (const key of ['cursor', 'tick', 'life']) {
      const account = await living();
      account.store.delete(key);
      await tick(account);
      expect(lastBeat(account).aliveForSeconds).toBe(0);
      expect(account.store.has(key)).toBe(true);
    }
  });

  it('begin anew where buckets older than 14 days are passed over', async () => {
    const account = await living();
    account.api = serverDown;
    await resolve(account, 1);
    for (let count = 0; count < 14 * 144; count += 1) {
      account.after(10);
      await tick(account);
    }
    expect(lastBeat(account).aliveForSeconds).toBe(14 * 86_400 + 1800);
    account.after(10);
    account.api = accepted;
    await tick(account);
    expect(lastBeat(account).aliveForSeconds).toBe(0);
    expect(countedIn(account)).toEqual([]);
  });

  it.each([
    ['the cursor cannot be read', (call, key) => call === 'get' && key === 'cursor', 'undeliveredForSeconds'],
    ['the last tick cannot be read', (call, key) => call === 'get' && key === 'tick', 'aliveForSeconds'],
    ['the life cannot be read', (call, key) => call === 'get' && key === 'life', 'aliveForSeconds'],
    ['the tick cannot be written', (call, key) => call === 'set' && key === 'tick', 'aliveForSeconds'],
  ])('are silent where %s', async (_name, isRefused, field) => {
    const account = await living();
    account.refuse = (call, key) => (isRefused(call, key) ? TOO_MANY : undefined);
    await tick(account);
    expect(lastBeat(account)).not.toHaveProperty(field);
    expect(lastBeat(account).version).toBe('1.0.0');
  });

  it('make nobody forget a gap that could not be written down', async () => {
    const account = await living();
    account.store.delete('cursor');
    account.refuse = (call, key) => (call === 'set' && key === 'life' ? TOO_MANY : undefined);
    await tick(account);
    expect(lastBeat(account)).toEqual({ version: '1.0.0', account: 'nordlicht.freshchat.com' });
    expect(account.store.has('cursor')).toBe(false);
    account.refuse = () => undefined;
    account.after(10);
    await tick(account);
    expect(lastBeat(account).aliveForSeconds).toBe(0);
  });

  it('give the age of the oldest event, also when it came late', async () => {
    const account = await living();
    account.api = serverDown;
    await resolve(account, 1, { resolved_time: new Date(account.now - 14 * 60_000).toISOString() });
    account.after(10);
    await tick(account);
    expect(lastBeat(account).undeliveredForSeconds).toBe(24 * 60);
  });
});

describe('the schedule', () => {
  it('is looked after by one resolved chat in 32, and created where it is gone', async () => {
    const account = await living();
    for (let number = 0; number < 640; number += 1) await resolve(account, number);
    const looks = account.calls.filter((call) => call === 'fetch injixo-tick').length;
    expect(looks).toBeGreaterThan(5);
    expect(looks).toBeLessThan(60);
    expect(account.calls.filter((call) => call === 'create injixo-tick')).toHaveLength(1);
    expect(account.schedules.get('injixo-tick')).toMatchObject({ repeat: { time_unit: 'minutes', frequency: 10 } });
  });

  it('is not created where nobody knows whether it is gone', async () => {
    const account = await living({ refuse: (call) => (call === 'fetch' ? TOO_MANY : undefined) });
    for (let number = 0; number < 320; number += 1) await resolve(account, number);
    expect(account.schedules.size).toBe(0);
  });

  it('that carries something unreadable is nothing', async () => {
    const account = await living();
    await account.run('onScheduledEvent', { data: { row: '{' } });
    await account.run('onScheduledEvent', { data: { row: 7 } });
    expect(account.posts).toEqual([]);
  });
});
