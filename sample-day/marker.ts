/** Which sample this data directory has, or is to have: a sample that was cut off is finished at the next start. */

import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

const markerSchema = z.discriminatedUnion('kind', [
  /** Started empty: it stays so. */
  z.object({ kind: z.literal('none') }),
  /** The day is kept: sent again on another day, the same chats must not get other events. */
  z.object({ kind: z.literal('begun'), day: z.iso.date() }),
  z.object({ kind: z.literal('complete'), day: z.iso.date() }),
]);

export type Marker = Readonly<z.output<typeof markerSchema>>;

const FILE = 'sample-day.json';

export const readMarker = (dataDir: string): Marker | undefined => {
  try {
    return markerSchema.parse(JSON.parse(readFileSync(join(dataDir, FILE), 'utf8')));
  } catch {
    return undefined;
  }
};

export const writeMarker = (dataDir: string, marker: Marker): void => {
  const file = join(dataDir, FILE);
  writeFileSync(`${file}.new`, JSON.stringify(marker));
  renameSync(`${file}.new`, file);
};
