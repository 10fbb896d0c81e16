import { randomBytes } from 'node:crypto';
import type { Page } from 'playwright-core';
import { describe, expect, inject } from 'vitest';
import { formatApiKey, KEY_ID_BYTES, SECRET_BYTES } from '../../shared/intake/api-key.ts';
import { accessibilityFaultsOf } from '../support/browser/accessibility.ts';
import { adminCallsOf } from '../support/browser/admin-calls.ts';
import { hasBrowser, browserTest as test } from '../support/browser/browser-test.ts';
import { openInstallPage, type PlatformAnswer } from '../support/browser/install-page.ts';
import { INSTALL_WORDS, installWord } from '../support/browser/install-words.ts';

const apiUrl = inject('systemUrl');
const admin = adminCallsOf('install');

const HOST = 'events.eu.injixo.example';
const REGIONS = [
  { host: HOST, name: 'Europe' },
  { host: 'events.us.injixo.example', name: 'North America' },
];
/** Its form is right, its checksum is not. */
const MISTYPED = `ijx_${'a'.repeat(12)}_${'b'.repeat(43)}_${'c'.repeat(6)}`;

const newKey = async (name: string) => {
  const integrationId = await admin.createIntegration(name);
  return { integrationId, ...(await admin.generateKey(integrationId)) };
};

const keyField = (page: Page) => page.locator('input#injixo_api_key');
const textOf = (page: Page) => page.locator('main').ariaSnapshot();

const ours = (status: number, code: string): PlatformAnswer => ({
  status,
  response: JSON.stringify({ error: { code, message: '' } }),
});

