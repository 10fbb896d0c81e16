import { ROUTES, type Route, scopesFor } from '../../../shared/routes.ts';
import type { PipelineTemplate } from '../../support/pipeline-template.ts';
import {
  at,
  each,
  every,
  type Located,
  listOf,
  numberAt,
  resourcesOf,
  type TemplatePromise,
  targetIn,
  targetOf,
  without,
  withoutDependencies,
  withProperty,
  withResource,
} from '../../support/template-promise.ts';

const API = 'AWS::ApiGatewayV2::Api';
const ROUTE = 'AWS::ApiGatewayV2::Route';
const STAGE = 'AWS::ApiGatewayV2::Stage';
const AUTHORIZER = 'AWS::ApiGatewayV2::Authorizer';
const PERMISSION = 'AWS::Lambda::Permission';
const CORS = 'CorsConfiguration';

const routeKeys = (template: PipelineTemplate): readonly string[] =>
  resourcesOf(template, ROUTE).map(({ resource }) => String(at(resource.Properties, 'RouteKey')));

const isExactOrigin = (origin: unknown): boolean =>
  typeof origin === 'string' &&
  /^https:\/\/[^*]+$/.test(origin) &&
  URL.canParse(origin) &&
  new URL(origin).origin === origin;

const routeOf = (routeKey: unknown): Route | undefined =>
  ROUTES.find(({ method, path }) => `${method} ${path}` === routeKey);
const accessOf = (routeKey: unknown): Route['access'] | undefined => routeOf(routeKey)?.access;

const pascalCase = (name: string): string => name.replace(/(?:^|-)(.)/g, (_, letter: string) => letter.toUpperCase());

/** The functions that the API may invoke for a path. */
const mayInvoke = (template: PipelineTemplate, path: string): readonly string[] =>
  resourcesOf(template, PERMISSION)
    .filter(
      ({ resource: { Properties } }) =>
        at(Properties, 'Principal') === 'apigateway.amazonaws.com' &&
        listOf(at(Properties, 'SourceArn.Fn::Join.1')).at(-1) === `/*/*${path}`,
    )
    .map(({ resource }) => targetOf(at(resource.Properties, 'FunctionName')));

const isForAdministrators = ({ resource }: Located): boolean =>
  accessOf(at(resource.Properties, 'RouteKey')) !== 'in-function';

