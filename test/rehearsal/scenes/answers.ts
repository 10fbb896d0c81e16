/** What a function answered, read as API Gateway would read it. */

import * as z from 'zod';

const answerSchema = z.object({ statusCode: z.int(), body: z.string().default('') });

export type HttpAnswer = { readonly status: number; readonly body: unknown };

export const toHttpAnswer = (answer: unknown): HttpAnswer => {
  const { statusCode, body } = answerSchema.parse(answer);
  return { status: statusCode, body: body === '' ? undefined : JSON.parse(body) };
};
