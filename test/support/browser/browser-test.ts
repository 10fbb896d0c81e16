/** `test` with a page of its own in the shared browser; skipped, loudly (global-setup.ts), where there is no browser. */

import { chromium, type Page } from 'playwright-core';
import { test as base, inject } from 'vitest';

type Fixtures = {
  readonly newPage: (options?: PageOptions) => Promise<Page>;
};

export type PageOptions = {
  /** A BCP 47 tag. */
  readonly language?: string;
  readonly colorScheme?: 'light' | 'dark';
  readonly isPhone?: boolean;
};

const PHONE = { width: 390, height: 844 };
const DESKTOP = { width: 1280, height: 900 };

const shared = inject('browser');

/** One connection a file. The browser itself lives as long as the run. */
const connected = shared && chromium.connect(shared.endpoint);

export const browserTest = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads the names of the fixtures that this one needs
  newPage: async ({}, use) => {
    if (!connected) throw new Error('There is no browser.');
    const browser = await connected;
    const opened: (() => Promise<void>)[] = [];
    await use(async ({ language = 'en-GB', colorScheme = 'light', isPhone = false } = {}) => {
      const context = await browser.newContext({
        locale: language,
        colorScheme,
        viewport: isPhone ? PHONE : DESKTOP,
        reducedMotion: 'reduce',
        timezoneId: 'Europe/Rome',
      });
      opened.push(() => context.close());
      return context.newPage();
    });
    for (const close of opened) await close();
  },
});

export const hasBrowser = shared !== undefined;
