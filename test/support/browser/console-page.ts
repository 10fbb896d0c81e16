/** A page of the console, signed in as the administrator of an account of its own. */

import type { Page } from 'playwright-core';
import { inject } from 'vitest';
import { type Account, SCOPES, tokenOf } from './accounts.ts';

export type ConsolePage = {
  readonly page: Page;
  /** What the browser complained of: errors of scripts, and what the content security policy stopped. */
  readonly complaints: readonly string[];
};

export const openConsole = async (
  page: Page,
  account: Account,
  path = '/',
  scopes: readonly string[] = SCOPES,
): Promise<ConsolePage> => {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    // The browser itself reports an answer that is no success; the pages' own words are what tests look at.
    if (['error', 'warning'].includes(message.type()) && !message.text().startsWith('Failed to load resource')) {
      complaints.push(message.text());
    }
  });
  await page.route('**/session', (route) => route.fulfill({ json: { token: tokenOf(account), account, scopes } }));
  await page.goto(`${inject('systemUrl')}${path}`);
  await page.locator('h1').waitFor();
  return { page, complaints };
};
