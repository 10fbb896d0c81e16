import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, inject } from 'vitest';
import { buildConsole } from '../../console/build.ts';
import { accessibilityFaultsOf } from '../support/browser/accessibility.ts';
import { tokenOf } from '../support/browser/accounts.ts';
import { adminCallsOf } from '../support/browser/admin-calls.ts';
import { hasBrowser, browserTest as test } from '../support/browser/browser-test.ts';
import { busyDays, HOSTILE_QUEUES } from '../support/browser/busy-days.ts';
import { cellColoursOf } from '../support/browser/cell-colours.ts';
import { openConsole } from '../support/browser/console-page.ts';
import { type AnsweredCounts, countsSchema, heatMapFaultsOf } from '../support/browser/heat-map-faults.ts';
import { storeDays } from '../support/browser/stored-days.ts';
import { unknownAsZero } from '../support/browser/unknown-as-zero.ts';
import { parseCsv } from '../support/parse-csv.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const admin = adminCallsOf('contacts');
let id = '';

/** From few contacts to many. */
const RAMP = ['#dbeafb', '#b5d4f4', '#82b6ea', '#3277bd', '#1f5c9e', '#123f73'];
const GROUND = '#f6f7f9';

/** What the page asks for, asked once more: as JSON, or as CSV. */
const askAgain = async (page: Page, accept: string): Promise<string> => {
  const urls: unknown = await page.evaluate(
    'performance.getEntriesByType("resource").map(({ name }) => name).filter((name) => name.includes("contact-counts"))',
  );
  const url = Array.isArray(urls) ? String(urls.at(-1)) : '';
  const headers = { authorization: `Bearer ${tokenOf('contacts')}`, accept };
  return (await fetch(url, { headers })).text();
};

const countsOf = async (page: Page): Promise<AnsweredCounts> =>
  countsSchema.parse(JSON.parse(await askAgain(page, 'application/json')));

const grid = (page: Page) => page.getByRole('grid');
const open = async (page: Page, search = '?zone=UTC') => {
  const opened = await openConsole(page, 'contacts', `/i/${id}/contacts${search}`);
  await grid(page).waitFor();
  return opened;
};

