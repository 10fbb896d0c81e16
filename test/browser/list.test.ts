import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, inject, vi } from 'vitest';
import { accessibilityFaultsOf } from '../support/browser/accessibility.ts';
import { adminCallsOf } from '../support/browser/admin-calls.ts';
import { hasBrowser, browserTest as test } from '../support/browser/browser-test.ts';
import { openConsole } from '../support/browser/console-page.ts';
import { sendEvent } from '../support/browser/send-event.ts';

const admin = adminCallsOf('list');
const HOSTILE = `<img src=x onerror="document.title=1"> ${'a long name '.repeat(8).trim()}`;
/** Evidence travels through the queue. */
const WITHIN = { timeout: 60_000, interval: 200 };

const cards = (page: Page) => page.locator('.card');
const names = (page: Page) => page.locator('.card h2').allInnerTexts();
const cardOf = (page: Page, name: string) => cards(page).filter({ has: page.getByRole('link', { name, exact: true }) });

describe.runIf(hasBrowser)('the list of integrations', () => {
  beforeAll(async () => {
    const well = await admin.createIntegration('Well');
    const wellKey = await admin.generateKey(well);
    await sendEvent(wellKey.key, 'chat.created');
    const refused = await admin.createIntegration('Refused');
    const dead = await admin.generateKey(refused);
    await admin.revokeKey(refused, dead.keyId);
    await sendEvent(dead.key, 'app.heartbeat');
    const gone = await admin.createIntegration('Uninstalled');
    const goneKey = await admin.generateKey(gone);
    await sendEvent(goneKey.key, 'chat.created');
    await sendEvent(goneKey.key, 'app.uninstalled');
    await admin.pauseIntegration(await admin.createIntegration('Paused'));
    await admin.createIntegration(HOSTILE);
    await vi.waitUntil(async () => (await admin.causeOf(refused)) === 'key_rejected', WITHIN);
    await vi.waitUntil(async () => (await admin.causeOf(gone)) === 'app_uninstalled', WITHIN);
    await vi.waitUntil(async () => (await admin.statusOf(well)) === 'operational', WITHIN);
  });

  test('shows the most urgent first, and never a cause as well', async ({ newPage }) => {
    const { page, complaints } = await openConsole(await newPage(), 'list');
    await cards(page).first().waitFor();
    expect(await names(page)).toEqual(['Refused', 'Uninstalled', HOSTILE, 'Well', 'Paused']);
    expect(await page.locator('.summary').innerText()).toBe('2 integrations need you.');
    expect(await cardOf(page, 'Refused').innerText()).toMatch(
      /Needs you[\s\S]*which was revoked on [\s\S]*Generate a key/,
    );
    expect(await cardOf(page, 'Uninstalled').innerText()).toMatch(
      /Needs you[\s\S]*was uninstalled[\s\S]*Install the app/,
    );
    expect(await cardOf(page, 'Well').innerText()).toContain('Receiving chats');
    expect(await page.title()).toBe('Integrations · injixo');
    expect(complaints).toEqual([]);
  });

  test.for([
    ['en', 'light', false],
    ['it', 'dark', false],
    ['de', 'light', true],
    ['it', 'dark', true],
  ] as const)('is clean to axe in %s, %s, on a phone: %s', async ([language, colorScheme, isPhone], { newPage }) => {
    const { page, complaints } = await openConsole(await newPage({ language, colorScheme, isPhone }), 'list');
    await cards(page).first().waitFor();
    expect(await accessibilityFaultsOf(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    expect(complaints).toEqual([]);
  });

  test('speaks the language that is chosen, also after a reload', async ({ newPage }) => {
    const { page } = await openConsole(await newPage({ language: 'fr' }), 'list');
    expect(await page.locator('h1').innerText()).toBe('Integrations');
    await page.getByLabel('Language').selectOption('it');
    await expect.poll(() => page.locator('h1').innerText()).toBe('Integrazioni');
    expect(await page.getByRole('link', { name: 'Aggiungi integrazione' }).count()).toBe(1);
    await page.reload();
    await expect.poll(() => page.locator('h1').innerText()).toBe('Integrazioni');
    expect(await page.getAttribute('html', 'lang')).toBe('it');
  });

  test('moves the focus to the heading, and offers the way past the header', async ({ newPage }) => {
    const { page } = await openConsole(await newPage(), 'list');
    await expect.poll(() => page.locator('h1').evaluate((heading) => heading.matches(':focus'))).toBe(true);
    await page.locator('.skip').focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => new URL(page.url()).hash).toBe('#main');
  });

  test('says what to do when there is none', async ({ newPage }) => {
    const { page } = await openConsole(await newPage(), 'empty');
    await page.getByRole('heading', { name: 'No integration yet' }).waitFor();
    expect(await accessibilityFaultsOf(page)).toEqual([]);
  });

  test('says how it goes on when nothing can be loaded, and loads it then', async ({ newPage }) => {
    const opened = await newPage();
    let isDown = true;
    await opened.route('**/v1/integrations*', (route) => (isDown ? route.fulfill({ status: 503 }) : route.continue()));
    const { page } = await openConsole(opened, 'list');
    await page.getByRole('alert').waitFor();
    expect(await page.getByRole('alert').innerText()).toContain('Our service is busy.');
    expect(await accessibilityFaultsOf(page)).toEqual([]);
    isDown = false;
    await page.getByRole('button', { name: 'Try again' }).click();
    await cards(page).first().waitFor();
  });

  test('tells no connection and no permission from a service that is busy', async ({ newPage }) => {
    for (const [answer, words] of [
      [undefined, 'There is no connection.'],
      [403, 'You are not allowed to see this.'],
      [500, 'Something went wrong on our side (answer 500).'],
    ] as const) {
      const opened = await newPage();
      await opened.route('**/v1/integrations*', (route) =>
        answer ? route.fulfill({ status: answer }) : route.abort(),
      );
      const { page } = await openConsole(opened, 'list');
      await page.getByRole('alert').waitFor();
      expect(await page.getByRole('alert').innerText()).toContain(words);
    }
  });

  test('keeps what it has when it cannot refresh, and says how old that is', async ({ newPage }) => {
    const opened = await newPage();
    let isDown = false;
    await opened.clock.install();
    await opened.route('**/v1/integrations*', (route) => (isDown ? route.fulfill({ status: 403 }) : route.continue()));
    const { page } = await openConsole(opened, 'list');
    await cards(page).first().waitFor();
    isDown = true;
    await page.clock.fastForward(16_000);
    await page.getByText('Could not refresh. What you see is as of').waitFor();
    expect(await cards(page).count()).toBe(5);
  });

  test('asks to sign in again over the page when the session ends, and goes on', async ({ newPage }) => {
    const opened = await newPage();
    let isEnded = false;
    await opened.clock.install();
    await opened.route('**/v1/integrations*', (route) => (isEnded ? route.fulfill({ status: 401 }) : route.continue()));
    const { page } = await openConsole(opened, 'list');
    await cards(page).first().waitFor();
    isEnded = true;
    await page.clock.fastForward(16_000);
    const dialog = page.getByRole('dialog', { name: 'Your session has ended' });
    await dialog.waitFor();
    expect(await cards(page).count()).toBe(5);
    expect(await accessibilityFaultsOf(page)).toEqual([]);
    isEnded = false;
    await dialog.getByRole('button', { name: 'Sign in again' }).click();
    await dialog.waitFor({ state: 'hidden' });
  });

  test('finds by name and domain once there are many', async ({ newPage }) => {
    const opened = await newPage();
    await opened.route('**/v1/integrations*', async (route) => {
      const answer = await route.fetch();
      const { items, counts } = await answer.json();
      const fifty = Array.from({ length: 50 }, (_, n) => ({
        ...items[0],
        integrationId: `list.${n}`,
        name: `Shop ${n}`,
      }));
      await route.fulfill({ json: { items: fifty, counts: { ...counts, operational: 50 } } });
    });
    const { page } = await openConsole(opened, 'list');
    await page.getByRole('searchbox').fill('shop 49');
    await expect.poll(() => names(page)).toEqual(['Shop 49']);
    await page.getByRole('searchbox').fill('nothing like it');
    await page.getByText('No integration matches “nothing like it”.').waitFor();
  });
});

describe.runIf(hasBrowser)('signing in on this machine', () => {
  const url = inject('systemUrl');

  test('trades the code of the link once, keeps it out of the address, and outlives a reload', async ({ newPage }) => {
    const page = await newPage();
    await page.goto(inject('consoleLink'));
    await page.getByRole('heading', { name: 'Integrations', level: 1 }).waitFor();
    expect(page.url()).toBe(`${url}/`);
    await page.reload();
    await page.getByRole('heading', { name: 'Integrations', level: 1 }).waitFor();
    expect(
      await page.evaluate('[document.cookie, JSON.stringify(localStorage), JSON.stringify(sessionStorage)]'),
    ).toEqual(['', '{}', '{}']);

    const stranger = await newPage();
    await stranger.goto(inject('consoleLink'));
    await stranger.getByText('This link was used before.').waitFor();
    expect(await accessibilityFaultsOf(stranger)).toEqual([]);
    await stranger.getByRole('button', { name: 'Print a new link in the terminal' }).click();
    await stranger.getByText('A new link is in the terminal.').waitFor();
  });
});
