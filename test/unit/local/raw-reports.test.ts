import { Agent, type IncomingHttpHeaders, request } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { strFromU8, unzipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FakeFreshchat, startFakeFreshchat } from '../../../local/freshchat/fake-freshchat.ts';
import { FILES_HOST } from '../../../local/freshchat/report-link.ts';
import { chooseSwitches } from '../../../local/freshchat/report-switches.ts';
import type { Resolution } from '../../../local/freshchat/reported-chat.ts';
import { parseCsv } from '../../support/parse-csv.ts';

const NOON = Date.UTC(2026, 10, 22, 12);
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const ACME = 'acme.freshchat.com';

const chat = (chatId: string, resolvedAt: number, group: Resolution['group'] = { id: 'g-1', name: 'Support' }) => ({
  chatId,
  createdAt: resolvedAt - 20 * MINUTE_MS,
  resolvedAt,
  group,
});
const CHATS = [
  chat('c-2', NOON - 2 * MINUTE_MS + 250),
  chat('c-1', NOON - 60 * MINUTE_MS),
  chat('c-2', NOON - MINUTE_MS),
  chat('c-3', NOON - 30 * MINUTE_MS, null),
  chat('old', NOON - 40 * DAY_MS),
];

let fake: FakeFreshchat;
let now = NOON;
const agent = new Agent();
beforeEach(async () => {
  now = NOON;
  fake = await startFakeFreshchat({}, { now: () => now });
});
afterEach(() => fake.close());

type Switches = Parameters<typeof chooseSwitches>[0];
const turn = (switches: Switches = {}, chats: readonly Resolution[] = CHATS) =>
  fake.setAccount(ACME, { token: 'right', reported: () => ({ chats, switches: chooseSwitches(switches) }) });

type Answer = { readonly status: number; readonly headers: IncomingHttpHeaders; readonly bytes: Buffer };
type Ask = { readonly method?: string; readonly body?: unknown; readonly token?: string | undefined };

/** As the account's domain says in the `Host` header, and to the one machine that there is. */
const ask = (url: string, { method = 'GET', body, token }: Ask = {}): Promise<Answer> => {
  const { host, pathname, search } = new URL(url);
  const headers = { host, ...(token !== undefined && { authorization: `Bearer ${token}` }) };
  return new Promise((resolve, reject) => {
    request(`${fake.origin}${pathname}${search}`, { agent, method, headers }, (response) => {
      buffer(response).then(
        (bytes) => resolve({ status: response.statusCode ?? 0, headers: response.headers, bytes }),
        reject,
      );
    })
      .on('error', reject)
      .end(body === undefined ? undefined : JSON.stringify(body));
  });
};

const json = ({ bytes }: Answer) => JSON.parse(bytes.toString('utf8'));

const DAY = {
  start: '2026-11-22T00:00:00.000Z',
  end: '2026-11-22T23:59:59.999Z',
  event: 'Conversation-Resolved',
  format: 'csv',
};
const post = (wanted: object = {}) =>
  ask(`https://${ACME}/v2/reports/raw`, { method: 'POST', token: 'right', body: { ...DAY, ...wanted } });
const get = (id: string) => ask(`https://${ACME}/v2/reports/raw/${id}`, { token: 'right' });
const linksOf = (answer: Answer): string[] =>
  json(answer).links.map(({ link }: { link: { href: string } }) => link.href);

/** The files of a report, from the POST on. */
const download = async (wanted: object = {}): Promise<readonly Buffer[]> => {
  const { id } = json(await post(wanted));
  const answers = await Promise.all(linksOf(await get(id)).map((href) => ask(href)));
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
  return answers.map(({ bytes }) => bytes);
};
/** Without its byte order mark. */
const rowsIn = (bytes: Uint8Array) => parseCsv(new TextDecoder().decode(bytes), ',');
const rowsOf = async (wanted: object = {}) => {
  const [file = new Uint8Array()] = await download(wanted);
  return rowsIn(file);
};
const columnOf = (rows: readonly (readonly string[])[], header: string) => {
  const at = rows[0]?.indexOf(header) ?? -1;
  return rows.slice(1).map((row) => row[at]);
};