describe.runIf(hasBrowser)('the contacts of an integration', () => {
  beforeAll(async () => {
    id = await admin.createIntegration('Support');
    await storeDays(inject('systemTables'), id, busyDays(Date.now()));
  });

  test('stand in a map that shows what the API says, and unknown never as a number', async ({ newPage }) => {
    const { page, complaints } = await open(await newPage());
    const counts = await countsOf(page);
    expect(counts.intervals.states).toContain('U');
    expect(await heatMapFaultsOf(page, counts)).toEqual([]);
    expect(await page.getByText('11 hours are unknown: do not read them as zero.').count()).toBe(1);
    expect(await page.locator('.heat .sum').allInnerTexts()).toContainEqual(expect.stringMatching(/^≥ \d+$/));
    expect(complaints).toEqual([]);
  });

  test('would fail if an unknown hour were drawn as zero', async ({ newPage }) => {
    const folder = `${temporaryDirectory()}/dist`;
    await buildConsole(folder, [unknownAsZero]);
    const wrong = await newPage();
    await wrong.route('**/assets/*', (route) => {
      const file = basename(new URL(route.request().url()).pathname);
      const contentType = file.endsWith('.css') ? 'text/css' : 'text/javascript';
      return route.fulfill({ contentType, body: readFileSync(`${folder}/assets/${file}`, 'utf8') });
    });
    await wrong.route(`**/i/${id}/contacts*`, async (route) => {
      const answer = await route.fetch();
      await route.fulfill({ response: answer, body: readFileSync(`${folder}/index.html`, 'utf8') });
    });
    const { page } = await open(wrong);
    const faults = await heatMapFaultsOf(page, await countsOf(page));
    expect(faults).toHaveLength(11);
    expect(faults[0]).toContain('shows 0, not ?');
  });

  test('look on the screen as they should: darker where more, pale at 0, hatched where unknown', async ({
    newPage,
  }) => {
    const { page } = await open(await newPage());
    const cells = await cellColoursOf(page);
    const numbers = cells
      .filter(({ shown }) => Number(shown) > 0)
      .toSorted((a, b) => Number(a.shown) - Number(b.shown));
    const steps = numbers.map(({ colours }) => [colours.length, RAMP.indexOf(colours[0] ?? '')]);
    expect(steps).toEqual(steps.toSorted(([, a = 0], [, b = 0]) => a - b));
    expect(new Set(steps.map(String))).toEqual(new Set(RAMP.map((_, step) => `1,${step}`)));
    // The hours of today may still grow: they have an edge in place of a ground.
    const zeros = cells.slice(0, -24).filter(({ shown }) => shown === '0');
    expect(new Set(zeros.flatMap(({ colours }) => colours))).toEqual(new Set([GROUND]));
    const unknown = cells.filter(({ shown }) => shown === '?');
    expect(unknown).toHaveLength(11);
    for (const { colours } of unknown) {
      expect(colours.length).toBeGreaterThan(1);
      expect([...RAMP, GROUND].filter((colour) => colours.includes(colour))).toEqual([]);
    }
  });

  test('are the same as a file, in the table and from the API', async ({ newPage }) => {
    const { page } = await open(await newPage());
    const downloading = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download CSV' }).click();
    const path = `${temporaryDirectory()}/contacts.csv`;
    await (await downloading).saveAs(path);
    const file = readFileSync(path, 'utf8');
    expect(file).toBe(await askAgain(page, 'text/csv'));

    const rows = new Map(parseCsv(file).map(([queue, timestamp, offered]) => [`${queue} ${timestamp}`, offered]));
    await page.getByText('The day as a table').click();
    const { intervals, series } = await countsOf(page);
    for (const [index, { queue, values }] of series.entries()) {
      const written = queue.startsWith('=') ? `'${queue}` : queue;
      // The day of the revoked key, hour by hour.
      const day = intervals.starts[8 * 24]?.slice(0, 10) ?? '';
      if (index === 0) await page.locator('.heat tbody th').nth(8).click();
      const cells = await page.locator('.numbers tbody tr').nth(index).locator('td').allInnerTexts();
      const said = values.slice(8 * 24, 9 * 24).map((value) => (value === null ? '?' : String(value)));
      expect(cells.slice(0, 24)).toEqual(said);
      const filed = said.map((_, hour) => rows.get(`${written} ${day} ${String(hour).padStart(2, '0')}:00:00`) ?? '?');
      expect(filed).toEqual(said);
    }
    const totals = await page
      .locator('.numbers tbody tr')
      .evaluateAll((rows) =>
        rows.map((row) => [row.querySelector('bdi')?.textContent, row.lastElementChild?.textContent].join(' ')),
      );
    const busiest = (await page.locator('.plain-list li').first().innerText()).trim();
    expect(busiest).toMatch(/^Customer Support ≥ \d+$/);
    expect(totals).toContain(busiest);
    expect(series.map(({ queue }) => queue)).toEqual(expect.arrayContaining([...HOSTILE_QUEUES]));
  });

  test.for([
    ['en', 'light', false],
    ['it', 'dark', true],
    ['de', 'dark', false],
    ['de', 'light', true],
  ] as const)('are clean to axe in %s, %s, on a phone: %s', async ([language, colorScheme, isPhone], { newPage }) => {
    const { page, complaints } = await open(await newPage({ language, colorScheme, isPhone }));
    await page.locator('details').last().locator('summary').click();
    expect(await accessibilityFaultsOf(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    expect(complaints).toEqual([]);
  });

  test('can be walked through by keyboard alone', async ({ newPage }) => {
    const { page } = await open(await newPage());
    await page.getByLabel('Renamed groups as one').focus();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await expect.poll(() => page.locator(':focus').getAttribute('data-at')).toBe('13-0');
    for (const key of ['PageUp', 'End', 'ArrowDown', 'ArrowLeft']) await page.keyboard.press(key);
    await expect.poll(() => page.locator(':focus').getAttribute('data-at')).toBe('1-23');
    await expect.poll(() => page.locator('.detail').innerText()).toMatch(/, 22:00–23:00: /);
    await page.keyboard.press('Enter');
    const day = await page.locator('.heat tbody th').nth(1).innerText();
    await page.getByRole('heading', { name: `Contacts per hour and source queue: ${day}` }).waitFor();
    expect(new URL(page.url()).searchParams.get('day')).toMatch(/^\d{4}-\d\d-\d\d$/);
    expect(await page.locator('.heat [tabindex="0"]').count()).toBe(1);
  });

  test('keep what is looked at in the address, and join a renamed group', async ({ newPage }) => {
    const { page } = await open(await newPage());
    const options = page.getByRole('combobox', { name: 'Source queue' }).locator('option');
    expect(await options.allInnerTexts()).not.toContain('Sales');
    await page.getByLabel('Renamed groups as one').uncheck();
    await expect.poll(() => options.allInnerTexts()).toContain('Sales');
    await page.getByRole('combobox', { name: 'Source queue' }).selectOption('Sales');
    await page.getByLabel('Each chat counts in').selectOption('arrivals');
    await page.getByLabel('Time zone').selectOption('Asia/Kabul');
    await page.getByLabel('Number of days').selectOption('7');
    await page.getByRole('button', { name: 'Earlier' }).click();
    await expect.poll(() => new URL(page.url()).searchParams.get('to')).not.toBeNull();
    const shown = async () => [
      await page.locator('.controls select').evaluateAll((all) => all.map((one) => 'value' in one && one.value)),
      await page.locator('.heat').innerText(),
    ];
    await page.locator('[aria-busy=false]').waitFor();
    const before = await shown();
    await page.reload();
    await grid(page).waitFor();
    expect(await shown()).toEqual(before);
    expect(before[0]).toEqual(['7', 'Sales', 'arrivals', 'Asia/Kabul']);
  });

  test('have a place for each hour of a day of 25 and of 23 hours', async ({ newPage }) => {
    const clocks = await admin.createIntegration('Clocks');
    const hour = Date.parse('2026-10-25T00:00:00Z');
    const count = { queue: 'Support', arrivals: 0 };
    await storeDays(inject('systemTables'), clocks, {
      counts: [
        { ...count, hour, contacts: 3 },
        { ...count, hour: hour + 3_600_000, contacts: 5 },
      ],
      completeFrom: Date.parse('2026-03-01T00:00:00Z'),
      completeUntil: Date.parse('2026-11-01T00:00:00Z'),
    });
    const rowOf = async (to: string) => {
      const path = `/i/${clocks}/contacts?days=7&zone=Europe/Rome&to=${to}`;
      const { page } = await openConsole(await newPage(), 'contacts', path);
      await grid(page).waitFor();
      return { page, cells: page.locator('.heat tbody tr').last().locator('td.hour') };
    };
    const autumn = await rowOf('2026-10-25');
    expect(await autumn.cells.count()).toBe(25);
    expect((await autumn.cells.allTextContents()).slice(1, 5).map(Number.parseFloat)).toEqual([0, 3, 5, 0]);
    await autumn.cells.nth(3).focus();
    await expect
      .poll(() => autumn.page.locator('.detail').innerText())
      .toBe('Sun 25 Oct, 02:00–03:00: 5 contacts, complete');
    const spring = await rowOf('2026-03-29');
    const said = await spring.cells.allTextContents();
    expect([said.length, said.filter((text) => text.includes('there was no such hour')).length]).toEqual([24, 1]);
    expect(said[2]).toBe('there was no such hour: the clocks went forward');
  });

  test('say what to do when there is none, when nothing can be loaded, and when it is gone', async ({ newPage }) => {
    const empty = await admin.createIntegration('Empty');
    const { page } = await openConsole(await newPage(), 'contacts', `/i/${empty}/contacts`);
    await page.getByRole('heading', { name: 'No contact yet' }).waitFor();
    expect(await accessibilityFaultsOf(page)).toEqual([]);
    const down = await newPage();
    let isDown = true;
    await down.route('**/contact-counts*', (route) => (isDown ? route.fulfill({ status: 403 }) : route.continue()));
    await openConsole(down, 'contacts', `/i/${id}/contacts`);
    await down.getByRole('alert').waitFor();
    expect(await accessibilityFaultsOf(down)).toEqual([]);
    isDown = false;
    await down.getByRole('button', { name: 'Try again' }).click();
    await grid(down).waitFor();
    const { page: gone } = await openConsole(await newPage(), 'contacts', '/i/contacts.0000/contacts');
    await gone.getByRole('heading', { name: 'This integration is gone' }).waitFor();
  });
});
