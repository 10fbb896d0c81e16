import type { Page } from 'playwright-core';
import { describe, expect } from 'vitest';
import { accessibilityFaultsOf } from '../support/browser/accessibility.ts';
import { adminCallsOf } from '../support/browser/admin-calls.ts';
import { hasBrowser, browserTest as test } from '../support/browser/browser-test.ts';
import { openConsole } from '../support/browser/console-page.ts';
import { sendEvent } from '../support/browser/send-event.ts';

const admin = adminCallsOf('integration');

const open = async (page: Page, name: string) => {
  const integrationId = await admin.createIntegration(name);
  const opened = await openConsole(page, 'integration', `/i/${integrationId}`);
  await page.getByRole('heading', { name, level: 1 }).waitFor();
  return { ...opened, integrationId };
};

const dialog = (page: Page) => page.getByRole('dialog');
/** Evidence travels through the queue, and the page looks every few seconds. */
const SOON = { timeout: 60_000 };

describe.runIf(hasBrowser)('from the help page to the first chat', () => {
  test('adds an integration, installs the app and turns green, in Italian, by its own words', async ({ newPage }) => {
    const { page, complaints } = await openConsole(await newPage({ language: 'it' }), 'integration');
    await page.getByRole('link', { name: 'Aggiungi integrazione' }).first().click();
    expect(await accessibilityFaultsOf(page)).toEqual([]);
    await page.getByRole('link', { name: /^Freshchat/ }).click();
    await page.getByLabel('Nome').fill('Assistenza IT');
    await page.getByLabel('Dominio Freshchat').fill('https://Acme.freshchat.com/settings?x=1');
    await page.getByLabel('Chiave API Freshchat').fill('qualsiasi');
    await page.getByText('Abbreviato in acme.freshchat.com.').waitFor();
    expect(await accessibilityFaultsOf(page)).toEqual([]);
    await page.getByRole('button', { name: 'Salva integrazione' }).click();
    await page.getByRole('heading', { name: 'Assistenza IT', level: 1 }).waitFor();
    expect(await accessibilityFaultsOf(page)).toEqual([]);

    await page.getByRole('button', { name: 'Genera una chiave' }).click();
    await dialog(page).getByRole('button', { name: 'Genera una chiave' }).click();
    await page.getByRole('dialog', { name: 'La tua nuova chiave API' }).waitFor();
    const key = await dialog(page).getByRole('textbox').inputValue();
    expect(key).toMatch(/^ijx_/);
    await dialog(page).getByRole('button', { name: 'L’ho incollata' }).click();

    await sendEvent(key, 'app.installed');
    await sendEvent(key, 'app.heartbeat');
    await page.getByText('Collegata, ancora nessuna chat').waitFor(SOON);
    expect(await accessibilityFaultsOf(page)).toEqual([]);
    await sendEvent(key, 'chat.created');
    await page.getByText('Riceve chat').waitFor(SOON);
    await page.getByRole('heading', { name: 'Installare l’app injixo' }).waitFor({ state: 'detached' });
    expect(await accessibilityFaultsOf(page)).toEqual([]);
    expect(complaints).toEqual([]);
  });

  test('says at the field what is wrong, and lets save unchecked only what cannot be reached', async ({ newPage }) => {
    const { page } = await openConsole(await newPage(), 'integration', '/add/freshchat');
    await admin.createIntegration('Taken');
    const fill = async (name: string, domain: string, key: string) => {
      await page.getByLabel('Name').fill(name);
      await page.getByLabel('Freshchat domain').fill(domain);
      await page.getByLabel('Freshchat API key').fill(key);
      await page.getByRole('button', { name: 'Save integration' }).click();
      await page.getByRole('alert').waitFor();
    };
    await fill('Taken', 'acme.freshchat.com', 'key');
    await expect
      .poll(() => page.getByLabel('Name').evaluate((field) => field.matches(':focus[aria-invalid="true"]')))
      .toBe(true);
    await page.getByText('Another integration has this name.').waitFor();
    expect(await accessibilityFaultsOf(page)).toEqual([]);
    await fill('Other', 'acme.example.com', 'key');
    await page.getByText('The address ends with .freshchat.com').waitFor();
    await fill('Other', 'acme.freshchat.com', 'with space');
    await page.getByText('Copy the key again, without spaces').waitFor();
    expect(await page.getByRole('button', { name: 'Save without checking' }).count()).toBe(0);

    const refusal = { error: { code: 'unreachable', field: 'freshchatDomain', message: '' } };
    await page.route('**/v1/integrations?verify=true', (route) => route.fulfill({ status: 422, json: refusal }));
    await fill('Other', 'acme.freshchat.com', 'key');
    await page.getByRole('button', { name: 'Save without checking' }).click();
    await page.getByRole('heading', { name: 'Other', level: 1 }).waitFor();
  });

  test('warns before the same Freshchat account is counted twice', async ({ newPage }) => {
    await admin.createIntegration('First of two');
    const { page } = await openConsole(await newPage(), 'integration', '/add/freshchat');
    await page.getByLabel('Freshchat domain').fill('acme.freshchat.com');
    await page.getByText('uses this domain already. Its chats would be counted twice').waitFor();
  });
});

