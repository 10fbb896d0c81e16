/** An event as the app sends it; accepted or refused by its key. */

import { randomUUID } from 'node:crypto';
import { inject } from 'vitest';

export const sendEvent = async (apiKey: string, type: string): Promise<number> => {
  const id = randomUUID();
  const answer = await fetch(`${inject('systemUrl')}/v1/events`, {
    method: 'POST',
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      id,
      type,
      occurredAt: new Date().toISOString(),
      ...(type.startsWith('chat.') && { chat: { id } }),
    }),
  });
  return answer.status;
};
