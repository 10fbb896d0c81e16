import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BEHAVIOURS, type Behaviour } from '../../local/freshchat/behaviours.ts';
import { type FakeFreshchat, startFakeFreshchat } from '../../local/freshchat/fake-freshchat.ts';
import { createFreshchatClient } from '../../shared/integrations/freshchat/freshchat-account.http.ts';
import { loopbackReach, NotLoopbackError, publicReach, type Reach } from '../../shared/integrations/freshchat/reach.ts';
import { type FreshchatDomain, parseFreshchatDomain } from '../../shared/integrations/freshchat-domain.ts';

const TOKEN = 'eyJhbGciOiJIUzI1NiJ9.right';
const NOW = Date.UTC(2026, 10, 22, 9, 14, 3);

const domainOf = (text: string): FreshchatDomain => {
  const parsed = parseFreshchatDomain(text);
  if (!parsed.ok) throw new Error(`not a Freshchat domain: ${parsed.problem}`);
  return parsed.domain;
};

const ACME = domainOf('acme.freshchat.com');

let fake: FakeFreshchat;
beforeAll(async () => {
  fake = await startFakeFreshchat({});
});
afterAll(() => fake.close());

type Settings = { readonly timeoutMs?: number; readonly maxBodyBytes?: number; readonly reach?: Partial<Reach> };

const createClient = ({ timeoutMs = 10_000, maxBodyBytes = 100_000, reach = {} }: Settings = {}) =>
  createFreshchatClient({
    reach: { ...loopbackReach(fake.origin), ...reach },
    now: () => NOW,
    limits: { timeoutMs, maxBodyBytes },
  });

const groupsNamed = (count: number) => Array.from({ length: count }, (_, i) => ({ id: `g-${i}`, name: `Group ${i}` }));

const behave = (behaviour: Behaviour) => fake.setAccount(ACME, { token: TOKEN, behaviour });