describe.runIf(hasBrowser)('an API key', () => {
  test('is shown once: no Escape closes it, and nothing of the page keeps it', async ({ newPage }) => {
    const { page } = await open(await newPage(), 'Once');
    await page.getByRole('button', { name: 'Generate a key' }).click();
    await dialog(page).getByRole('button', { name: 'Generate a key' }).click();
    const field = dialog(page).getByRole('textbox', { name: 'Your new API key' });
    const key = await field.inputValue();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    expect(await field.inputValue()).toBe(key);
    expect(await accessibilityFaultsOf(page)).toEqual([]);
    await dialog(page).getByRole('button', { name: 'Copy' }).click();
    await dialog(page)
      .getByText(/^(?:Copied|The browser did not let us copy)/)
      .waitFor();
    await dialog(page).getByRole('button', { name: 'I have pasted it' }).click();
    await expect.poll(() => dialog(page).count()).toBe(0);
    const kept =
      'document.documentElement.outerHTML + location.href + JSON.stringify([{ ...localStorage }, { ...sessionStorage }, history.state])';
    expect(await page.evaluate(kept)).not.toContain(key);
    await expect
      .poll(() => page.getByRole('button', { name: 'Generate a key' }).evaluate((button) => button.matches(':focus')))
      .toBe(true);
  });

  test('is rotated with an overlap, and both are told apart until the new one is used', async ({ newPage }) => {
    const { page, integrationId } = await open(await newPage(), 'Rotated');
    const old = await admin.generateKey(integrationId);
    await sendEvent(old.key, 'chat.created');
    await page.getByText('Receiving chats').waitFor(SOON);
    await page.getByRole('button', { name: 'Generate a key' }).click();
    await dialog(page).getByLabel('7 days').check();
    await dialog(page).getByRole('button', { name: 'Generate a key' }).click();
    const key = await dialog(page).getByRole('textbox').inputValue();
    await dialog(page).getByRole('button', { name: 'I have pasted it' }).click();
    await page.getByText(`The app still uses the API key …\u2060${old.keyId.slice(-4)}`).waitFor();
    expect(await page.locator('.status').innerText()).toBe('Needs you');
    await sendEvent(key, 'chat.created');
    await page.getByText('Receiving chats').waitFor(SOON);
  });

  test('is revoked; its refusal shows while the page is open, and the button mends it', async ({ newPage }) => {
    const { page, integrationId } = await open(await newPage(), 'Revoked');
    const used = await admin.generateKey(integrationId);
    await sendEvent(used.key, 'chat.created');
    await page.getByText('Receiving chats').waitFor(SOON);
    // Not the one that was used: the API remembers for up to a minute that a key was valid.
    const { key, keyId } = await admin.generateKey(integrationId, 'P7D');
    await page.getByRole('button', { name: `Revoke …\u2060${keyId.slice(-4)}` }).click(SOON);
    await dialog(page).getByText('It stops working within 60 seconds.').waitFor();
    expect(await accessibilityFaultsOf(page)).toEqual([]);
    await dialog(page).getByRole('button', { name: 'Revoke it now' }).click();
    await page.getByText(/^revoked on/).waitFor();
    expect(await sendEvent(key, 'app.heartbeat')).toBe(401);
    await page.getByText('which was revoked on').waitFor(SOON);
    expect(await page.locator('.status').innerText()).toBe('Needs you');

    // The other key works, and nobody has its text any more.
    await page.locator('.standing').getByRole('button', { name: 'Generate a key' }).click();
    await dialog(page).getByRole('button', { name: 'Generate a key' }).click();
    const fresh = await dialog(page).getByRole('textbox').inputValue();
    await dialog(page).getByRole('button', { name: 'I have pasted it' }).click();
    await page.getByText(/Paste the API key …/).waitFor(SOON);
    await sendEvent(fresh, 'chat.created');
    await page.getByText('Receiving chats').waitFor(SOON);
  });
});

