/** How many events a message brought, and how many were refused beside them. */

import { isAboutChat } from '../intake/event.ts';
import type { QueueMessage } from '../intake/queue-message.ts';
import { joinRefused, NONE_REFUSED, type RefusedCounts } from '../intake/refused-counts.ts';
import type { EventCounts } from './refused-share.ts';

export const NOTHING_COUNTED: EventCounts = { at: Number.NEGATIVE_INFINITY, accepted: 0, refused: NONE_REFUSED };

export const countEvents = (message: QueueMessage): EventCounts => {
  const { receivedAt: at } = message;
  const accepted = message.kind === 'events' ? message.events.filter(isAboutChat).length : 0;
  const refused = message.refused ?? wholeRequest(message);
  const isNone = Object.keys(refused).length === 0;
  return { at, accepted, refused, ...(!isNone && { refusals: { first: at, last: at } }) };
};

export const joinCounts = (a: EventCounts, b: EventCounts): EventCounts => {
  const refusals = [a, b].flatMap((counts) => counts.refusals ?? []);
  return {
    at: Math.max(a.at, b.at),
    accepted: a.accepted + b.accepted,
    refused: joinRefused(a.refused, b.refused),
    ...(refusals.length > 0 && {
      refusals: {
        first: Math.min(...refusals.map(({ first }) => first)),
        last: Math.max(...refusals.map(({ last }) => last)),
      },
    }),
  };
};

/** A sender that does not count yet tells only of requests that it refused as a whole. */
const wholeRequest = (message: QueueMessage): RefusedCounts =>
  message.kind === 'refusal' && message.reason !== 'types_unknown' ? { [message.reason]: 1 } : NONE_REFUSED;
