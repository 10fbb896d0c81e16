/** Signing in as on AWS: by code and PKCE at the pool, with nothing left behind. */

import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject } from 'vitest';
import { tokenOf } from '../support/browser/accounts.ts';
import { adminCallsOf } from '../support/browser/admin-calls.ts';
import { hasBrowser, browserTest as test } from '../support/browser/browser-test.ts';
import { type PoolStandIn, startPoolStandIn } from '../support/browser/pool-stand-in.ts';
import { serveConsole } from '../support/browser/served-console.ts';

describe.runIf(hasBrowser)('signing in at the pool', () => {
  let pool: PoolStandIn;
  let site: Awaited<ReturnType<typeof serveConsole>>;
  let integrationId: string;
  beforeAll(async () => {
    integrationId = await adminCallsOf('pool').createIntegration('Pool');
    pool = await startPoolStandIn(tokenOf('pool'));
    site = await serveConsole({ apiUrl: inject('systemUrl'), signInUrl: pool.url });
  });
  afterAll(async () => {
    await site?.close();
    await pool?.close();
  });

  const watch = (page: Page): readonly string[] => {
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type()) && !message.text().startsWith('Failed to load resource'))
        complaints.push(message.text());
    });
    return complaints;
  };

  const stored = (page: Page): Promise<string> =>
    page.evaluate('JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, history.state])');

  test('leads to the pool and back to the page that was asked for, and leaves nothing behind', async ({ newPage }) => {
    const page = await newPage();
    const complaints = watch(page);
    await page.goto(`${site.url}/i/${integrationId}?x=1`);
    await page.getByRole('heading', { level: 1, name: 'Pool' }).waitFor();
    expect(page.url()).toBe(`${site.url}/i/${integrationId}?x=1`);
    expect(await stored(page)).toBe('[{},{},"",null]');
    expect(complaints).toEqual([]);
  });

  test('needs no second sign-in after a reload: the pool remembers', async ({ newPage }) => {
    const page = await newPage();
    await page.goto(site.url);
    await page.locator('.card').waitFor();
    const before = pool.seen.length;
    await page.reload();
    await page.locator('.card').waitFor();
    expect(pool.seen.slice(before)).toEqual([{ path: '/oauth2/authorize', hasCookie: true }]);
  });

  test.for([
    ['another state than the page gave', { state: 'forged' }],
    ['an ID token for another nonce', { nonce: 'forged' }],
    ['a refusal', { error: 'access_denied' }],
  ] as const)('lets nobody in with %s, and can be tried again', async ([_, bend], { newPage }) => {
    const page = await newPage();
    pool.bendTo(bend);
    await page.goto(site.url);
    await page.getByRole('alert').waitFor();
    expect(await page.getByRole('alert').innerText()).toBe('Signing in did not work. Try again.');
    expect(page.url()).toBe(`${site.url}/signed-in`);
    pool.bendTo({});
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.locator('.card').waitFor();
    expect(page.url()).toBe(`${site.url}/`);
  });

  test('a code that somebody else got is worth nothing here', async ({ newPage }) => {
    const page = await newPage();
    await page.goto(`${site.url}/signed-in?code=stolen&state=stolen`);
    await page.getByRole('alert').waitFor();
    expect(await page.locator('.card').count()).toBe(0);
    expect(page.url()).toBe(`${site.url}/signed-in`);
  });

  test('an ended session signs in beside the page, and what was typed stays', async ({ newPage }) => {
    const page = await newPage();
    await page.goto(`${site.url}/add/freshchat`);
    await page.getByLabel('Name').fill('Half typed');
    site.expire(true);
    await page.getByLabel(/domain/i).fill('acme.freshchat.com');
    await page.getByLabel(/key/i).first().fill('any');
    await page.getByRole('button', { name: /Save/ }).first().click();
    const dialog = page.getByRole('dialog');
    await dialog.waitFor();
    site.expire(false);
    const [beside] = await Promise.all([
      page.waitForEvent('popup'),
      dialog.getByRole('button', { name: 'Sign in again' }).click(),
    ]);
    await dialog.waitFor({ state: 'hidden' });
    expect(await page.getByLabel('Name').inputValue()).toBe('Half typed');
    await expect.poll(() => beside.isClosed()).toBe(true);
  });

  test('a token is replaced before it ends', async ({ newPage }) => {
    const page = await newPage();
    pool.tokensLast(2);
    const before = pool.refreshes();
    await page.goto(site.url);
    await page.locator('.card').waitFor();
    await expect.poll(pool.refreshes, { timeout: 10_000 }).toBeGreaterThan(before);
    pool.tokensLast(900);
  });
});
