import type { Page } from 'playwright-core';
import { describe, expect } from 'vitest';
import { accessibilityFaultsOf } from '../support/browser/accessibility.ts';
import { ON_CALL_SCOPES } from '../support/browser/accounts.ts';
import { adminCallsOf } from '../support/browser/admin-calls.ts';
import { answerOperations } from '../support/browser/answer-operations.ts';
import { hasBrowser, type PageOptions, browserTest as test } from '../support/browser/browser-test.ts';
import { openConsole } from '../support/browser/console-page.ts';
import { HOSTILE_NAME } from '../support/many-integrations.ts';

const MANY = 10_000;

const cards = (page: Page) => page.locator('.card');
const filter = (page: Page) => page.getByRole('navigation', { name: 'Show' });

const openMany = async (page: Page, path = '/operations') => {
  await answerOperations(page, MANY);
  return openConsole(page, 'operations', path, ON_CALL_SCOPES);
};

describe.runIf(hasBrowser)('operations', () => {
  test('of ten thousand integrations shows a page at a time, the most urgent first', async ({ newPage }) => {
    const { page, complaints } = await openMany(await newPage());
    await cards(page).first().waitFor();
    expect(await cards(page).count()).toBe(100);
    expect(await filter(page).getByRole('link').allTextContents()).toEqual([
      'All 10,000',
      'Silent 10',
      'Needs you 20',
      'No chats 14',
      'Not reported 9,931',
      'Notices paused 25',
    ]);
    const words = await page.locator('.card .status').allInnerTexts();
    expect(words.slice(0, 44)).toEqual([
      ...Array(10).fill('Silent'),
      ...Array(20).fill('Needs you'),
      ...Array(14).fill('No chats'),
    ]);
    expect(await page.getByText(HOSTILE_NAME).count()).toBe(1);
    expect(await page.evaluate('window.wasRun')).toBeUndefined();
    const uninstalled = cards(page).filter({ hasText: 'account5.' });
    expect(await uninstalled.innerText()).toMatch(/was uninstalled from Freshchat on .*The administrator was told\./s);
    // The pages of other accounts are closed to whoever is on call.
    expect(await uninstalled.getByRole('link').allTextContents()).toEqual(['Runbook silent-integrations-critical']);
    expect(await cards(page).getByRole('link', { name: 'Shop 3' }).count()).toBe(1);

    const firstOf = () => page.locator('.card .who').first().innerText();
    const before = await firstOf();
    await page.getByRole('link', { name: 'Next page' }).click();
    await expect.poll(firstOf).not.toBe(before);
    expect(await page.locator('.card .status').allInnerTexts()).toEqual(Array(100).fill('Receiving chats'));
    await page.getByRole('link', { name: 'To the first page' }).click();
    await expect.poll(firstOf).toBe(before);
    await filter(page)
      .getByRole('link', { name: /^Needs you/ })
      .click();
    await expect.poll(() => cards(page).count()).toBe(20);
    expect(new URL(page.url()).search).toBe('?state=needs_you');
    expect(complaints).toEqual([]);
  });

  test.for([
    { language: 'en', colorScheme: 'light', path: '/operations' },
    { language: 'it', colorScheme: 'dark', isPhone: true, path: '/operations?state=critical' },
    { language: 'de', colorScheme: 'dark', path: '/operations/incidents' },
    { language: 'it', colorScheme: 'light', isPhone: true, path: '/operations/incidents' },
  ] satisfies readonly (PageOptions & { readonly path: string })[])(
    'is clean to axe in $language, $colorScheme, at $path',
    async ({ path, ...options }, { newPage }) => {
      const { page, complaints } = await openMany(await newPage(options), path);
      await page.getByText(HOSTILE_NAME).waitFor();
      await page.locator('dl').waitFor();
      expect(await accessibilityFaultsOf(page)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
      expect(complaints).toEqual([]);
    },
  );

  test('lists the incidents of all accounts, the newest first, with cause and section of the runbook', async ({
    newPage,
  }) => {
    const { page } = await openMany(await newPage(), '/operations/incidents');
    await cards(page).first().waitFor();
    expect(await cards(page).count()).toBe(44);
    const newest = cards(page).first();
    expect(await newest.innerText()).toMatch(/^goes on\s/);
    expect(await newest.innerText()).toMatch(
      /The app was uninstalled\s+No chats since .*, for 1 day 6 hours until now\./,
    );
    const runbook = newest.getByRole('link', { name: 'Runbook' });
    expect(await runbook.getAttribute('href')).toBe('/runbook#silent-integrations-critical');
    await page.getByRole('link', { name: 'Going on' }).click();
    await expect.poll(() => new URL(page.url()).search).toBe('?state=open');
  });

  test('says what our own pipeline does, and of what is not known nothing', async ({ newPage }) => {
    const { page } = await openMany(await newPage());
    const numbers = page.getByRole('region', { name: 'Our own processing' });
    await numbers.locator('dl').waitFor();
    const said = await numbers.innerText();
    expect(said).toMatch(/^Our own processing\s+Our processing is on time\./);
    expect(said).toMatch(/All counted that came until\s+3 minutes ago/);
    expect(said).toMatch(/Oldest probe on its way since\s+none/);
    expect(said).toMatch(/Open incidents\s+44/);
  });

  test('is the real one, too: an integration of this account stands in it', async ({ newPage }) => {
    const integrationId = await adminCallsOf('operations').createIntegration('On duty');
    const { page } = await openConsole(await newPage(), 'operations', '/operations?state=quiet', ON_CALL_SCOPES);
    const card = cards(page).filter({ hasText: integrationId });
    await card.getByRole('link', { name: 'On duty' }).click();
    await page.getByRole('heading', { name: 'On duty', level: 1 }).waitFor();
  });

  test('is not shown to others, and says so to who has the address', async ({ newPage }) => {
    const { page } = await openConsole(await newPage(), 'list', '/operations');
    await page.getByText('Only people on call see this page.').waitFor();
    expect(await page.getByRole('link', { name: 'Operations' }).count()).toBe(0);
    expect(await accessibilityFaultsOf(page)).toEqual([]);
  });

  test('keeps what it has when it cannot refresh, says what it cannot load, and lets sign in again', async ({
    newPage,
  }) => {
    const opened = await newPage();
    await opened.clock.install();
    let status = 503;
    await answerOperations(opened, 5);
    await opened.route('**/v1/operations/**', (route) => (status === 0 ? route.fallback() : route.fulfill({ status })));
    const { page } = await openConsole(opened, 'operations', '/operations', ON_CALL_SCOPES);
    await expect.poll(() => page.clock.fastForward(5_000).then(() => page.getByRole('alert').count())).toBe(2);
    expect(await page.getByRole('alert').first().innerText()).toContain('Our service is busy.');
    expect(await accessibilityFaultsOf(page)).toEqual([]);
    status = 0;
    const again = await page.getByRole('button', { name: 'Try again' }).all();
    for (const one of again.toReversed()) await one.click();
    await expect.poll(() => cards(page).count()).toBe(5);
    status = 403;
    await page.clock.fastForward(31_000);
    await expect.poll(() => page.getByText('Could not refresh. What you see is as of').count()).toBe(2);
    expect(await cards(page).count()).toBe(5);
    status = 401;
    await page.clock.fastForward(31_000);
    await page.getByRole('dialog', { name: 'Your session has ended' }).waitFor();
  });
});

describe.runIf(hasBrowser)('how we ourselves are', () => {
  test.for([
    [200, { state: 'on_time', checkedAt: -360 }, 'Our processing is on time.', 'Last checked: 6 minutes ago'],
    [
      200,
      { state: 'delayed', since: -600, checkedAt: 0 },
      /^Our processing has been late since .*:/,
      'Last checked: now',
    ],
    [200, { state: 'not_watched' }, 'We have not checked our processing yet.', ''],
    [403, { state: '' }, 'We cannot say now whether our processing is on time.', ''],
  ] as const)('stands on every page: %s %o', async ([status, { state, ...instants }, words, checked], { newPage }) => {
    const opened = await newPage();
    await opened.clock.install();
    const at = (seconds: number) => new Date(Date.now() + seconds * 1_000).toISOString();
    const facts = Object.fromEntries(Object.entries(instants).map(([name, seconds]) => [name, at(seconds)]));
    const json = { state, ...facts, message: '', ourOutages: [], reason: { key: `pipeline_${state}`, facts } };
    await opened.route('**/v1/pipeline', (route) => route.fulfill({ status, json }));
    const { page } = await openConsole(opened, 'empty');
    await expect.poll(() => page.locator('.strip [role=status]').innerText()).toMatch(words);
    expect(await page.locator('.strip .muted').allInnerTexts()).toEqual(checked === '' ? [] : [checked]);
    expect(await page.locator('.strip.good').count()).toBe(state === 'on_time' ? 1 : 0);
  });
});

describe.runIf(hasBrowser)('signing out', () => {
  test('leaves nothing of the account on the page, and the cookie worth nothing', async ({ newPage }) => {
    const { page } = await openConsole(await newPage(), 'list');
    let ended = 0;
    await page.route('**/session', (route) => {
      if (route.request().method() === 'DELETE') ended += 1;
      return route.fulfill({ status: ended === 0 ? 200 : 401, json: {} });
    });
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(ended).toBe(1);
    expect(await page.locator('.card, .strip').count()).toBe(0);
    expect(await page.getByRole('button', { name: 'Sign out' }).count()).toBe(0);
    expect(await accessibilityFaultsOf(page)).toEqual([]);
  });
});