describe.runIf(hasBrowser)('the settings of an integration', () => {
  test('are changed, active hours too, and a refused one says what to write', async ({ newPage }) => {
    const { page } = await open(await newPage(), 'Settings');
    await page.getByLabel('Name').fill('Settings, renamed');
    await page.getByLabel('Silence window').selectOption('PT4H');
    await page.getByLabel('Chats can come at any time').uncheck();
    await page.getByRole('button', { name: 'Save settings' }).click();
    await page.getByText('Enter at least one time').waitFor();
    await page.getByLabel('Monday').fill('8-18');
    await page.getByRole('button', { name: 'Save settings' }).click();
    await page.getByText('Write times as 08:00-18:00').waitFor();
    expect(await accessibilityFaultsOf(page)).toEqual([]);
    await page.getByLabel('Monday').fill('08:00–12:00, 13:00 - 18:00');
    await page.getByLabel('Holidays').fill('2026-12-25\n2026-12-26');
    await page.getByRole('button', { name: 'Save settings' }).click();
    await page.getByText('Saved.').waitFor();
    await page.getByRole('heading', { name: 'Settings, renamed', level: 1 }).waitFor();
    await page.reload();
    expect(await page.getByLabel('Monday').inputValue()).toBe('08:00-12:00, 13:00-18:00');
    expect(await page.getByLabel('Silence window').inputValue()).toBe('PT4H');
    expect(await page.getByLabel('Holidays').inputValue()).toBe('2026-12-25\n2026-12-26');
  });

  test('that somebody else changed meanwhile stand side by side, and one of them is chosen', async ({ newPage }) => {
    const { page, integrationId } = await open(await newPage(), 'Conflict');
    await page.getByLabel('Name').fill('Mine');
    await admin.rename(integrationId, 'Theirs');
    await page.getByRole('button', { name: 'Save settings' }).click();
    await page.getByText('Somebody else saved these settings meanwhile.').waitFor();
    await expect.poll(() => page.getByRole('alert').innerText()).toMatch(/Stored now: Theirs\s+In your form: Mine/);
    expect(await accessibilityFaultsOf(page)).toEqual([]);
    await page.getByRole('button', { name: 'Save mine' }).click();
    await page.getByRole('heading', { name: 'Mine', level: 1 }).waitFor();
  });

  test('keep what was typed when the session ends in the middle', async ({ newPage }) => {
    const { page } = await open(await newPage(), 'Ended');
    let isEnded = true;
    await page.route('**/v1/integrations/*?verify=true', (route) =>
      isEnded ? route.fulfill({ status: 401 }) : route.continue(),
    );
    await page.getByLabel('Name').fill('Ended, typed');
    await page.getByRole('button', { name: 'Save settings' }).click();
    await page.getByRole('dialog', { name: 'Your session has ended' }).waitFor();
    isEnded = false;
    await dialog(page).getByRole('button', { name: 'Sign in again' }).click();
    await dialog(page).waitFor({ state: 'hidden' });
    expect(await page.getByLabel('Name').inputValue()).toBe('Ended, typed');
    await page.getByRole('button', { name: 'Save settings' }).click();
    await page.getByRole('heading', { name: 'Ended, typed', level: 1 }).waitFor();
  });

  test('are paused and resumed, and the connection is checked', async ({ newPage }) => {
    const { page } = await open(await newPage(), 'Pause');
    await page.getByRole('button', { name: 'Check the connection' }).click();
    await page.getByText('Freshchat accepts the key.').waitFor();
    await page.getByRole('button', { name: 'Pause notices' }).click();
    await page.getByText('Notices paused').waitFor();
    await page.locator('.standing').getByRole('button', { name: 'End the pause' }).click();
    await page.getByText('Waiting for the app').waitFor();
  });
});