describe('verifying an account', () => {
  it('is ok with the right key', async () => {
    fake.setAccount(ACME, { token: TOKEN });
    await expect(createClient().verifyAccount(ACME, TOKEN)).resolves.toEqual({ outcome: 'ok' });
  });

  it('names a key that Freshchat does not know', async () => {
    fake.setAccount(ACME, { token: TOKEN });
    await expect(createClient().verifyAccount(ACME, 'wrong')).resolves.toEqual({ outcome: 'credentials_rejected' });
  });

  it.each([
    ['a line break', 'a\r\nx-evil: 1'],
    ['a letter beyond ASCII', 'schlüssel'],
    ['nothing', ''],
    ['a blank', 'a b'],
    ['five thousand characters', 'a'.repeat(5_000)],
  ])('does not even send a key with %s', async (_, token) => {
    const before = fake.requests.length;
    await expect(createClient().verifyAccount(ACME, token)).resolves.toEqual({ outcome: 'credentials_rejected' });
    expect(fake.requests).toHaveLength(before);
  });

  it('finds no Freshchat under a name without an account', async () => {
    await expect(createClient().verifyAccount(domainOf('nobody.freshchat.com'), TOKEN)).resolves.toEqual({
      outcome: 'not_freshchat',
      reason: 'not_found',
    });
  });

  it.each([
    ['403', BEHAVIOURS.forbidden, { outcome: 'forbidden' }],
    ['404', BEHAVIOURS.notFound, { outcome: 'not_freshchat', reason: 'not_found' }],
    ['429', BEHAVIOURS.rateLimited(), { outcome: 'rate_limited' }],
    ['429 with seconds', BEHAVIOURS.rateLimited('30'), { outcome: 'rate_limited', retryAfterSeconds: 30 }],
    [
      '429 with a date',
      BEHAVIOURS.rateLimited('Sun, 22 Nov 2026 09:15:03 GMT'),
      { outcome: 'rate_limited', retryAfterSeconds: 60 },
    ],
    ['429 with nonsense', BEHAVIOURS.rateLimited('soon'), { outcome: 'rate_limited' }],
    ['500', BEHAVIOURS.failing(500), { outcome: 'unavailable' }],
    ['503', BEHAVIOURS.failing(503), { outcome: 'unavailable' }],
    ['204', BEHAVIOURS.status(204), { outcome: 'not_freshchat', reason: 'unexpected_status' }],
    ['418', BEHAVIOURS.status(418), { outcome: 'not_freshchat', reason: 'unexpected_status' }],
    ['a web page', BEHAVIOURS.html, { outcome: 'not_freshchat', reason: 'not_json' }],
    ['half a JSON', BEHAVIOURS.badJson, { outcome: 'not_freshchat', reason: 'not_json' }],
    ['a JSON string', BEHAVIOURS.json('hello'), { outcome: 'not_freshchat', reason: 'wrong_shape' }],
    ['a JSON array', BEHAVIOURS.json([]), { outcome: 'not_freshchat', reason: 'wrong_shape' }],
    ['JSON null', BEHAVIOURS.json(null), { outcome: 'not_freshchat', reason: 'wrong_shape' }],
    ['an announced huge body', BEHAVIOURS.huge(200_000), { outcome: 'too_large' }],
    ['an endless body', BEHAVIOURS.endless, { outcome: 'too_large' }],
    ['a connection lost on the way', BEHAVIOURS.resetting, { outcome: 'unreachable', reason: 'no_connection' }],
    ['something that is no HTTP', BEHAVIOURS.babbling, { outcome: 'unreachable', reason: 'no_connection' }],
  ])('names the answer %s', async (_, behaviour, outcome) => {
    behave(behaviour);
    await expect(createClient().verifyAccount(ACME, TOKEN)).resolves.toEqual(outcome);
  });

  it.each([
    ['application/json; charset=utf-8', { outcome: 'ok' }],
    ['application/hal+json', { outcome: 'ok' }],
    ['text/html', { outcome: 'not_freshchat', reason: 'not_json' }],
    ['application/json-seq', { outcome: 'not_freshchat', reason: 'not_json' }],
  ])('judges a body by its content type too: %s', async (contentType, outcome) => {
    behave((response) => response.writeHead(200, { 'content-type': contentType }).end('{}'));
    await expect(createClient().verifyAccount(ACME, TOKEN)).resolves.toEqual(outcome);
  });

  it('takes a body of exactly the limit, and none above', async () => {
    const body = { filler: 'x'.repeat(1_000) };
    behave(BEHAVIOURS.json(body));
    const bytes = JSON.stringify(body).length;
    const verifyWithin = (maxBodyBytes: number) => createClient({ maxBodyBytes }).verifyAccount(ACME, TOKEN);
    await expect(verifyWithin(bytes)).resolves.toEqual({ outcome: 'ok' });
    await expect(verifyWithin(bytes - 1)).resolves.toEqual({ outcome: 'too_large' });
  });

  it.each([
    ['an absolute redirect to another host', 'https://evil.example/v2/accounts/configuration'],
    ['a redirect to the metadata service', 'http://169.254.169.254/latest/meta-data/'],
    ['a redirect within the host', '/v2/accounts/configuration'],
  ])('does not follow %s', async (_, location) => {
    behave(BEHAVIOURS.redirecting(location));
    const before = fake.requests.length;
    await expect(createClient().verifyAccount(ACME, TOKEN)).resolves.toEqual({
      outcome: 'not_freshchat',
      reason: 'redirected',
    });
    expect(fake.requests).toHaveLength(before + 1);
  });

  it.each([
    ['before the headers', BEHAVIOURS.hanging],
    ['in the middle of the body', BEHAVIOURS.stalling],
  ])('gives up on a server that stops %s', async (_, behaviour) => {
    behave(behaviour);
    await expect(createClient({ timeoutMs: 100 }).verifyAccount(ACME, TOKEN)).resolves.toEqual({
      outcome: 'timed_out',
    });
  });

  it('gives up on a name server that never answers', async () => {
    const reach = { resolve: () => new Promise<never>(() => {}) };
    await expect(createClient({ timeoutMs: 50, reach }).verifyAccount(ACME, TOKEN)).resolves.toEqual({
      outcome: 'timed_out',
    });
  });

  it('names a closed port', async () => {
    const gone = await startFakeFreshchat({});
    await gone.close();
    const client = createFreshchatClient({ reach: loopbackReach(gone.origin), now: () => NOW });
    await expect(client.verifyAccount(ACME, TOKEN)).resolves.toEqual({
      outcome: 'unreachable',
      reason: 'no_connection',
    });
  });

  it('speaks TLS to the real Freshchat and does not fall back to plain text', async () => {
    fake.setAccount(ACME, { token: TOKEN });
    const before = fake.requests.length;
    const { port } = new URL(fake.origin);
    const reach = { originOf: (domain: FreshchatDomain) => `${publicReach.originOf(domain)}:${port}` };
    await expect(createClient({ reach }).verifyAccount(ACME, TOKEN)).resolves.toEqual({
      outcome: 'unreachable',
      reason: 'no_connection',
    });
    expect(fake.requests).toHaveLength(before);
  });
});

