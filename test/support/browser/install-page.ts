/**
 * The app's installation page as Freshworks shows it: the files of config/, Crayons from the copy in node_modules, a
 * client with the request API only, and a parent that calls getConfigs, validate and then postConfigs.
 */

import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { Page, Route } from 'playwright-core';
import { renderRequest } from './request-template.ts';

export type PlatformAnswer = { readonly status: number; readonly response: string };

export type InstallPageOptions = {
  /** Where the rendered requests go, whatever host they name. */
  readonly apiUrl: string;
  /** In place of the API. */
  readonly answer?: PlatformAnswer;
  /** In place of config/assets/regions.js. */
  readonly regions?: readonly { readonly host: string; readonly name: string }[];
  /** As in an office whose network blocks the CDN. */
  readonly isCrayonsBlocked?: boolean;
};

export type InstallPage = {
  /** What Freshworks does behind its buttons: the configuration, or nothing when validate refused. */
  save(): Promise<unknown>;
  /** As when the settings are opened again. */
  edit(saved: Readonly<Record<string, string>>): Promise<void>;
  answerWith(answer: PlatformAnswer | undefined): void;
  /** Host names that the app's requests named. */
  readonly hosts: readonly string[];
};

const CONFIG = new URL('../../../freshchat-app/config/', import.meta.url).pathname;
const CRAYONS = new URL('../../../node_modules/@freshworks/crayons/', import.meta.url).pathname;
const CDN = 'https://cdn.jsdelivr.net/npm/@freshworks/crayons@4.2.0/';
const ORIGIN = 'https://install.freshworks.example/';

const CLIENT = `const app = { initialized: async () => ({
  request: { invokeTemplate: async (name, options) => {
    const answer = await window.platformRequest(name, options);
    if (answer.status >= 400) throw answer;
    return answer;
  } },
}) };`;

export const openInstallPage = async (page: Page, options: InstallPageOptions): Promise<InstallPage> => {
  const hosts: string[] = [];
  let { answer } = options;
  await page.exposeFunction('platformRequest', async (name: string, given: RequestOptions) => {
    const { request, host } = await renderRequest(join(CONFIG, 'requests.json'), name, given.context, options.apiUrl);
    hosts.push(host);
    return answer ?? send(request, given.body);
  });
  await page.route(`${ORIGIN}**`, (route) => answerFile(route, options));
  await page.route(`${CDN}**`, (route) =>
    options.isCrayonsBlocked
      ? route.abort()
      : route.fulfill({ path: join(CRAYONS, pathAfter(route, CDN)), headers: CORS }),
  );
  await page.goto(`${ORIGIN}iparams.html`);
  if (!options.isCrayonsBlocked) await page.locator('fw-input.hydrated').waitFor();
  return {
    save: () => page.evaluate('(async () => ((await validate()) ? postConfigs() : undefined))()'),
    edit: (saved) => page.evaluate(`getConfigs(${JSON.stringify(saved)})`),
    answerWith: (next) => {
      answer = next;
    },
    hosts,
  };
};

type RequestOptions = { readonly context: Readonly<Record<string, string>>; readonly body: string };

/** What the platform says when nobody answers. */
const NO_CONNECTION: PlatformAnswer = { status: 502, response: 'Error in establishing connection' };

const send = async (request: Request, body: string): Promise<PlatformAnswer> => {
  try {
    const answer = await fetch(new Request(request, { body }));
    return { status: answer.status, response: await answer.text() };
  } catch {
    return NO_CONNECTION;
  }
};

/** Module scripts of another origin need it; the CDN sends it, too. */
const CORS = { 'access-control-allow-origin': '*' };
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
};

const answerFile = async (route: Route, { regions }: InstallPageOptions): Promise<void> => {
  const path = pathAfter(route, ORIGIN);
  const contentType = TYPES[extname(path)] ?? 'text/plain';
  if (path === 'client.js') return route.fulfill({ contentType, body: CLIENT });
  if (path === 'assets/regions.js' && regions) {
    return route.fulfill({ contentType, body: `const REGIONS = ${JSON.stringify(regions)};` });
  }
  const body = await readFile(join(CONFIG, path), 'utf8').catch(() => undefined);
  if (body === undefined) return route.fulfill({ status: 404 });
  return route.fulfill({ contentType, body: body.replace('{{{appclient}}}', './client.js') });
};

const pathAfter = (route: Route, prefix: string): string => new URL(route.request().url()).href.slice(prefix.length);
