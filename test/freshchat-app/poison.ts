/** A network on whose way our HTTP API finds some events unusable: chats whose id begins with `poison`. */

import * as z from 'zod';
import type { Network } from './platform/request.ts';

const bodySchema = z.object({
  events: z.array(z.looseObject({ chat: z.object({ id: z.string() }).loose().optional() })),
});

export const refusePoison =
  (network: Network): Network =>
  async (request) => {
    const { events } = bodySchema.parse(JSON.parse(request.body));
    const good = events.filter(({ chat }) => !chat?.id.startsWith('poison'));
    const answer = await network({ ...request, body: JSON.stringify({ events: good }) });
    const isOurs = typeof answer === 'object' && (answer.status === 202 || answer.status === 422);
    if (!isOurs || good.length === events.length) return answer;
    const rejected = { index: 0, code: 'wrong_form', message: 'Not usable.' };
    return {
      status: good.length > 0 ? 202 : 422,
      headers: answer.headers,
      body: JSON.stringify({ accepted: good.length, rejected: [rejected] }),
    };
  };
