/** A request of the app's config/requests.json with the context of the page filled in, sent to the API that the test names. */

import { readFile } from 'node:fs/promises';
import * as z from 'zod';

const requestsSchema = z.record(
  z.string(),
  z.object({
    schema: z.object({
      method: z.string(),
      protocol: z.literal('https'),
      host: z.string(),
      path: z.string(),
      headers: z.record(z.string(), z.string()),
    }),
  }),
);

export const renderRequest = async (
  file: string,
  name: string,
  context: Readonly<Record<string, string>>,
  apiUrl: string,
): Promise<{ readonly request: Request; readonly host: string }> => {
  const schema = requestsSchema.parse(JSON.parse(await readFile(file, 'utf8')))[name]?.schema;
  if (!schema) throw new Error(`requests.json has no ${name}.`);
  const render = (text: string): string =>
    text.replace(/<%= context\.(\w+) %>/g, (_, key: string) => context[key] ?? '');
  const headers = Object.fromEntries(Object.entries(schema.headers).map(([key, text]) => [key, render(text)]));
  return {
    request: new Request(`${apiUrl}${render(schema.path)}`, { method: schema.method, headers }),
    host: render(schema.host),
  };
};