export const HTTP_PROMISES: readonly TemplatePromise[] = [
  {
    promise: 'the API has exactly the routes of shared/routes.ts',
    violations: (template) => {
      const expected = ROUTES.map(({ method, path }) => `${method} ${path}`);
      return JSON.stringify(routeKeys(template).toSorted()) === JSON.stringify(expected.toSorted()) ? [] : ['routes'];
    },
    brokenBy: {
      'a route too many': withResource(ROUTE, { RouteKey: 'GET /v1/events' }),
      'a missing route': without(ROUTE),
    },
  },
  {
    promise: 'no route takes any method or any path',
    violations: (template) => routeKeys(template).filter((key) => /^ANY |^\$default$|\+\}/.test(key)),
    brokenBy: {
      'any method': withResource(ROUTE, { RouteKey: 'ANY /v1/events' }),
      'any path': withResource(ROUTE, { RouteKey: '$default' }),
      'any path below': withResource(ROUTE, { RouteKey: 'GET /v1/{proxy+}' }),
    },
  },
  {
    promise:
      'every route asks for a token with its scope, but the one for events, whose function asks for a key itself',
    violations: every(ROUTE, ({ resource: { Properties } }, template) => {
      const access = accessOf(at(Properties, 'RouteKey'));
      if (access === undefined || access === 'in-function') return at(Properties, 'AuthorizationType') === 'NONE';
      return (
        at(Properties, 'AuthorizationType') === 'JWT' &&
        targetIn(template, at(Properties, 'AuthorizerId'))?.Type === AUTHORIZER &&
        JSON.stringify(at(Properties, 'AuthorizationScopes')) === JSON.stringify(scopesFor(access))
      );
    }),
    brokenBy: {
      'an open route': withProperty(ROUTE, 'AuthorizationType', 'NONE', isForAdministrators),
      'a token without a scope': withProperty(ROUTE, 'AuthorizationScopes', [], isForAdministrators),
      'reading with which one may write': withProperty(
        ROUTE,
        'AuthorizationScopes',
        ['integrations/read'],
        ({ resource }) => at(resource.Properties, 'RouteKey') === 'POST /v1/integrations',
      ),
      'one scope or the other': withProperty(
        ROUTE,
        'AuthorizationScopes',
        ['integrations/write', 'integrations/read'],
        isForAdministrators,
      ),
      'no authorizer': withProperty(ROUTE, 'AuthorizerId', undefined, isForAdministrators),
    },
  },
  {
    promise: 'tokens count from one issuer, for one audience, in the header only',
    violations: every(
      AUTHORIZER,
      ({ resource: { Properties } }) =>
        at(Properties, 'AuthorizerType') === 'JWT' &&
        at(Properties, 'JwtConfiguration.Issuer') !== undefined &&
        listOf(at(Properties, 'JwtConfiguration.Audience')).length === 1 &&
        listOf(at(Properties, 'IdentitySource')).join() === '$request.header.Authorization',
    ),
    brokenBy: {
      'any audience': withProperty(AUTHORIZER, 'JwtConfiguration.Audience', []),
      'any issuer': withProperty(AUTHORIZER, 'JwtConfiguration.Issuer', undefined),
      'a token in the address': withProperty(AUTHORIZER, 'IdentitySource', ['$request.querystring.token']),
    },
  },
  {
    promise: 'each route has a limit of its own, so that a flood of events starves nobody else',
    violations: every(STAGE, ({ resource: { Properties } }, template) => {
      const limits = ROUTES.map(({ method, path }) => Object(at(Properties, 'RouteSettings'))[`${method} ${path}`]);
      const areLimits = [at(Properties, 'DefaultRouteSettings'), ...limits].every(
        (limit) => numberAt(limit, 'ThrottlingRateLimit') > 0 && numberAt(limit, 'ThrottlingBurstLimit') > 0,
      );
      return areLimits && routeKeys(template).length === limits.length;
    }),
    brokenBy: {
      'no rate': withProperty(STAGE, 'DefaultRouteSettings.ThrottlingRateLimit', undefined),
      'no burst': withProperty(STAGE, 'DefaultRouteSettings.ThrottlingBurstLimit', undefined),
      'one limit for all': withProperty(STAGE, 'RouteSettings', undefined),
      'a route without': withProperty(STAGE, 'RouteSettings', {
        'POST /v1/events': { ThrottlingRateLimit: 500, ThrottlingBurstLimit: 1_000 },
      }),
    },
  },
  {
    promise: 'the stage is made after the routes that it sets limits for',
    violations: (template) =>
      resourcesOf(template, STAGE).flatMap(({ resource }) =>
        resourcesOf(template, ROUTE)
          .filter(({ id }) => !listOf(resource.DependsOn).includes(id))
          .map(({ id }) => id),
      ),
    brokenBy: { 'a stage that waits for nothing': withoutDependencies(STAGE) },
  },
  {
    promise: 'what is deployed is what is served',
    violations: every(STAGE, ({ resource }) => at(resource.Properties, 'AutoDeploy') === true),
    brokenBy: { 'a stage that stays behind': withProperty(STAGE, 'AutoDeploy', false) },
  },
  {
    promise: 'every route leads to its function of shared/routes.ts, which the API may invoke',
    violations: every(ROUTE, ({ resource: { Properties } }, template) => {
      const integration = targetIn(template, at(Properties, 'Target.Fn::Join.1.1'));
      const invoked = targetOf(at(integration?.Properties, 'IntegrationUri'));
      const route = routeOf(at(Properties, 'RouteKey'));
      return (
        route !== undefined &&
        invoked.includes(pascalCase(route.function)) &&
        mayInvoke(template, route.path).includes(invoked)
      );
    }),
    brokenBy: {
      'a function that answers for another': withProperty(
        'AWS::ApiGatewayV2::Integration',
        'IntegrationUri',
        { 'Fn::GetAtt': ['EventDoorReceiveEventsFunctionBCD781E1', 'Arn'] },
        ({ id }) => id.includes('verify'),
      ),
      'no permission': without(PERMISSION, ({ id }) => id.includes('verify')),
      'a permission for another path': withProperty(PERMISSION, 'SourceArn.Fn::Join.1', ['/*/*/v1/other']),
    },
  },
  {
    promise: 'the stage logs which answer went to which address, for a week, and neither headers nor paths',
    violations: every(STAGE, ({ resource: { Properties } }, template) => {
      const format = String(at(Properties, 'AccessLogSettings.Format'));
      const group = targetIn(template, at(Properties, 'AccessLogSettings.DestinationArn'));
      return (
        group?.Type === 'AWS::Logs::LogGroup' &&
        at(group.Properties, 'RetentionInDays') === 7 &&
        format.includes('$context.status') &&
        format.includes('$context.identity.sourceIp') &&
        !/userAgent|header|\$context\.path/i.test(format)
      );
    }),
    brokenBy: {
      'no access log': withProperty(STAGE, 'AccessLogSettings', undefined),
      'no address': withProperty(STAGE, 'AccessLogSettings.Format', '$context.status'),
      'paths, which hold ids': withProperty(
        STAGE,
        'AccessLogSettings.Format',
        '$context.status $context.identity.sourceIp $context.path',
      ),
      'addresses for a year': withProperty('AWS::Logs::LogGroup', 'RetentionInDays', 365),
    },
  },
  {
    promise:
      'the access log’s name is covered by one line of the account’s policy for logs, however many stacks there are',
    violations: every(STAGE, ({ resource: { Properties } }, template) =>
      String(
        at(targetIn(template, at(Properties, 'AccessLogSettings.DestinationArn'))?.Properties, 'LogGroupName'),
      ).startsWith('/aws/vendedlogs/'),
    ),
    brokenBy: { 'a name of chance': withProperty('AWS::Logs::LogGroup', 'LogGroupName', undefined) },
  },
  {
    promise: 'browsers may call from exact origins only',
    violations: each(API, ({ resource: { Properties } }) => {
      const cors = at(Properties, CORS);
      if (cors === undefined) return true;
      const origins = listOf(at(cors, 'AllowOrigins'));
      const words = [...listOf(at(cors, 'AllowHeaders')), ...listOf(at(cors, 'AllowMethods'))];
      return (
        origins.length > 0 &&
        origins.every(isExactOrigin) &&
        !words.includes('*') &&
        at(cors, 'AllowCredentials') !== true
      );
    }),
    brokenBy: {
      'any origin': withProperty(API, `${CORS}.AllowOrigins`, ['*']),
      'any host of a domain': withProperty(API, `${CORS}.AllowOrigins`, ['https://*.example.com']),
      'an origin without TLS': withProperty(API, `${CORS}.AllowOrigins`, ['http://console.example.com']),
      'any header': withProperty(API, `${CORS}.AllowHeaders`, ['*']),
      'any method': withProperty(API, `${CORS}.AllowMethods`, ['*']),
      'no origin': withProperty(API, `${CORS}.AllowOrigins`, []),
      credentials: withProperty(API, `${CORS}.AllowCredentials`, true),
    },
  },
  {
    promise: 'API Gateway’s own name is switched off only where another name leads to the API',
    violations: each(
      API,
      ({ resource }, template) =>
        at(resource.Properties, 'DisableExecuteApiEndpoint') !== true ||
        resourcesOf(template, 'AWS::ApiGatewayV2::ApiMapping').length > 0,
    ),
    brokenBy: { 'no other name': without('AWS::ApiGatewayV2::ApiMapping') },
  },
  {
    promise: 'the API bears the name of its stack: two stages show two names',
    violations: every(API, ({ resource }) => at(resource.Properties, 'Name') === 'pipeline'),
    brokenBy: { 'a name for all stages': withProperty(API, 'Name', 'Api') },
  },
];
