/** When a service answered, by its own clock: the operator's may be wrong. */

import type { Instant } from '../instant.ts';

/** The `Date` of an answer, in whole seconds, as a middleware of the step `deserialize` finds it. */
export const answerDate = (response: unknown): Instant => {
  const date = Date.parse(headerOf(response));
  if (Number.isNaN(date)) throw new UndatedAnswerError();
  return date;
};

const headerOf = (response: unknown): string => {
  if (typeof response !== 'object' || response === null || !('headers' in response)) return '';
  const { headers } = response;
  if (typeof headers !== 'object' || headers === null || !('date' in headers)) return '';
  return String(headers.date);
};

/** AWS dates all its answers; something between us and it does not hand the date on. */
class UndatedAnswerError extends Error {
  override readonly name = 'UndatedAnswerError';
  constructor() {
    super('The service answered without a date. Is there a proxy that removes headers?');
  }
}
