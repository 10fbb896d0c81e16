import { describe, expect, it } from 'vitest';
import { accepted, answerOf, createAccount, keyRevoked, serverDown } from './sandbox.js';

const START = Date.parse('2026-11-23T13:20:00Z');

/** A chat that an agent resolved now. */
const resolved = (account, number) => ({
  event: 'onConversationUpdate',
  timestamp: account.now,
  data: {
    associations: { group: { id: 'g-1', name: 'Support' } },
    changes: { model_changes: { status: ['assigned', 'resolved'] } },
    conversation: { conversation_id: `chat-${number}`, created_time: '2026-11-23T12:00:00Z', resolved_time: null },
  },
});
const resolve = (account, number) => account.run('onConversationUpdate', resolved(account, number));
const tick = (account) =>
  account.run('onScheduledEvent', {
    data: { kind: 'tick' },
    currentHost: { endpoint_urls: { freshchat: 'https://Nordlicht.freshchat.com' } },
  });
const endsIn = (account) => account.delivered.filter(({ type }) => type === 'chat.resolved').map(({ chat }) => chat.id);
const lastBeat = (account) =>
  account.posts
    .flatMap(({ events }) => events)
    .filter(({ type }) => type === 'app.heartbeat')
    .at(-1).app;
/** An account that has lived for a while: its cursor stands. */
const living = async (options) => {
  const account = createAccount({ now: START, ...options });
  for (let count = 0; count < 3; count += 1) {
    await tick(account);
    account.after(10);
  }
  account.posts.length = 0;
  account.calls.length = 0;
  return account;
};

describe('the outbox', () => {
  it('keeps what the API did not take, and delivers it with the next heartbeat', async () => {
    const account = await living();
    account.api = serverDown;
    for (let number = 0; number < 60; number += 1) await resolve(account, number);
    expect(endsIn(account)).toEqual([]);
    expect(account.bucketKeys()).toHaveLength(1);
    account.api = accepted;
    account.after(10);
    await tick(account);
    expect(endsIn(account)).toHaveLength(60);
    expect(account.bucketKeys()).toEqual([]);
    expect(account.posts.at(-1).events[0].type).toBe('app.heartbeat');
    expect(lastBeat(account).undeliveredForSeconds).toBe(600);
  });

  it('says that it holds nothing, and since when it lives', async () => {
    const account = await living();
    await tick(account);
    expect(lastBeat(account)).toEqual({
      version: '1.0.0',
      account: 'nordlicht.freshchat.com',
      aliveForSeconds: 1800,
      undeliveredForSeconds: 0,
    });
  });

  it.each([
    ['a revoked key', keyRevoked],
    ['a stranger who answers 200', () => answerOf(200, { ok: true })],
    ['a page of HTML', () => ({ status: 200, response: '<html>' })],
    ["the platform's own 400", () => ({ status: 400, response: 'Error while substituting the templates' })],
  ])('keeps an event behind %s', async (_name, api) => {
    const account = await living();
    account.api = api;
    await resolve(account, 1);
    expect(account.bucketKeys()).toHaveLength(1);
    account.api = accepted;
    account.after(10);
    await tick(account);
    expect(endsIn(account)).toEqual(['chat-1']);
  });
});
