/** The chats of an account, as Freshchat would know them: one line of JSON for each resolution. */

import * as z from 'zod';

const instant = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));

const resolutionSchema = z.strictObject({
  chatId: z.string().min(1),
  createdAt: instant.exactOptional(),
  resolvedAt: instant,
  group: z.strictObject({ id: z.string(), name: z.string() }).nullable(),
});

/** A chat that was resolved again is there twice. */
export type Resolution = Readonly<z.output<typeof resolutionSchema>>;

export const parseResolutions = (lines: string): readonly Resolution[] =>
  lines
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => resolutionSchema.parse(JSON.parse(line)));
