/** Sends the sample through the front door, as the app does. */

import pMap from 'p-map';
import { pause } from '../pause.ts';
import type { WireEvent } from './chat-stories.ts';

export type Target = { readonly url: string; readonly apiKey: string };

const CONNECTIONS = 4;
const RETRY_PAUSE_MS = 500;
const MAX_ATTEMPTS = 20;

/** The door does not take what it must take. */
class SampleRefusedError extends Error {
  override readonly name = 'SampleRefusedError';
  constructor(status: number | undefined) {
    super(`The door answered the sample with ${status ?? 'nothing'} instead of 202. functions.log says more.`);
  }
}

export const sendAll = async (
  target: Target,
  requests: readonly (readonly WireEvent[])[],
  onSent: (events: number) => void,
  signal: AbortSignal,
): Promise<void> => {
  let sent = 0;
  await pMap(
    requests,
    async (events) => {
      if (signal.aborted) return;
      await send(target, events, signal);
      sent += events.length;
      onSent(sent);
    },
    { concurrency: CONNECTIONS },
  );
};

/** Once more when the queue did not take it: a redelivery does no harm. */
const send = async (target: Target, events: readonly WireEvent[], signal: AbortSignal): Promise<void> => {
  let status: number | undefined;
  for (let attempt = 0; attempt < MAX_ATTEMPTS && !signal.aborted; attempt += 1) {
    if (attempt > 0) await pause(RETRY_PAUSE_MS, signal);
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
