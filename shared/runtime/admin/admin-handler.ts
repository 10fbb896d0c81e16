/** Every admin call: who asks, what for, and an answer in any case. */

import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { ROUTES, type Route, type RouteKey } from '../../routes.ts';
import type { Log } from '../log.ts';
import { type Answer, refusal } from './answer.ts';
import type { Endpoint } from './call.ts';
import { type Caller, parseCaller } from './caller.ts';

type Deps = { readonly endpoints: Readonly<Partial<Record<RouteKey, Endpoint>>>; readonly log: Log };

export const createAdminHandler = ({ endpoints, log }: Deps) => {
  const endpointOf = new Map(Object.entries(endpoints));

  const answerTo = async (event: APIGatewayProxyEventV2, caller: Caller, endpoint: Endpoint): Promise<Answer> => {
    if (caller.kind === 'refused') return refusal(caller.reason);
    try {
      return await endpoint(event, caller.accountId);
    } catch (error) {
      log.error(error);
      return refusal('unavailable');
    }
  };

  return async (event: APIGatewayProxyEventV2): Promise<Answer> => {
    const route = routeOf(event.routeKey);
    const endpoint = endpointOf.get(event.routeKey);
    if (!route || !endpoint) return refusal('not_found');
    const caller = parseCaller(event.requestContext, route.access);
    const answer = await answerTo(event, caller, endpoint);
    log.outcome('answered', {
      route: event.routeKey,
      status: answer.statusCode,
      ...(caller.kind === 'known' && { accountId: caller.accountId }),
    });
    return answer;
  };
};

const routeOf = (routeKey: string): Route | undefined =>
  ROUTES.find(({ method, path }: Route) => `${method} ${path}` === routeKey);
