import { describe, expect, it } from 'vitest';
import { NOW, TICK } from './payloads.js';
import { answerOf, createAccount, keyRevoked, serverDown } from './sandbox.js';

const PAYLOAD = { currentHost: TICK.currentHost };
const TOO_MANY = { status: 429, message: 'Too many requests' };

describe('an installation', () => {
  it('creates the schedule first, then tells the API', async () => {
    const account = createAccount({ now: NOW });
    await account.run('onAppInstall', PAYLOAD);
    expect(account.rendered).toEqual([undefined]);
    expect(account.schedules.get('injixo-tick')).toMatchObject({
      data: { kind: 'tick' },
      repeat: { time_unit: 'minutes', frequency: 10 },
    });
    expect(Date.parse(account.schedules.get('injixo-tick').schedule_at) - NOW).toBeGreaterThan(5 * 60_000);
    expect(account.delivered).toEqual([
      {
        id: `installed:${NOW}`,
        type: 'app.installed',
        occurredAt: new Date(NOW).toISOString(),
        app: { version: '1.0.0', account: 'nordlicht.freshchat.com' },
      },
    ]);
  });

  it.each([
    [
      'the schedule is there already',
      { refuse: () => ({ status: 400, message: 'This Schedule name already exists' }) },
    ],
    ['injixo is down', { api: serverDown }],
    ['the network is down', { api: () => ({ status: 502, response: 'Error in establishing connection' }) }],
    ['an answer is none of ours', { api: () => answerOf(422, { accepted: 0, rejected: [] }) }],
  ])('goes on when %s', async (_name, options) => {
    const account = createAccount({ now: NOW, ...options });
    await account.run('onAppInstall', PAYLOAD);
    expect(account.rendered).toEqual([undefined]);
  });

  it.each([
    ['the key is refused', { api: keyRevoked }],
    ['there can be no schedule', { refuse: () => TOO_MANY }],
  ])('is refused in one sentence of at most 60 characters when %s', async (_name, options) => {
    const account = createAccount({ now: NOW, ...options });
    await account.run('onAppInstall', PAYLOAD);
    expect(account.rendered).toEqual([{ message: expect.stringMatching(/^[A-Z].{10,58}\.$/) }]);
    expect(account.schedules.size).toBe(0);
  });
});

describe('a removal', () => {
  it('takes the schedule away and tells the API', async () => {
    const account = createAccount({ now: NOW });
    await account.run('onAppInstall', PAYLOAD);
    await account.run('onAppUninstall', PAYLOAD);
    expect(account.schedules.size).toBe(0);
    expect(account.delivered.map(({ type }) => type)).toEqual(['app.installed', 'app.uninstalled']);
  });

  it.each([
    ['all is well', {}],
    ['injixo is down', { api: serverDown }],
    ['the key is refused', { api: keyRevoked }],
    ['the platform refuses everything', { api: serverDown, refuse: () => TOO_MANY }],
  ])('is never refused: %s', async (_name, options) => {
    const account = createAccount({ now: NOW, ...options });
    await account.run('onAppUninstall', PAYLOAD);
    expect(account.rendered).toEqual([undefined]);
  });
});

describe('the account', () => {
  it.each([
    ['https://Nordlicht.freshchat.com', 'nordlicht.freshchat.com'],
    ['https://nordlicht.myfreshworks.com/crm', 'nordlicht.myfreshworks.com'],
    ['nordlicht.freshchat.com', 'nordlicht.freshchat.com'],
    ['https://a b.freshchat.com', undefined],
    ['', undefined],
    [null, undefined],
    [{ host: 'x' }, undefined],
  ])('of %j is %j', async (freshchat, account) => {
    const installed = createAccount({ now: NOW });
    await installed.run('onAppInstall', { currentHost: { endpoint_urls: { freshchat } } });
    expect(installed.delivered[0].app.account).toBe(account);
  });
});