describe.runIf(hasBrowser)('the installation page', () => {
  test('takes a key by keyboard alone, proves it with one heartbeat and saves it as a secret', async ({ newPage }) => {
    const page = await newPage();
    const said: string[] = [];
    page.on('console', (message) => said.push(message.text()));
    const install = await openInstallPage(page, { apiUrl });
    const { key } = await newKey('keyboard');
    await page.keyboard.press('Tab');
    await page.keyboard.type(` ${key} `);
    expect(await install.save()).toEqual({
      __meta: { secure: ['injixo_api_key'] },
      endpoint_host: HOST,
      injixo_api_key: key,
    });
    expect(install.hosts).toEqual([HOST]);
    await expect.poll(() => textOf(page)).toContain(installWord('en', 'accepted'));
    // The field hides it; nothing else has it.
    expect(await keyField(page).getAttribute('type')).toBe('password');
    expect(`${page.url()} ${said.join(' ')} ${await page.locator('body').innerText()}`).not.toContain(key);
  });

  test('names its fields to a screen reader, and says what is wrong at the field', async ({ newPage }) => {
    const page = await newPage({ language: 'it' });
    const install = await openInstallPage(page, { apiUrl, regions: REGIONS });
    await expect.poll(() => textOf(page)).toContain('textbox "Chiave API injixo');
    await expect.poll(() => textOf(page)).toContain('combobox "Regione del tuo account injixo"');
    expect(await page.getAttribute('html', 'lang')).toBe('it');
    await install.save();
    await expect.poll(() => keyField(page).getAttribute('aria-invalid')).toBe('');
    const described = await keyField(page).getAttribute('aria-describedby');
    await expect.poll(() => page.locator(`#${described}`).innerText()).toBe(installWord('it', 'key_missing'));
    await expect.poll(() => keyField(page).evaluate((field) => field.matches(':focus'))).toBe(true);
  });

  test('takes the refusal back as soon as another key is typed', async ({ newPage }) => {
    const page = await newPage();
    const install = await openInstallPage(page, { apiUrl });
    await install.save();
    await page.keyboard.type('i');
    await expect.poll(() => textOf(page)).not.toContain(installWord('en', 'key_missing'));
  });

  test('refuses keys that the API refuses, and lets the next one in', async ({ newPage }) => {
    const page = await newPage();
    const install = await openInstallPage(page, { apiUrl });
    const revoked = await newKey('revoked');
    await admin.revokeKey(revoked.integrationId, revoked.keyId);
    const expired = await newKey('expired');
    const newer = await admin.generateKey(expired.integrationId, 'PT0S');
    const stranger = formatApiKey(randomBytes(KEY_ID_BYTES), randomBytes(SECRET_BYTES));
    for (const [key, refusal] of [
      ['abc', 'key_malformed'],
      [MISTYPED, 'key_malformed'],
      [stranger.key, 'key_unknown'],
      [revoked.key, 'key_revoked'],
      [expired.key, 'key_expired'],
    ] as const) {
      await keyField(page).fill(key);
      expect(await install.save()).toBeUndefined();
      await expect.poll(() => textOf(page)).toContain(installWord('en', refusal));
    }
    await keyField(page).fill(newer.key);
    expect(await install.save()).toMatchObject({ injixo_api_key: newer.key });
  });

  test('says that injixo cannot be reached when nobody answers', async ({ newPage }) => {
    const page = await newPage();
    const install = await openInstallPage(page, { apiUrl: 'http://127.0.0.1:1' });
    await keyField(page).fill(MISTYPED);
    expect(await install.save()).toBeUndefined();
    await expect.poll(() => textOf(page)).toContain(installWord('en', 'unreachable'));
    await expect.poll(() => textOf(page)).not.toContain(installWord('en', 'region_too'));
  });

  test('asks for the key again when the settings are edited, and never saves a masked one', async ({ newPage }) => {
    const page = await newPage();
    const install = await openInstallPage(page, { apiUrl, regions: REGIONS });
    await install.edit({ endpoint_host: 'events.us.injixo.example', injixo_api_key: '••••••••' });
    await expect.poll(() => textOf(page)).toContain(installWord('en', 'key_again'));
    expect(await keyField(page).inputValue()).toBe('');
    expect(await install.save()).toBeUndefined();
    const { key } = await newKey('edited');
    await page.keyboard.type(key);
    expect(await install.save()).toMatchObject({ endpoint_host: 'events.us.injixo.example', injixo_api_key: key });
    expect(install.hosts).toEqual(['events.us.injixo.example']);
  });

  test('asks for the region where there is more than one, and doubts it when a key is unknown', async ({ newPage }) => {
    const page = await newPage();
    const install = await openInstallPage(page, { apiUrl, regions: REGIONS, answer: ours(401, 'key_unknown') });
    await page.keyboard.press('Tab');
    await page.keyboard.type('North');
    await page.keyboard.press('Tab');
    await page.keyboard.type(MISTYPED);
    await install.save();
    expect(install.hosts).toEqual(['events.us.injixo.example']);
    await expect
      .poll(() => textOf(page))
      .toContain(`${installWord('en', 'key_unknown')} ${installWord('en', 'region_too')}`);
  });

  test('works without Crayons, as where the office blocks the CDN', async ({ newPage }) => {
    const page = await newPage();
    const install = await openInstallPage(page, { apiUrl, isCrayonsBlocked: true });
    await install.save();
    await expect.poll(() => textOf(page)).toContain(installWord('en', 'key_missing'));
    const { key } = await newKey('plain');
    await page.keyboard.type(key);
    expect(await install.save()).toMatchObject({ injixo_api_key: key });
    expect(await accessibilityFaultsOf(page)).toEqual([]);
  });

  test('falls back to English, and takes the first language that it speaks', async ({ newPage }) => {
    for (const [language, spoken] of [
      ['pt-BR', 'en'],
      ['de-AT', 'de'],
    ] as const) {
      const page = await newPage({ language });
      await openInstallPage(page, { apiUrl });
      await expect.poll(() => textOf(page)).toContain(installWord(spoken, 'title'));
    }
  });

  /** Each answer that the platform can give, and what the page says of it. */
  const OUTCOMES: readonly (readonly [PlatformAnswer, string])[] = [
    [ours(401, 'key_malformed'), 'key_malformed'],
    [ours(401, 'key_unknown'), 'key_unknown'],
    [ours(401, 'key_revoked'), 'key_revoked'],
    [ours(401, 'key_expired'), 'key_expired'],
    [ours(503, 'unavailable'), 'busy'],
    [{ status: 429, response: '' }, 'busy'],
    [{ status: 502, response: 'Error in establishing connection' }, 'unreachable'],
    [{ status: 504, response: 'Timeout error while processing the request' }, 'unreachable'],
    [
      { status: 422, response: '{"accepted":0,"rejected":[{"index":0,"code":"in_future","field":"occurredAt"}]}' },
      'clock',
    ],
    [{ status: 401, response: '<html>proxy</html>' }, 'unexpected'],
    [{ status: 200, response: '<html>a portal of the office</html>' }, 'unexpected'],
    [{ status: 202, response: '{"accepted":0}' }, 'unexpected'],
    [{ status: 400, response: 'Invalid URL - Must be FQDN' }, 'unexpected'],
  ];

  test.for(Object.keys(INSTALL_WORDS))(
    'says each refusal in %s, is clean to axe in each state, and takes nothing but our own 202',
    async (language, { newPage }) => {
      const page = await newPage({ language });
      const install = await openInstallPage(page, { apiUrl });
      expect(await accessibilityFaultsOf(page)).toEqual([]);
      await keyField(page).fill(MISTYPED);
      const judged = new Set<string>();
      for (const [answer, key] of OUTCOMES) {
        install.answerWith(answer);
        expect(await install.save()).toBeUndefined();
        await expect
          .poll(() => textOf(page))
          .toContain(installWord(language, key).replace('{status}', String(answer.status)));
        if (!judged.has(key)) expect(await accessibilityFaultsOf(page)).toEqual([]);
        judged.add(key);
      }
      install.answerWith({ status: 202, response: '{"accepted":1,"rejected":[]}' });
      expect(await install.save()).toMatchObject({ injixo_api_key: MISTYPED });
      await expect.poll(() => textOf(page)).toContain(installWord(language, 'accepted'));
      expect(await accessibilityFaultsOf(page)).toEqual([]);
    },
  );
});
