import { describe, expect } from 'vitest';
import { accessibilityFaultsOf } from '../support/browser/accessibility.ts';
import { adminCallsOf } from '../support/browser/admin-calls.ts';
import { hasBrowser, browserTest as test } from '../support/browser/browser-test.ts';
import { openConsole } from '../support/browser/console-page.ts';

const admin = adminCallsOf('incidents');

const HOUR_MS = 3_600_000;
const ago = (hours: number): string => new Date(Date.now() - hours * HOUR_MS).toISOString();

describe.runIf(hasBrowser)('the incidents of an integration', () => {
  test('say that there was none, and lead back', async ({ newPage }) => {
    const id = await admin.createIntegration('Calm');
    const { page, complaints } = await openConsole(await newPage(), 'incidents', `/i/${id}`);
    await page.getByRole('link', { name: 'Incidents' }).click();
    await page.getByRole('heading', { name: 'No incident' }).waitFor();
    expect(await accessibilityFaultsOf(page)).toEqual([]);
    await page.getByRole('link', { name: 'Calm' }).click();
    await page.getByRole('heading', { name: 'Calm', level: 1 }).waitFor();
    expect(complaints).toEqual([]);
  });

  test.for([
    ['en', 'light', false],
    ['it', 'dark', true],
  ] as const)('stand in a bar and a table, in %s, %s', async ([language, colorScheme, isPhone], { newPage }) => {
    const id = await admin.createIntegration(`Troubled ${language}`);
    const opened = await newPage({ language, colorScheme, isPhone });
    // The monitor opens incidents after hours of silence; a browser test does not wait for them.
    await opened.route(`**/v1/integrations/${id}`, async (route) => {
      const answer = await route.fetch();
      const paused = { state: 'paused', since: ago(1) };
      await route.fulfill({ json: { ...(await answer.json()), ...paused, createdAt: ago(24 * 10) } });
    });
    await opened.route('**/v1/pipeline', async (route) => {
      const answer = await route.fetch();
      const ourOutages = [{ from: ago(200), to: ago(199) }];
      await route.fulfill({ json: { ...(await answer.json()), ourOutages } });
    });
    await opened.route(`**/v1/integrations/${id}/incidents*`, (route) =>
      route.fulfill({
        json: {
          items: [
            { openedAt: ago(2), from: ago(3), cause: 'key_rejected', severity: 'critical' },
            { openedAt: ago(100), from: ago(102), to: ago(97.5), cause: 'no_chats', severity: 'warning' },
          ],
        },
      }),
    );
    const { page, complaints } = await openConsole(opened, 'incidents', `/i/${id}/incidents`);
    await page.getByRole('table').waitFor();
    const cells = await page.getByRole('row').nth(1).getByRole('cell').allInnerTexts();
    expect(cells).toEqual(
      language === 'en'
        ? ['goes on', '3 hours', 'The API key was refused']
        : ['in corso', '3 ore', 'La chiave API è stata respinta'],
    );
    expect(await page.locator('.days .day').count()).toBe(30);
    expect(await page.locator('.days .not_watched').count()).toBe(19);
    expect(await page.locator('.days .silent').count()).toBeGreaterThan(0);
    expect(await page.locator('.days .ours').count()).toBeGreaterThan(0);
    expect(await accessibilityFaultsOf(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    expect(complaints).toEqual([]);
  });
});