describe('a report', () => {
  it('is accepted with an id, as the documentation shows it', async () => {
    turn();
    const answer = await post();
    expect(answer.status).toBe(202);
    const { id, link } = json(answer);
    expect(link).toEqual({ rel: 'extracts', href: `/reports/raw/${id}` });
    expect(json(await get(id))).toMatchObject({
      id,
      status: 'COMPLETED',
      interval: '2026-11-22 00:00:00.0 2026-11-22 23:59:59.999',
      links: [{ status: 'COMPLETED', link: { rel: 'extracts' } }],
    });
  });

  it('has a row for each resolution of its range, in the order of time, with times as Java prints them', async () => {
    turn();
    const rows = await rowsOf();
    expect(columnOf(rows, 'conversation_id')).toEqual(['c-1', 'c-3', 'c-2', 'c-2']);
    expect(columnOf(rows, 'created_at')).toEqual([
      '2026-11-22 11:00:00.0',
      '2026-11-22 11:30:00.0',
      '2026-11-22 11:58:00.25',
      '2026-11-22 11:59:00.0',
    ]);
    expect(columnOf(rows, 'group_name')).toEqual(['Support', '', 'Support', 'Support']);
    expect(columnOf(rows, 'group_id')).toEqual(['g-1', '', 'g-1', 'g-1']);
    expect(columnOf(rows, 'interaction_id')).not.toContain('c-1');
  });

  it('of creations has a row for each chat', async () => {
    turn();
    const rows = await rowsOf({ event: 'Conversation-Created' });
    expect(columnOf(rows, 'conversation_id')).toEqual(['c-1', 'c-3', 'c-2']);
    expect(columnOf(rows, 'created_at')?.[0]).toBe('2026-11-22 10:40:00.0');
  });

  it('tells of people only when it is not asked to leave them out', async () => {
    turn();
    expect(columnOf(await rowsOf(), 'user_email')[0]).toBe('erika@example.org');
    now += MINUTE_MS;
    expect((await rowsOf({ should_exclude_pii: true }))[0]).not.toContain('user_email');
  });

  it('knows the chats of the moment at which it was asked for', async () => {
    const chats = [...CHATS];
    turn({ lagMs: 90_000 }, chats);
    const { id } = json(await post());
    chats.push(chat('later', NOON + MINUTE_MS));
    const [href = ''] = linksOf(await get(id));
    expect(columnOf(rowsIn((await ask(href)).bytes), 'conversation_id')).toEqual(['c-1', 'c-3', 'c-2']);
  });

  it('outlives the stand-in', async () => {
    turn();
    const { id } = json(await post());
    await fake.close();
    fake = await startFakeFreshchat({}, { now: () => now });
    turn();
    expect(json(await get(id)).status).toBe('COMPLETED');
  });
});

describe('what is refused', () => {
  it.each([
    ['an event that does not exist', { event: 'Conversation Resolved' }],
    ['a format other than CSV', { format: 'json' }],
    ['an instant without time', { start: '2026-11-22' }],
    ['an end that is not behind the start', { end: DAY.start }],
    ['a range longer than a month', { start: '2026-10-20T00:00:00Z' }],
    ['a day that is 15 months and a day ago', { start: '2025-08-21T00:00:00Z', end: '2025-08-22T00:00:00Z' }],
  ])('%s', async (_, wanted) => {
    turn();
    expect((await post(wanted)).status).toBe(400);
  });

  it('a day almost 15 months ago is not', async () => {
    turn();
    expect((await post({ start: '2025-08-23T00:00:00Z', end: '2025-08-24T00:00:00Z' })).status).toBe(202);
  });

  it('a call without the token, with another one, or of an account without reports', async () => {
    turn();
    const url = `https://${ACME}/v2/reports/raw`;
    expect((await ask(url, { method: 'POST', body: DAY })).status).toBe(401);
    expect((await ask(url, { method: 'POST', body: DAY, token: 'wrong' })).status).toBe(401);
    turn({ areReportsForbidden: true });
    expect((await post()).status).toBe(403);
    fake.setAccount(ACME, { token: 'right' });
    expect((await post()).status).toBe(403);
  });

  it('a report that nobody asked for', async () => {
    turn();
    expect((await get('dhc1e5bb-27sb-4d64-b20d-c7f6q63a7927')).status).toBe(404);
  });

  it.each([
    ['seconds', '60'],
    ['date', 'Sun, 22 Nov 2026 12:01:00 GMT'],
    ['absent', undefined],
  ] as const)('a second POST within a minute, with Retry-After as %s', async (retryAfter, header) => {
    turn({ retryAfter });
    await post();
    const answer = await post();
    expect(answer.status).toBe(429);
    expect(answer.headers['retry-after']).toBe(header);
    now += MINUTE_MS;
    expect((await post()).status).toBe(202);
  });

  it('every call after the token has died, while links stay good', async () => {
    turn({ tokenDiesAfter: 2 });
    const { id } = json(await post());
    const [href = ''] = linksOf(await get(id));
    expect((await get(id)).status).toBe(401);
    now += MINUTE_MS;
    expect((await post()).status).toBe(401);
    expect((await ask(href)).status).toBe(200);
  });
});

describe('a report on its way', () => {
  it('is pending as often as was said', async () => {
    turn({ pendingPolls: 2 });
    const { id } = json(await post());
    const states = [await get(id), await get(id), await get(id)].map((answer) => json(answer).status);
    expect(states).toEqual(['PENDING', 'PENDING', 'COMPLETED']);
  });

  it('fails as often as was said', async () => {
    turn({ failedReports: 1 });
    expect(json(await get(json(await post()).id))).toMatchObject({ status: 'FAILED', links: [] });
    now += MINUTE_MS;
    expect(json(await get(json(await post()).id)).status).toBe('COMPLETED');
  });
});

