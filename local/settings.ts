/** What `npm start` can be told: PORT, DATA_DIR, WATCH_EVERY, ERASE_AFTER, LOCAL_ADMIN_TOKEN, LOCAL_ADMIN_TOKENS, --empty. */

import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { parseDuration, toDuration } from '../shared/core/duration.ts';
import { ERASE_AFTER_MS } from '../shared/integrations/delete-integration.ts';
import { type AdminTokens, parseAdminTokens } from './admin-tokens.ts';

export type Settings = {
  /** 0 for any free one. */
  readonly port: number;
  /** Absolute. */
  readonly dataDir: string;
  /** Skip the sample day. */
  readonly isEmpty: boolean;
  readonly adminTokens: AdminTokens;
  /** Between two runs of the monitor. */
  readonly watchEveryMs: number;
  /** How long erasing can be undone. */
  readonly eraseAfterMs: number;
};

/** A sentence for the person at the terminal. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

const DEFAULT_PORT = '8787';
const DEFAULT_DATA_DIR = '.local';
const DEFAULT_WATCH_EVERY = 'PT5M';
const SECOND_MS = 1_000;
const DAY_MS = 24 * 60 * 60_000;

export const parseSettings = (args: readonly string[], environment: NodeJS.ProcessEnv): Settings => ({
  port: parsePort(environment['PORT'] || DEFAULT_PORT),
  dataDir: resolve(environment['DATA_DIR'] || DEFAULT_DATA_DIR),
  isEmpty: parseFlags(args).empty,
  adminTokens: readAdminTokens(environment),
  watchEveryMs: parseTime(environment['WATCH_EVERY'] || DEFAULT_WATCH_EVERY, {
    upTo: DAY_MS,
    orSay: 'WATCH_EVERY must be a time from a second to a day: PT5M, or 300 for seconds.',
  }),
  eraseAfterMs: parseTime(environment['ERASE_AFTER'] || toDuration(ERASE_AFTER_MS), {
    upTo: ERASE_AFTER_MS,
    orSay: 'ERASE_AFTER must be a time from a second to seven days: PT30S, or 30 for seconds.',
  }),
});

const readAdminTokens = (environment: NodeJS.ProcessEnv): AdminTokens => {
  const tokens = parseAdminTokens(environment);
  if (tokens) return tokens;
  throw new SettingsError(
    'LOCAL_ADMIN_TOKENS must be JSON: {"token": "account"}; accounts are letters, digits, _ and -.',
  );
};

const parseTime = (text: string, { upTo, orSay }: { readonly upTo: number; readonly orSay: string }): number => {
  const ms = /^\d{1,6}$/.test(text) ? Number(text) * SECOND_MS : (parseDuration(text) ?? 0);
  if (ms >= SECOND_MS && ms <= upTo) return ms;
  throw new SettingsError(orSay);
};

const parsePort = (text: string): number => {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port < 2 ** 16) return port;
  throw new SettingsError('PORT must be a number from 0 to 65535, where 0 takes any free port.');
};

const parseFlags = (args: readonly string[]): { readonly empty: boolean } => {
  try {
    return parseArgs({ args: [...args], options: { empty: { type: 'boolean', default: false } } }).values;
  } catch (cause) {
    throw new SettingsError('The only option is --empty (npm start -- --empty): start without the sample day.', {
      cause,
    });
  }
};