describe('the addresses behind a name', () => {
  const verifyAt = (...addresses: string[]) =>
    createClient({
      reach: { resolve: async () => addresses, isAllowedAddress: publicReach.isAllowedAddress },
    }).verifyAccount(ACME, TOKEN);

  it.each([
    [['127.0.0.1']],
    [['10.0.0.7']],
    [['169.254.169.254']],
    [['::1']],
    [['::ffff:127.0.0.1']],
    [['::ffff:7f00:1']],
    [['64:ff9b::7f00:1']],
    [['fe80::1%eth0']],
    [['fd00:ec2::254']],
    [['1.1.1.1', '127.0.0.1']],
    [['2606:4700:4700::1111', '::1']],
  ])('are refused when one is not public: %j', async (addresses) => {
    const before = fake.requests.length;
    await expect(verifyAt(...addresses)).resolves.toEqual({ outcome: 'unreachable', reason: 'address_not_allowed' });
    expect(fake.requests).toHaveLength(before);
  });

  it('are needed', async () => {
    const unresolved = { outcome: 'unreachable', reason: 'name_not_resolved' };
    await expect(verifyAt()).resolves.toEqual(unresolved);
    const reach = { resolve: () => Promise.reject(new Error('ENOTFOUND')) };
    await expect(createClient({ reach }).verifyAccount(ACME, TOKEN)).resolves.toEqual(unresolved);
  });

  it('are asked for once: a name server that changes its mind changes nothing', async () => {
    fake.setAccount(ACME, { token: TOKEN, groups: groupsNamed(120) });
    // The checked answer is the fake's address. Whoever asks again gets one at which nobody listens.
    const answers = [['127.0.0.1']];
    const asked: string[] = [];
    const resolve = async (hostName: string) => {
      asked.push(hostName);
      return answers.shift() ?? ['127.0.0.2'];
    };
    const listed = await createClient({ reach: { resolve } }).listGroups(ACME, TOKEN);
    expect(listed).toMatchObject({ outcome: 'ok', isComplete: true });
    expect(asked).toEqual([ACME]);
  });

  it('are tried in turn', async () => {
    fake.setAccount(ACME, { token: TOKEN });
    const reach = { resolve: async () => ['::1', '127.0.0.1'] };
    await expect(createClient({ reach }).verifyAccount(ACME, TOKEN)).resolves.toEqual({ outcome: 'ok' });
  });
});

describe('the reach of local mode', () => {
  it.each(['https://127.0.0.1:1', 'http://freshchat.com:80', 'http://10.0.0.1:80', 'http://localhost:80', 'nonsense'])(
    'does not take %s',
    (origin) => {
      expect(() => loopbackReach(origin)).toThrow(NotLoopbackError);
    },
  );
});

