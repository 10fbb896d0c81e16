/** Where a list goes on. Opaque to the reader; it names its list, so that it fits no other one. */

import * as z from 'zod';

const cursorSchema = z.tuple([z.string(), z.string()]);

export const toCursor = (list: string, after: string): string =>
  Buffer.from(JSON.stringify([list, after]), 'utf8').toString('base64url');

/** What the list goes on behind, when the cursor is one of this list. */
export const parseCursor = (list: string, cursor: string): string | undefined => {
  try {
    const [named, after] = cursorSchema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
    return named === list ? after : undefined;
  } catch {
    return undefined;
  }
};