describe.runIf(hasBrowser)('the end of an integration', () => {
  test('needs its name, keeps the counts, and leaves the list', async ({ newPage }) => {
    const { page } = await open(await newPage(), 'Deleted');
    await page.getByRole('button', { name: 'Delete this integration' }).click();
    await dialog(page).getByRole('textbox').fill('something else');
    await dialog(page).getByRole('button', { name: 'Delete, keep the counts' }).click();
    await page.getByText('This is not the name of the integration.').waitFor();
    expect(await accessibilityFaultsOf(page)).toEqual([]);
    await dialog(page).getByRole('textbox').fill('Deleted');
    await dialog(page).getByRole('button', { name: 'Delete, keep the counts' }).click();
    await page.getByRole('heading', { name: 'Integrations', level: 1 }).waitFor();
    expect(await page.getByRole('link', { name: 'Deleted', exact: true }).count()).toBe(0);
  });

  test('erases in seven days, says so, and brings everything back but the key on Undo', async ({ newPage }) => {
    const { page, integrationId } = await open(await newPage(), 'Erased');
    await admin.generateKey(integrationId);
    await page.getByRole('button', { name: 'Delete this integration' }).click();
    await dialog(page)
      .getByLabel(/^They are erased in seven days/)
      .check();
    await dialog(page).getByRole('textbox').fill('Erased');
    await dialog(page).getByRole('button', { name: 'Delete, erase in seven days' }).click();
    await page.getByText(/^The integration will be erased after /).waitFor();
    expect(await page.getByText(/Erased so far: /).count()).toBe(0);
    expect(await accessibilityFaultsOf(page)).toEqual([]);
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('Waiting for the app').waitFor();
    await page.getByRole('row', { name: /revoked on/ }).waitFor();
    expect(await admin.statusOf(integrationId)).toBe('waiting');
  });

  test('shows how far an erasing is that has begun, and no Undo', async ({ newPage }) => {
    const { page, integrationId } = await open(await newPage(), 'Half gone');
    await page.route(`**/v1/integrations/${integrationId}`, async (route) => {
      const answer = await route.fetch();
      const erase = { requestedAt: '2026-11-22T12:00:00.000Z', deletedChats: 1_500, deletedCounts: 0 };
      const reason = { key: 'erasing', facts: {} };
      await route.fulfill({
        response: answer,
        json: { ...(await answer.json()), status: 'erasing', state: 'erasing', reason, erase },
      });
    });
    await page.getByText(/Its chats, counts and incidents are being erased\./).waitFor(SOON);
    await page.getByText('Erased so far: 1,500 chats, 0 hourly counts.').waitFor();
    expect(await page.getByRole('button', { name: 'Undo' }).count()).toBe(0);
    expect(await accessibilityFaultsOf(page)).toEqual([]);
  });

  test('is a page of its own when the address leads nowhere', async ({ newPage }) => {
    const { page } = await openConsole(await newPage(), 'integration', '/i/integration.0123456789ab');
    await page.getByRole('heading', { name: 'This integration is gone' }).waitFor();
    expect(await accessibilityFaultsOf(page)).toEqual([]);
  });
});

describe.runIf(hasBrowser)('who may write, but not erase', () => {
  test('is told so where the counts are asked about', async ({ newPage }) => {
    const integrationId = await admin.createIntegration('Kept');
    const scopes = ['integrations/read', 'integrations/write'];
    const { page } = await openConsole(await newPage(), 'integration', `/i/${integrationId}`, scopes);
    await page.getByRole('button', { name: 'Delete this integration' }).click();
    expect(
      await dialog(page)
        .getByLabel(/^They are erased/)
        .isDisabled(),
    ).toBe(true);
    await dialog(page).getByText('You may delete, but not erase.').waitFor();
    expect(await accessibilityFaultsOf(page)).toEqual([]);
  });
});

describe.runIf(hasBrowser)('who may only read', () => {
  test('sees everything, and no button that would be refused', async ({ newPage }) => {
    const integrationId = await admin.createIntegration('Looked at');
    await admin.generateKey(integrationId);
    const { page } = await openConsole(await newPage(), 'integration', `/i/${integrationId}`, ['integrations/read']);
    await page.getByText('You can look at integrations, but not change them.').waitFor();
    expect(await page.locator('main').getByRole('button').allInnerTexts()).toEqual(['Install the app']);
    expect(await accessibilityFaultsOf(page)).toEqual([]);
  });
});
