/**
 * Our HTTP API as the app reaches it: the real receive-events behind the faults that stand between the two, and what it
 * put on the queue.
 */

import { createHandler } from '../../functions/receive-events/handler.ts';
import { createLog } from '../../shared/core/lambda/log.ts';
import { createAuthenticate } from '../../shared/intake/authenticate.ts';
import type { Event } from '../../shared/intake/event.ts';
import { createLookUpKey } from '../../shared/intake/look-up-key.ts';
import type { EventsMessage, QueueMessage } from '../../shared/intake/queue-message.ts';
import { createReceiveEvents } from '../../shared/intake/receive-events.ts';
import { apiKey } from '../support/api-keys.ts';
import { createFakeApiKeys } from '../support/fakes/api-keys.ts';
import { gatewayEvent } from '../support/gateway-event.ts';
import { INTEGRATION } from '../support/messages.ts';
import type { HttpAnswer, HttpRequest, Network } from './platform/request.ts';
import type { VirtualClock } from './platform/virtual-clock.ts';

/** What answers in place of our HTTP API, or whether it does. */
export const CONDITIONS = [
  'up',
  'no_connection',
  'silence',
  /** Our HTTP API took it, and its answer never arrived. */
  'answer_lost',
  'html_503',
  'html_400',
  'stranger_200',
  'stranger_202',
  'stranger_404',
  'throttled_429',
  'gateway_401',
  'gateway_500',
  'unavailable_503',
  /** Our own body, so it is final. */
  'none_valid_422',
] as const;
export type Condition = (typeof CONDITIONS)[number];

export const HOST = 'events.eu.injixo.example';

export type Received = { readonly at: number; readonly body: string };

export const createHttpApi = (clock: VirtualClock) => {
  const sent: QueueMessage[] = [];
  const requests: HttpRequest[] = [];
  const accepted: Received[] = [];
  const refusedForGood: string[] = [];
  const keys = createFakeApiKeys();
  let numberOfKeys = 0;
  let condition: Condition = 'up';
  const receiveEvents = createReceiveEvents({
    authenticate: createAuthenticate({
      lookUpKey: createLookUpKey({ findKey: keys.findKey, clock: clock.now }),
      clock: clock.now,
    }),
    sendToQueue: async (message) => {
      sent.push(message);
    },
    clock: clock.now,
  });
  const log = createLog({
    functionName: 'receive-events',
    metricNamespace: undefined,
    write: () => {},
    clock: clock.now,
  });
  const handle = createHandler({ receiveEvents, log, clock: clock.now });

  const answer = async ({ headers, body }: HttpRequest): Promise<HttpAnswer> => {
    const { statusCode = 500, headers: told = {}, body: text = '' } = await handle(gatewayEvent({ headers, body }));
    if (statusCode === 202) accepted.push({ at: clock.now(), body });
    const plain = Object.fromEntries(Object.entries(told).map(([name, value]) => [name, `${value}`]));
    return { status: statusCode, headers: plain, body: text };
  };

  const network: Network = async (request) => {
    requests.push(request);
    if (request.url !== `https://${HOST}/v1/events` || request.method !== 'POST') return STRANGERS.stranger_404;
    switch (condition) {
      case 'up':
        return answer(request);
      case 'no_connection':
      case 'silence':
        return condition;
      case 'answer_lost':
        await answer(request);
        return 'silence';
      case 'none_valid_422':
        refusedForGood.push(request.body);
        return STRANGERS[condition];
      default:
        return STRANGERS[condition];
    }
  };

  return {
    network,
    /** Each request that reached the network, whoever answered it. */
    requests: (): readonly HttpRequest[] => requests,
    setCondition: (next: Condition): void => {
      condition = next;
    },
    /** A new key of the one integration. */
    makeKey: (): { readonly text: string; readonly revoke: () => void } => {
      numberOfKeys += 1;
      const { text, known } = apiKey(numberOfKeys, { createdAt: clock.now() });
      keys.put(known);
      return { text, revoke: () => keys.put({ ...known, revokedAt: clock.now() }) };
    },
    /** Bodies that were answered 202, and when. */
    accepted: (): readonly Received[] => accepted,
    /** Bodies that no repetition would have brought in. */
    refusedForGood: (): readonly string[] => refusedForGood,
    /** What waits on the queue. */
    messages: (): readonly EventsMessage[] => sent.filter((message) => message.kind === 'events'),
    events: (): readonly Event[] => sent.flatMap((message) => (message.kind === 'events' ? message.events : [])),
    integrationId: INTEGRATION,
  };
};

export type HttpApi = ReturnType<typeof createHttpApi>;

const JSON_TYPE = { 'content-type': 'application/json' };
const HTML_TYPE = { 'content-type': 'text/html; charset=utf-8' };
const HTML = '<!doctype html><title>Sorry</title><p>Please try again later.';

const STRANGERS = {
  html_503: { status: 503, headers: HTML_TYPE, body: HTML },
  html_400: { status: 400, headers: HTML_TYPE, body: HTML },
  stranger_200: { status: 200, headers: JSON_TYPE, body: '{"ok":true}' },
  stranger_202: { status: 202, headers: HTML_TYPE, body: HTML },
  stranger_404: { status: 404, headers: JSON_TYPE, body: '{"message":"Not Found"}' },
  throttled_429: { status: 429, headers: JSON_TYPE, body: '{"message":"Too Many Requests"}' },
  gateway_401: { status: 401, headers: JSON_TYPE, body: '{"message":"Unauthorized"}' },
  gateway_500: { status: 500, headers: JSON_TYPE, body: '{"message":"Internal Server Error"}' },
  unavailable_503: {
    status: 503,
    headers: { ...JSON_TYPE, 'retry-after': '1' },
    body: '{"error":{"code":"unavailable","message":"The events could not be queued and are not stored. Send them again."}}',
  },
  none_valid_422: {
    status: 422,
    headers: JSON_TYPE,
    body: '{"accepted":0,"rejected":[{"index":0,"code":"invalid","message":"Not usable."}]}',
  },
} as const satisfies Record<string, HttpAnswer>;
