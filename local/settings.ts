/** What `npm start` can be told: PORT, DATA_DIR, --empty. */

import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

export type Settings = {
  /** 0 for any free one. */
  readonly port: number;
  /** Absolute. */
  readonly dataDir: string;
  /** Skip the sample day. */
  readonly isEmpty: boolean;
};

/** A sentence for the person at the terminal. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

const DEFAULT_PORT = '8787';
const DEFAULT_DATA_DIR = '.local';

export const parseSettings = (args: readonly string[], environment: NodeJS.ProcessEnv): Settings => ({
  port: parsePort(environment['PORT'] || DEFAULT_PORT),
  dataDir: resolve(environment['DATA_DIR'] || DEFAULT_DATA_DIR),
  isEmpty: parseFlags(args).empty,
});

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