describe('listing groups', () => {
  it('joins all pages and trims names', async () => {
    const groups = groupsNamed(120);
    fake.setAccount(ACME, { token: TOKEN, groups: [...groups, { id: 'g-last', name: '  Customer Support ' }] });
    await expect(createClient().listGroups(ACME, TOKEN)).resolves.toEqual({
      outcome: 'ok',
      groups: [...groups, { id: 'g-last', name: 'Customer Support' }],
      isComplete: true,
    });
  });

  it('is content with an account without groups', async () => {
    fake.setAccount(ACME, { token: TOKEN });
    await expect(createClient().listGroups(ACME, TOKEN)).resolves.toEqual({
      outcome: 'ok',
      groups: [],
      isComplete: true,
    });
  });

  it('leaves out groups whose names could never be a source queue', async () => {
    const groups = [
      { id: 'g-1', name: 'Support' },
      { id: 'g-2', name: '  ' },
      { id: 'g-3', name: 'a\u0000b' },
      { id: 'g-4', name: 'x'.repeat(201) },
      { id: '', name: 'No id' },
    ];
    fake.setAccount(ACME, { token: TOKEN, groups });
    await expect(createClient().listGroups(ACME, TOKEN)).resolves.toMatchObject({
      groups: [
        { id: 'g-1', name: 'Support' },
        // As it is counted.
        { id: 'g-4', name: 'x'.repeat(200) },
      ],
    });
  });

  it('stops at a server that gives the same page for ever', async () => {
    behave(BEHAVIOURS.json({ groups: groupsNamed(3) }));
    const before = fake.requests.length;
    await expect(createClient().listGroups(ACME, TOKEN)).resolves.toEqual({
      outcome: 'ok',
      groups: groupsNamed(3),
      isComplete: true,
    });
    expect(fake.requests).toHaveLength(before + 2);
  });

  it('stops after twenty pages and says that there are more', async () => {
    fake.setAccount(ACME, { token: TOKEN, groups: groupsNamed(1_001) });
    const before = fake.requests.length;
    const listed = await createClient().listGroups(ACME, TOKEN);
    expect(listed).toMatchObject({ outcome: 'ok', isComplete: false });
    expect(listed.outcome === 'ok' && listed.groups).toHaveLength(1_000);
    expect(fake.requests).toHaveLength(before + 20);
  });

  it('never follows a link in an answer', async () => {
    const links = { next_page: { href: 'http://169.254.169.254/v2/groups?page=2' } };
    behave(BEHAVIOURS.json({ groups: groupsNamed(1), pagination: { total_pages: 1 }, links }));
    const before = fake.requests.length;
    await createClient().listGroups(ACME, TOKEN);
    expect(fake.requests.slice(before)).toEqual(['acme.freshchat.com /v2/groups?page=1&items_per_page=50']);
  });

  it.each([
    ['no groups', {}],
    ['groups that are no list', { groups: {} }],
    ['a group without an id', { groups: [{ name: 'Support' }] }],
  ])('names an answer with %s', async (_, body) => {
    behave(BEHAVIOURS.json(body));
    await expect(createClient().listGroups(ACME, TOKEN)).resolves.toEqual({
      outcome: 'not_freshchat',
      reason: 'wrong_shape',
    });
  });

  it('gives the whole operation one deadline, however many pages it takes', async () => {
    let pages = 0;
    // No single page is late, but all twenty together are.
    behave((response, request) => {
      pages += 1;
      const page = BEHAVIOURS.json({ groups: [{ id: `g-${pages}`, name: 'Group' }] });
      setTimeout(() => page(response, request), 50);
    });
    await expect(createClient({ timeoutMs: 400 }).listGroups(ACME, TOKEN)).resolves.toEqual({ outcome: 'timed_out' });
  });
});
