/** Once for all browser tests of a run: one unpacked browser, one process of it, the built console, and one local system. */

import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { chromium } from 'playwright-core';
import type { TestProject } from 'vitest/node';
import * as z from 'zod';
import { buildConsole } from '../../../console/build.ts';
import { findBrowser } from './find-browser.ts';
import type { SystemTables } from './stored-days.ts';

const NO_TABLES: SystemTables = { dynamodbEndpoint: '', Integrations: '', ContactCounts: '' };

declare module 'vitest' {
  interface ProvidedContext {
    /** Absent where there is no browser. */
    readonly browser: { readonly endpoint: string; readonly hasPackagedFont: boolean } | undefined;
    /** Of the local HTTP API; empty without a browser. */
    readonly systemUrl: string;
    /** Signs in the administrator of the demo account, once. */
    readonly consoleLink: string;
    /** Where a test puts days that have passed. */
    readonly systemTables: SystemTables;
  }
}

export const setup = async (project: TestProject): Promise<(() => Promise<void>) | undefined> => {
  const found = await findBrowser();
  if (!found) {
    sayMissing();
    project.provide('browser', undefined);
    project.provide('systemUrl', '');
    project.provide('consoleLink', '');
    project.provide('systemTables', NO_TABLES);
    return undefined;
  }
  // Never the package's own arguments: they switch off the security that the tests prove.
  const browser = await chromium.launchServer({
    executablePath: found.executablePath,
    args: ['--no-sandbox', '--font-render-hinting=none'],
    env: { ...process.env, ...found.environment },
  });
  await buildConsole(CONSOLE_FOLDER);
  const system = fork(new URL('./shared-system.ts', import.meta.url), { stdio: 'inherit' });
  project.provide('browser', { endpoint: browser.wsEndpoint(), hasPackagedFont: found.hasPackagedFont });
  const { url, consoleLink, tables } = await addressesOf(system);
  project.provide('systemUrl', url);
  project.provide('consoleLink', consoleLink);
  project.provide('systemTables', tables);
  return async () => {
    await browser.close();
    system.disconnect();
    await once(system, 'exit');
  };
};

const CONSOLE_FOLDER = new URL('../../../console/dist', import.meta.url).pathname;

const sayMissing = (): void => {
  const what = 'NO BROWSER: no browser test ran. Set CONSOLE_BROWSER to the path of a Chrome, Edge or Chromium.';
  if (process.env['CI']) throw new Error(what);
  process.stderr.write(`\n*** ${what} ***\n\n`);
};

const addressesSchema = z.object({
  url: z.url(),
  consoleLink: z.url(),
  tables: z.object({ dynamodbEndpoint: z.url(), Integrations: z.string(), ContactCounts: z.string() }),
});

const addressesOf = async (system: ChildProcess) => {
  const [said] = await Promise.race([once(system, 'message'), once(system, 'exit')]);
  return addressesSchema.parse(said);
};
