/** `npm run console:pictures`: what the README shows of the console, taken from a local system with the sample day. */

import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import * as z from 'zod';
import { buildConsole } from '../../console/build.ts';
import { playSampleDay } from '../../local/play-sample-day.ts';
import { startLocalSystem } from '../../local/system.ts';
import { runCommand } from '../../ops/command.ts';
import { findBrowser } from '../support/browser/find-browser.ts';

const HELP = {
  usage: 'npm run console:pictures',
  does: 'Starts a local system of its own, plays the sample day, and writes the pictures of the README to docs/pictures.',
  example: 'npm run console:pictures && git diff --stat docs/pictures',
};

const FOLDER = new URL('../../docs/pictures', import.meta.url).pathname;
const CONSOLE = new URL('../../console/dist', import.meta.url).pathname;
const WINDOW = { width: 1120, height: 760 };
const SOON = { timeout: 60_000 };

type System = Awaited<ReturnType<typeof startLocalSystem>>;

const createdSchema = z.object({ integrationId: z.string() });
const keySchema = z.object({ keyId: z.string(), key: z.string() });

/** Beside the integration of the sample day, one of each kind that a list may hold. */
const addOthers = async ({ url, adminToken }: System['connection']) => {
  const call = async (method: string, path: string, body?: unknown, token = adminToken): Promise<unknown> => {
    const answer = await fetch(url + path, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return text === '' ? undefined : JSON.parse(text);
  };
  const add = async (name: string): Promise<string> => {
    const settings = { name, freshchatDomain: 'acme.freshchat.com', freshchatKey: 'any' };
    return createdSchema.parse(await call('POST', '/v1/integrations', settings)).integrationId;
  };
  const withKey = async (name: string) => {
    const id = await add(name);
    return { id, ...keySchema.parse(await call('POST', `/v1/integrations/${id}/keys`, {})) };
  };
  const send = (key: string, type: string) => {
    const id = crypto.randomUUID();
    const chat = type.startsWith('chat.') && { chat: { id } };
    return call('POST', '/v1/events', { id, type, occurredAt: new Date().toISOString(), ...chat }, key);
  };
  const refused = await withKey('Sales IT');
  await call('DELETE', `/v1/integrations/${refused.id}/keys/${refused.keyId}`);
  await send(refused.key, 'app.heartbeat');
  const uninstalled = await withKey('Returns UK');
  await send(uninstalled.key, 'chat.created');
  await send(uninstalled.key, 'app.uninstalled');
  await add('Onboarding');
  await call('POST', `/v1/integrations/${await add('Christmas shop')}/pause`, {});
  return { refused: refused.id, uninstalled: uninstalled.id };
};

const takePictures = async (page: Page, { connection, newConsoleLink, runMonitor }: System): Promise<void> => {
  const { refused, uninstalled } = await addOthers(connection);
  const take = async (name: string, path: string, ready: string): Promise<void> => {
    await page.goto(connection.url + path);
    await page.locator(ready).first().waitFor(SOON);
    await page.locator('.strip [role=status]').waitFor();
    await page.screenshot({ path: `${FOLDER}/${name}.png` });
    console.log(`docs/pictures/${name}.png  ${Math.round(statSync(`${FOLDER}/${name}.png`).size / 1_000)} kB`);
  };
  await page.goto(newConsoleLink());
  // What was sent travels through the queue.
  await page.locator('.card.warn').nth(1).waitFor(SOON);
  await runMonitor();
  await take('list', '/', '.card.warn');
  await take('integration', `/i/${refused}`, '.standing.warn');
  await take('contacts', `/i/${connection.integrationId}/contacts?days=7&zone=UTC`, '.heat');
  await take('incidents', `/i/${uninstalled}/incidents`, '.days');
  await take('operations', '/operations', '.card.case');
};

await runCommand(HELP, async () => {
  const found = await findBrowser();
  if (!found) throw new Error('There is no browser: set CONSOLE_BROWSER to the path of one.');
  await buildConsole(CONSOLE);
  mkdirSync(FOLDER, { recursive: true });
  const dataDir = mkdtempSync(join(tmpdir(), 'contact-pipeline-pictures-'));
  const system = await startLocalSystem({ dataDir, port: 0, report: () => undefined });
  await playSampleDay({ system, dataDir, isEmpty: false, signal: new AbortController().signal });
  const browser = await chromium.launch({
    executablePath: found.executablePath,
    args: ['--no-sandbox', '--font-render-hinting=none'],
    env: { ...process.env, ...found.environment },
  });
  const page = await browser.newPage({ viewport: WINDOW, locale: 'en-GB', reducedMotion: 'reduce' });
  try {
    await takePictures(page, system);
  } finally {
    await browser.close();
    await system.close();
    rmSync(dataDir, { recursive: true });
  }
});
