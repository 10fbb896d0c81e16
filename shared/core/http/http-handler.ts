/** Every call with a token: who asks, what for, and an answer in any case. */

import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { ROUTES, type Route } from '../../routes.ts';
import { ContentionError } from '../contention-error.ts';
import type { Log } from '../lambda/log.ts';
import { toAuditFields } from './audit.ts';
import { type Caller, parseCaller } from './caller.ts';
import type { Endpoint } from './endpoint.ts';
import { type Answer, refusal } from './http-answer.ts';

type Deps = { readonly endpoints: readonly Endpoint[]; readonly log: Log };

export const createHttpHandler = ({ endpoints, log }: Deps) => {
  const endpointOf = new Map<string, Endpoint>(endpoints.map((endpoint) => [endpoint.route, endpoint]));

  const answerTo = async (event: APIGatewayProxyEventV2, caller: Caller, endpoint: Endpoint): Promise<Answer> => {
    if (caller.kind === 'refused') return refusal(caller.reason);
    try {
      return await endpoint.answer(event, caller);
    } catch (error) {
      log.error(error);
      return refusal(error instanceof ContentionError ? 'contended' : 'unavailable');
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
    const audited = isAudited(route) ? toAuditFields(event, caller, answer) : undefined;
    if (audited) log.outcome('audit', audited);
    return answer;
  };
};

/** What changes something, what reads counts, and what reads across accounts. */
const isAudited = ({ access }: Route): boolean => access !== 'integrations/read' && access !== 'signed-in';

const routeOf = (routeKey: string): Route | undefined =>
  ROUTES.find(({ method, path }: Route) => `${method} ${path}` === routeKey);
