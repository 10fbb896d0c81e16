/** Reading JSON that a hand wrote: nothing is certain but that it parses. */

import type { AppFiles } from './app-files.ts';

export type Fields = Readonly<Record<string, unknown>>;

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const fieldsIn = (value: unknown): Fields => (isFields(value) ? value : {});

/** The object in a file; `undefined` where there is none. */
export const readObject = (app: AppFiles, path: string): Fields | undefined => {
  try {
    const value: unknown = JSON.parse(app.get(path) ?? '');
    return isFields(value) ? value : undefined;
  } catch {
    return undefined;
  }
};