describe('links', () => {
  it('are on a host of their own, take no token, and are several when that was said', async () => {
    turn({ links: 3 });
    const links = linksOf(await get(json(await post()).id));
    expect(links.map((href) => new URL(href).hostname)).toEqual([FILES_HOST, FILES_HOST, FILES_HOST]);
    const [first = ''] = links;
    expect((await ask(first, { token: 'right' })).status).toBe(400);
    const files = await Promise.all(links.map(async (href) => rowsIn((await ask(href)).bytes)));
    expect(files.flatMap((rows) => columnOf(rows, 'conversation_id'))).toEqual(['c-1', 'c-3', 'c-2', 'c-2']);
    expect(files.map(([headers]) => headers?.[0])).toEqual(['conversation_id', 'conversation_id', 'conversation_id']);
  });

  it('expire, and the report gives new ones', async () => {
    turn({ linkLivesMs: 1_000 });
    const { id } = json(await post());
    const [href = ''] = linksOf(await get(id));
    now += 1_001;
    expect((await ask(href)).status).toBe(403);
    const [anew = ''] = linksOf(await get(id));
    expect((await ask(anew)).status).toBe(200);
  });

  it('are good only as they were signed', async () => {
    turn();
    const [href = ''] = linksOf(await get(json(await post()).id));
    expect((await ask(href.replace('/0.csv', '/1.csv'))).status).toBe(403);
    expect((await ask(href.replace(/expires=\d/, 'expires=9'))).status).toBe(403);
  });

  it('can answer something else than the file', async () => {
    turn();
    const [href = ''] = linksOf(await get(json(await post()).id));
    turn({ instead: 'web_page' });
    expect((await ask(href)).headers['content-type']).toContain('text/html');
    turn({ instead: 'redirect' });
    expect((await ask(href)).status).toBe(302);
    turn({ bytesShare: 0.5 });
    await expect(ask(href)).rejects.toThrow('aborted');
  });
});

describe('the file', () => {
  it('can be a ZIP', async () => {
    turn({ packing: 'zip' });
    const [file = new Uint8Array()] = await download();
    const files = unzipSync(file);
    expect(Object.keys(files)).toEqual(['Conversation-Resolved.csv']);
    expect(strFromU8(files['Conversation-Resolved.csv'] ?? new Uint8Array())).toContain('c-1');
  });

  it('can begin with a byte order mark', async () => {
    turn({ hasBom: true });
    const [file = Buffer.alloc(0)] = await download();
    expect([...file.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  });

  it('has text with line breaks, quotes and commas in quotes', async () => {
    turn({ hasLineBreaks: true });
    const rows = await rowsOf();
    expect(rows).toHaveLength(5);
    expect(columnOf(rows, 'resolution_label')[0]).toBe('asked "where is it?",\nthen\r\nleft');
    expect(columnOf(rows, 'group_id')[0]).toBe('g-1');
  });

  it.each([
    [{ headers: 'Conversation ID' } as const, ['Conversation ID', 'Interaction ID', 'Created At']],
    [{ headers: 'conversationId' } as const, ['conversationId', 'interactionId', 'createdAt']],
    [{ ids: 'interaction_id' } as const, ['interaction_id', 'created_at', 'channel_name']],
    [{ resolvedColumn: 'resolved_at' } as const, ['conversation_id', 'interaction_id', 'resolved_at']],
  ])('is spelt as %o says', async (switches, headers) => {
    turn(switches);
    expect((await rowsOf())[0]?.slice(0, 3)).toEqual(headers);
  });

  it('with the second id alone names the chat by it', async () => {
    turn({ ids: 'interaction_id' });
    expect(columnOf(await rowsOf(), 'interaction_id')[0]).toBe('c-1');
  });

  it.each([
    ['seconds', '2026-11-22 11:58:00'],
    ['minutes', '2026-11-22 11:58'],
    ['rfc3339', '2026-11-22T11:58:00.250Z'],
  ] as const)('can have its times in %s', async (times, text) => {
    turn({ times });
    expect(columnOf(await rowsOf(), 'created_at')[2]).toBe(text);
  });

  it('can be wrong: other ids, another hour, half of the rows, another month, new names of groups', async () => {
    const wrong = async (switches: Switches) => {
      turn({ ...switches, postsEveryMs: 0 });
      return rowsOf();
    };
    expect(columnOf(await wrong({ areIdsForeign: true }), 'conversation_id')[0]).toBe('i-c-1');
    expect(columnOf(await wrong({ slipMs: 60 * MINUTE_MS }), 'created_at')[0]).toBe('2026-11-22 12:00:00.0');
    expect(columnOf(await wrong({ rowsShare: 0.5 }), 'conversation_id')).toEqual(['c-1', 'c-3']);
    expect(columnOf(await wrong({ rangeSlipDays: 40 }), 'conversation_id')).toEqual(['old']);
    expect(columnOf(await wrong({ renamedGroups: { 'g-1': 'Help' } }), 'group_name')[0]).toBe('Help');
  });
});
