/** The words of the installation page: a classic script of the app, read as the browser reads it. */

import { readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import * as z from 'zod';

const FILE = new URL('../../../freshchat-app/config/assets/messages.js', import.meta.url);

export const INSTALL_WORDS = z
  .record(z.string(), z.record(z.string(), z.string()))
  .parse(runInNewContext(`${readFileSync(FILE, 'utf8')}; MESSAGES`));

export const installWord = (language: string, key: string): string => {
  const word = INSTALL_WORDS[language]?.[key];
  if (word === undefined) throw new Error(`No words for ${key} in ${language}.`);
  return word;
};
