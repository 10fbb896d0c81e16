/** Sends the sample over HTTP, as the app does. */

import pMap from 'p-map';
import type { WireEvent } from './chat-events.ts';

export type Target = { readonly url: string; readonly apiKey: string };

export type Pause = (ms: number) => Promise<void>;

export type Sending = {
  readonly target: Target;
  readonly signal: AbortSignal;
  readonly pause: Pause;
  /** Called with the number of events that were taken so far. */
  readonly onSent: (events: number) => void;
};

const CONNECTIONS = 4;
const RETRY_PAUSE_MS = 500;
const MAX_ATTEMPTS = 20;

/** The HTTP API refuses what it must accept. */
class SampleRefusedError extends Error {
  override readonly name = 'SampleRefusedError';
  constructor(status: number | undefined) {
    super(`The HTTP API answered the sample with ${status ?? 'nothing'} instead of 202. See functions.log.`);
  }
}

export const sendAll = async (sending: Sending, requests: readonly (readonly WireEvent[])[]): Promise<void> => {
  let sent = 0;
  await pMap(
    requests,
    async (events) => {
      if (sending.signal.aborted) return;
      await send(sending, events);
      sent += events.length;
      sending.onSent(sent);
    },
    { concurrency: CONNECTIONS },
  );
};

/** Once more when the queue did not take it: a redelivery does no harm. */
const send = async ({ target, signal, pause }: Sending, events: readonly WireEvent[]): Promise<void> => {
  let status: number | undefined;
  for (let attempt = 0; attempt < MAX_ATTEMPTS && !signal.aborted; attempt += 1) {
    if (attempt > 0) await pause(RETRY_PAUSE_MS);
    status = await post(target, events);
    if (status === 202) return;
    if (status !== undefined && status < 500) break;
  }
  if (!signal.aborted) throw new SampleRefusedError(status);
};

const post = async ({ url, apiKey }: Target, events: readonly WireEvent[]): Promise<number | undefined> => {
  try {
    const response = await fetch(`${url}/v1/events`, {
      method: 'POST',
      headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
      body: JSON.stringify(events.length === 1 ? events[0] : { events }),
    });
    await response.arrayBuffer();
    return response.status;
  } catch {
    return undefined;
  }
};
