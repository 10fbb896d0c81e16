/** The app's files as texts, so that a test can run a copy with one deliberate mistake in it. */

import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** `server/server.js` → its text. */
export type AppFiles = ReadonlyMap<string, string>;

const readApp = (directory: string): AppFiles =>
  new Map(
    globSync(['manifest.json', 'config/*.json', 'server/**/*.js'], { cwd: directory }).map((file) => [
      file,
      readFileSync(join(directory, file), 'utf8'),
    ]),
  );

/** The app that customers install. */
export const readFreshchatApp = (): AppFiles => readApp(new URL('../../../freshchat-app/', import.meta.url).pathname);

export const textOf = (app: AppFiles, file: string): string => {
  const text = app.get(file);
  if (text === undefined) throw new Error(`The app has no ${file}.`);
  return text;
};

export const hasFile = (app: AppFiles, file: string): boolean => app.has(file);

type Mistake = { readonly file: string; readonly instead: string | RegExp; readonly write: string };

/** The app with a mistake: throws where the text to replace is not there exactly once, for then nothing was tried. */
export const withMistake = (app: AppFiles, { file, instead, write }: Mistake): AppFiles => {
  const text = textOf(app, file);
  const times = typeof instead === 'string' ? text.split(instead).length - 1 : [...text.matchAll(instead)].length;
  if (times !== 1) throw new Error(`${file} holds ${instead} ${times} times, not once.`);
  return new Map([...app, [file, text.replace(instead, () => write)]]);
};
