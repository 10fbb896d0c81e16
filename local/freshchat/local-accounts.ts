/**
 * The Freshchat of `npm start`: every domain is an account that takes every key but those that start with `rejected`.
 * Its chats and switches are files that a person may edit while it runs:
 *
 *   DATA_DIR/freshchat/acme.freshchat.com.jsonl   {"chatId", "createdAt"?, "resolvedAt", "group": {"id", "name"} | null}
 *   DATA_DIR/freshchat/acme.freshchat.com.json    {"packing": "zip", "times": "minutes"}   report-switches.ts
 */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FakeAccount } from './fake-freshchat.ts';
import { parseSwitches } from './report-switches.ts';
import { parseResolutions } from './reported-chat.ts';

const GROUPS = [
  { id: 'g-7', name: 'Customer Support' },
  { id: 'g-8', name: 'Sales' },
];

/** The host comes from a request. */
const FILE_NAME = /^[a-z0-9][a-z0-9.-]*$/;

export const createLocalAccounts =
  (dataDir: string) =>
  (domain: string): FakeAccount => ({
    token: (token) => !token.startsWith('rejected'),
    groups: GROUPS,
    reported: () => {
      const file = join(dataDir, 'freshchat', FILE_NAME.test(domain) ? domain : 'unknown');
      return {
        chats: readWith(parseResolutions, `${file}.jsonl`, ''),
        switches: readWith(parseSwitches, `${file}.json`, '{}'),
      };
    },
  });

class UnreadableFileError extends Error {
  override readonly name = 'UnreadableFileError';
  constructor(file: string, cause: unknown) {
    super(`${file} is not as local/freshchat/local-accounts.ts says. ${cause}`, { cause });
  }
}

const readWith = <T>(parse: (text: string) => T, file: string, otherwise: string): T => {
  const text = readIfThere(file) ?? otherwise;
  try {
    return parse(text);
  } catch (error) {
    throw new UnreadableFileError(file, error);
  }
};

const readIfThere = (file: string): string | undefined => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
};
