/** What a call of the platform's comes to, before it is told to the app. */

/**
 * `state`: what is stored does not allow it (not there, already there). `limit`: over a documented limit. `invalid`: the app called it wrongly, which is always a bug of the app's.
 * `fault`: this test made it fail. `remote`: the called system's own answer, or its silence.
 */
export type Reason = 'limit' | 'invalid' | 'state' | 'fault' | 'remote';

export type Answer = Readonly<Record<string, unknown>>;

export type Outcome =
  | { readonly kind: 'done'; readonly answer: unknown }
  | { readonly kind: 'refused'; readonly reason: Reason; readonly answer: Answer };

export const done = (answer: unknown): Outcome => ({ kind: 'done', answer });

export const refused = (reason: Reason, answer: Answer): Outcome => ({ kind: 'refused', reason, answer });
