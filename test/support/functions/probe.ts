/** A function for the tests of the function host: does what its event says. */

import * as z from 'zod';

const eventSchema = z.object({ do: z.string(), what: z.string().default('') });

const waiting = new Map<string, (answer: string) => void>();

export const handler = async (event: unknown, context: { readonly awsRequestId: string }): Promise<unknown> => {
  const { do: action, what } = eventSchema.parse(event);
  switch (action) {
    case 'environment':
      return { ...process.env };
    case 'print':
      console.log(what);
      return context.awsRequestId;
    case 'wait':
      return new Promise((resolve) => waiting.set(what, resolve));
    case 'release':
      waiting.get(what)?.('released');
      return 'done';
    case 'throw':
      throw new RangeError(what);
    case 'die':
      process.exit(3);
      break;
    default:
      return what;
  }
};
