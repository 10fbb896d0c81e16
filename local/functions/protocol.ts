/** What a function host and its worker say to each other. Events travel as JSON, as they do on Lambda. */

export type WorkerSettings = { readonly functionName: string; readonly entryPoint: string };

export type Invocation = {
  readonly id: number;
  readonly eventJson: string;
  readonly requestId: string;
  /** Milliseconds since the epoch. */
  readonly deadline: number;
};

export type WorkerMessage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'answered'; readonly id: number; readonly resultJson: string }
  | { readonly kind: 'failed'; readonly id: number; readonly errorName: string };
