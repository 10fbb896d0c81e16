import { Agent, type IncomingHttpHeaders, type OutgoingHttpHeaders, request } from 'node:http';
import { describe, expect, onTestFinished, test } from 'vitest';
import { buildConsole } from '../../console/build.ts';
import { createConsoleSession } from '../../local/console/session.ts';
import { createSite } from '../../local/console/site.ts';
import { openHttpApi } from '../../local/http-api/http-api.ts';
import { ALARMS } from '../../shared/names.ts';

type Answer = { readonly status: number; readonly headers: IncomingHttpHeaders; readonly text: string };

const ADMINISTRATOR = { account: 'demo', scopes: ['integrations/read'] };

const openSite = async () => {
  const api = await openHttpApi(0);
  const session = createConsoleSession(api.url, ADMINISTRATOR);
  const said: string[] = [];
  const site = createSite({ session, report: (line) => said.push(line) });
  api.serve({ routes: [], invoke: async () => undefined, site });
  onTestFinished(api.close);
  const host = new URL(api.url).host;
  /** Node's own client: fetch would send the true host whatever the test says. */
  const send = (method: string, path: string, headers: OutgoingHttpHeaders = {}, body = ''): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const sent = request(
        {
          host: '127.0.0.1',
          port: new URL(api.url).port,
          path,
          method,
          headers: { host, ...headers },
          agent: new Agent(),
        },
        (answer) => {
          let text = '';
          answer.setEncoding('utf8').on('data', (part: string) => {
            text += part;
          });
          answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text }));
        },
      );
      sent.on('error', reject).end(body);
    });
  const trade = (body: unknown, headers: OutgoingHttpHeaders = {}) =>
    send('POST', '/session', { 'content-type': 'application/json', ...headers }, JSON.stringify(body));
  return { session, said, send, trade, host, codeOf: (link: string) => new URL(link).hash.slice(1) };
};

describe('the console on this machine', () => {
  test('is one page at every address, with headers that let nothing in from elsewhere', async () => {
    await buildConsole(new URL('../../console/dist', import.meta.url).pathname);
    const { send } = await openSite();
    const page = await send('GET', '/');
    expect(page).toMatchObject({
      status: 200,
      headers: { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' },
    });
    expect(page.headers['content-security-policy']).toContain("default-src 'none'");
    expect(page.headers['content-security-policy']).toContain("require-trusted-types-for 'script'");
    expect(page.headers['content-security-policy']).toContain("frame-ancestors 'none'");
    expect((await send('GET', '/i/acme.7Yk2')).text).toBe(page.text);
    const [, script = ''] = /src="([^"]+)"/.exec(page.text) ?? [];
    expect(await send('GET', script)).toMatchObject({
      status: 200,
      headers: {
        'content-type': 'text/javascript; charset=utf-8',
        'cache-control': expect.stringContaining('immutable'),
      },
    });
  });

  test('hands out no file but its own', async () => {
    const { send } = await openSite();
    for (const path of [
      '/assets/../../package.json',
      '/assets/..%2f..%2fpackage.json',
      '/assets/%2e%2e/build.ts',
      '/assets/',
    ]) {
      expect((await send('GET', path)).status, path).toBe(404);
    }
    expect((await send('POST', '/anything')).status).toBe(404);
    expect((await send('GET', '/v1/anything')).status).toBe(404);
  });

  test('knows itself by a loopback name only, so that a stranger’s name that points here gets nothing', async () => {
    const { send, session, codeOf, trade, host } = await openSite();
    const port = host.split(':')[1];
    for (const name of [
      'evil.example',
      `evil.example:${port}`,
      `127.0.0.1.evil.example:${port}`,
      'localhost.evil.example',
    ]) {
      for (const [method, path] of [
        ['GET', '/'],
        ['GET', '/config.json'],
        ['POST', '/session/link'],
      ] as const) {
        expect((await send(method, path, { host: name })).status, `${name} ${path}`).toBe(403);
      }
    }
    const code = codeOf(session.newLink());
    expect((await trade({ code }, { host: `evil.example:${port}` })).status).toBe(403);
    expect((await trade({ code }, { host: `localhost:${port}` })).status).toBe(200);
    expect((await send('GET', '/config.json')).text).toBe('{"auth":{"kind":"link"},"runbookUrl":"/runbook"}');
  });

  test('trades the code of the last link once, and gives the token again to the cookie', async () => {
    const { session, trade, codeOf } = await openSite();
    const ended = codeOf(session.newLink());
    const code = codeOf(session.newLink());
    expect((await trade({ code: ended })).status).toBe(401);
    const first = await trade({ code });
    expect(JSON.parse(first.text)).toEqual({ token: session.grant.token, ...ADMINISTRATOR });
    const [cookie = ''] = first.headers['set-cookie'] ?? [];
    expect(cookie).toMatch(/^console-\d+=[\w-]+; Path=\/session; HttpOnly; SameSite=Strict$/);
    expect((await trade({ code })).status).toBe(401);
    expect((await trade({}, { cookie: cookie.split(';')[0] })).text).toBe(first.text);
    expect((await trade({})).status).toBe(401);
    expect((await trade({}, { cookie: cookie.replace(/=[\w-]{4}/, '=AAAA').split(';')[0] })).status).toBe(401);
  });

  test('gives nothing to a cookie once its person has signed out', async () => {
    const { session, trade, send, codeOf } = await openSite();
    const [cookie = ''] = (await trade({ code: codeOf(session.newLink()) })).headers['set-cookie'] ?? [];
    const kept = { cookie: cookie.split(';')[0] };
    const out = await send('DELETE', '/session', kept);
    expect(out.headers['set-cookie']).toEqual([expect.stringMatching(/^console-\d+=; .*Max-Age=0$/)]);
    expect((await trade({}, kept)).status).toBe(401);
  });

  test('leads to the sections of the runbook, each under the name of its alarm', async () => {
    const { send } = await openSite();
    const { status, text, headers } = await send('GET', '/runbook');
    expect([status, headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    for (const alarm of Object.values(ALARMS)) expect(text).toContain(`<h2 id="${alarm}">`);
  });

  test('takes no code from a form of another page', async () => {
    const { session, send, trade, codeOf } = await openSite();
    const body = JSON.stringify({ code: codeOf(session.newLink()) });
    expect((await send('POST', '/session', { 'content-type': 'text/plain' }, body)).status).toBe(400);
    expect((await send('POST', '/session', { 'content-type': 'application/json' }, '{')).status).toBe(400);
    expect((await trade({ code: 1 })).status).toBe(400);
  });

  test('prints a new link for who sits at the terminal, and tells the page nothing of it', async () => {
    const { send, said, trade, codeOf } = await openSite();
    const answer = await send('POST', '/session/link');
    expect(answer).toMatchObject({ status: 202, text: '{}' });
    const [link = ''] = /http\S+/.exec(said.join('\n')) ?? [];
    expect((await trade({ code: codeOf(link) })).status).toBe(200);
  });
});
