/** How long the console's scripts take to draw two weeks of contacts, in the browser that the tests use. */

import { readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CDPSession, chromium, type Page, type Route } from 'playwright-core';
import { buildConsole } from '../console/build.ts';
import { findBrowser } from '../test/support/browser/find-browser.ts';
import { answerAsJson } from './count-answers.ts';
import type { DrawResult } from './results.ts';

const DAYS = 14;
const QUEUES = 10;
const RUNS = 9;
const SITE = 'http://console.localhost';
const CELLS = '[role="grid"] td[data-at]';

/** Undefined where no browser is found. */
export const measureDraw = async (): Promise<DrawResult | undefined> => {
  const found = await findBrowser();
  if (!found) return undefined;
  const folder = join(tmpdir(), `bench-console-${process.pid}`);
  await buildConsole(folder);
  const browser = await chromium.launch({
    executablePath: found.executablePath,
    env: { ...process.env, ...found.environment },
    args: ['--no-sandbox'],
  });
  try {
    const times: number[] = [];
    for (let run = 0; run < RUNS; run += 1) {
      const page = await browser.newPage({ timezoneId: 'UTC' });
      times.push(await scriptMsOf(page, folder));
      await page.close();
    }
    return { days: DAYS, queues: QUEUES, scriptMs: times.toSorted((a, b) => a - b)[RUNS >> 1] ?? 0 };
  } finally {
    await browser.close();
    await rm(folder, { recursive: true, force: true });
  }
};

/** From the moment when the counts come to the picture: reading the answer, the calendar, and all its elements. */
const scriptMsOf = async (page: Page, folder: string): Promise<number> => {
  const session = await page.context().newCDPSession(page);
  // Of the thread, not of the clock on the wall: other work on the machine must not count.
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const asked = Promise.withResolvers<Route>();
  await page.route('**/*', (route) => serve(route, folder, asked.resolve));
  await page.goto(`${SITE}/i/bench/contacts?zone=UTC`);
  const route = await asked.promise;
  await page.locator('h1').waitFor();
  await page.evaluate('new Promise((done) => requestIdleCallback(done))');
  const json = await answerAsJson(Object.fromEntries(new URL(route.request().url()).searchParams), QUEUES);
  const before = await threadSeconds(session);
  await route.fulfill({ contentType: 'application/json', body: json });
  await page
    .locator(CELLS)
    .nth(DAYS * 24 - 1)
    .waitFor({ state: 'attached' });
  await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
  return ((await threadSeconds(session)) - before) * 1_000;
};

/** `ScriptDuration` leaves out what runs when a promise settles, which here is nearly all. */
const NO_SCRIPT = ['LayoutDuration', 'RecalcStyleDuration', 'DevToolsCommandDuration'];

/** All that the page's thread did but layout and style: what scripts took, and a little more. */
const threadSeconds = async (session: CDPSession): Promise<number> => {
  const { metrics } = await session.send('Performance.getMetrics');
  const secondsOf = (name: string) => metrics.find((metric) => metric.name === name)?.value ?? 0;
  return NO_SCRIPT.reduce((rest, name) => rest - secondsOf(name), secondsOf('TaskDuration'));
};

const SCOPES = ['integrations/read', 'counts/read'];

const serve = async (route: Route, folder: string, onCountsAsked: (route: Route) => void): Promise<void> => {
  const { pathname } = new URL(route.request().url());
  if (pathname.startsWith('/assets/')) return route.fulfill({ path: join(folder, pathname) });
  if (pathname === '/config.json') return route.fulfill({ json: { auth: { kind: 'link' } } });
  if (pathname === '/session') return route.fulfill({ json: { token: 'bench', scopes: SCOPES } });
  if (pathname.endsWith('/contact-counts')) return onCountsAsked(route);
  if (pathname.endsWith('/queues')) return route.fulfill({ json: { queues: [] } });
  // The page does without the integration's name.
  if (pathname.startsWith('/v1/'))
    return route.fulfill({ status: 404, json: { error: { code: 'not_found', message: '' } } });
  return route.fulfill({ contentType: 'text/html', body: await readFile(join(folder, 'index.html'), 'utf8') });
};
