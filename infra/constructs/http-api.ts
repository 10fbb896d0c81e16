import { Aws, CfnOutput, Duration, Lazy, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { AccessLogField, AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  CfnStage,
  CorsHttpMethod,
  DomainName,
  HttpApi,
  type HttpApiProps,
  HttpMethod,
  type HttpRoute,
  HttpStage,
  type IHttpRouteAuthorizer,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { LogGroup, QueryDefinition, QueryString, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { ALARMS } from '../../shared/names.ts';
import { ROUTES, type Route, scopesFor } from '../../shared/routes.ts';
import type { StageSettings, Throttle } from '../settings.ts';
import type { Alarms } from './alarms.ts';
import type { PipelineFunction } from './pipeline-function.ts';

export type PipelineHttpApiProps = { readonly settings: StageSettings; readonly alarms: Alarms };

/** The HTTP API in front of all functions that answer HTTP; each brings its own routes. */
export class PipelineHttpApi extends Construct {
  private readonly api: HttpApi;
  private readonly stage: HttpStage;
  private readonly throttles: StageSettings['apiThrottle'];
  /** As CloudFormation spells it: CDK hands this property on as it is. */
  private readonly routeSettings: Record<string, RouteLimits> = {};

  constructor(scope: Construct, id: string, { settings, alarms }: PipelineHttpApiProps) {
    super(scope, id);
    this.throttles = settings.apiThrottle;
    this.api = new HttpApi(this, 'Api', {
      // Two stages may share an account and a region: their consoles must not show two APIs of one name.
      apiName: Stack.of(this).stackName,
      description: 'The Freshchat contact pipeline',
      // The stage is made below: only an explicit one has an access log and a throttle.
      createDefaultStage: false,
      disableExecuteApiEndpoint: settings.isExecuteApiDisabled,
      ...corsFor(settings.allowedOrigins),
    });
    this.stage = this.createStage(settings);
    alarms.critical({
      name: ALARMS.apiServerErrors,
      sentence: 'The HTTP API answers 5xx: apps cannot hand over their events and give up after some retries.',
      metric: this.stage.metricServerError({ statistic: Stats.SUM, period: Duration.minutes(5) }),
      threshold: settings.thresholds.apiServerErrors,
      // No requests, no errors; that nobody calls at all is the silence monitor's business.
      missingData: TreatMissingData.NOT_BREACHING,
    });
    output(this, 'HttpApiUrl', settings.customDomain ? this.stage.domainUrl : this.stage.url);
    output(this, 'HttpApiHost', `${this.api.apiId}.execute-api.${Aws.REGION}.${Aws.URL_SUFFIX}`);
  }

  /** Adds the routes that shared/routes.ts gives to a function; those with a scope pass the authorizer first. */
  addRoutes(name: Route['function'], target: PipelineFunction, authorizer?: IHttpRouteAuthorizer): void {
    const integration = new HttpLambdaIntegration(name, target.lambda);
    for (const { method, path, access } of ROUTES.filter((route) => route.function === name)) {
      const to = { path, methods: [HttpMethod[method]], integration };
      if (access === 'in-function') {
        for (const route of this.api.addRoutes(to)) {
          Validations.of(route).acknowledge(AUTHENTICATED_IN_THE_FUNCTION);
          this.throttle(route, `${method} ${path}`, this.throttles.events);
        }
        continue;
      }
      if (!authorizer) throw new RouteWithoutAuthorizerError(path);
      for (const route of this.api.addRoutes({ ...to, authorizer, authorizationScopes: [...scopesFor(access)] })) {
        this.throttle(route, `${method} ${path}`, this.throttles.admin);
      }
    }
  }

  /** API Gateway knows a route's settings by its key, and refuses a stage that names a route which is not there yet. */
  private throttle(route: HttpRoute, routeKey: string, { requestsPerSecond, burst }: Throttle): void {
    this.routeSettings[routeKey] = { ThrottlingRateLimit: requestsPerSecond, ThrottlingBurstLimit: burst };
    this.stage.node.addDependency(route);
  }

  private createStage({ apiThrottle, customDomain }: StageSettings): HttpStage {
    const accessLog = new LogGroup(this, 'AccessLog', {
      // API Gateway writes down in a policy of the account which groups it may write to, and that policy has a limit of
      // 5,120 characters. Names that begin so are covered by one line of it, however many there are.
      logGroupName: `/aws/vendedlogs/apigateway/${Stack.of(this).stackName}`,
      // It names the sender's address, which is personal: long enough to look into an attack, and no longer.
      retention: RetentionDays.ONE_WEEK,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    new QueryDefinition(this, 'AnswersQuery', {
      queryDefinitionName: `${Stack.of(this).stackName}/http-api/answers`,
      queryString: ANSWERS,
      logGroups: [accessLog],
    });
    new QueryDefinition(this, 'SendersQuery', {
      queryDefinitionName: `${Stack.of(this).stackName}/http-api/senders`,
      queryString: SENDERS,
      logGroups: [accessLog],
    });
    const stage = new HttpStage(this, 'Stage', {
      httpApi: this.api,
      stageName: '$default',
      autoDeploy: true,
      // For a route that was forgotten below; each has a limit of its own.
      throttle: { rateLimit: apiThrottle.admin.requestsPerSecond, burstLimit: apiThrottle.admin.burst },
      accessLogSettings: { destination: new LogGroupLogDestination(accessLog), format: ACCESS_LOG_FORMAT },
      ...(customDomain && { domainMapping: { domainName: this.createDomainName(customDomain) } }),
    });
    if (stage.node.defaultChild instanceof CfnStage) {
      stage.node.defaultChild.routeSettings = Lazy.any({ produce: () => this.routeSettings });
    }
    return stage;
  }

  private createDomainName({ domainName, certificateArn }: CustomDomain): DomainName {
    const certificate = Certificate.fromCertificateArn(this, 'Certificate', certificateArn);
    const name = new DomainName(this, 'DomainName', { domainName, certificate });
    // A record of our own, an alias or a CNAME, leads from the name to this.
    output(this, 'CustomDomainTarget', name.regionalDomainName);
    return name;
  }
}

type RouteLimits = { readonly ThrottlingRateLimit: number; readonly ThrottlingBurstLimit: number };

/** Named as the guide names it, whatever the construct is called. */
const output = (scope: Construct, name: string, value: string): void =>
  new CfnOutput(scope, name, { value }).overrideLogicalId(name);

export class RouteWithoutAuthorizerError extends Error {
  override readonly name = 'RouteWithoutAuthorizerError';
  constructor(path: string) {
    super(`${path} asks for a scope: hand its function's construct an authorizer.`);
  }
}

type CustomDomain = NonNullable<StageSettings['customDomain']>;

const AUTHENTICATED_IN_THE_FUNCTION = {
  id: 'AwsSolutions-APIG4',
  reason:
    'receive-events checks the API key itself: it must answer why a key is refused and record that as evidence, ' +
    'which an authorizer cannot (docs/decisions/0002).',
};

/**
 * No header and no path parameter: which integration called stands in the function's own line. The address tells a flood
 * from a crowd; behind CloudFront it is CloudFront's, and the sender's stands in the log there.
 */
const ACCESS_LOG_FORMAT = AccessLogFormat.custom(
  JSON.stringify({
    requestId: AccessLogField.contextRequestId(),
    at: AccessLogField.contextRequestTimeEpoch(),
    address: AccessLogField.contextIdentitySourceIp(),
    route: AccessLogField.contextRouteKey(),
    status: AccessLogField.contextStatus(),
    durationMs: AccessLogField.contextResponseLatency(),
    integrationError: AccessLogField.contextIntegrationErrorMessage(),
  }),
);

const ANSWERS = new QueryString({
  statsStatements: ['count(*), max(durationMs), latest(integrationError) by route, status, bin(5m)'],
  sort: 'bin(5m) desc',
  limit: 500,
});

const SENDERS = new QueryString({
  statsStatements: ['count(*) as requests by address, status'],
  sort: 'requests desc',
  limit: 100,
});

/** The events come from Freshchat's servers; only the console runs in browsers, on the origins that are named. */
const corsFor = (origins: readonly string[]): Pick<HttpApiProps, 'corsPreflight'> =>
  origins.length === 0
    ? {}
    : {
        corsPreflight: {
          allowOrigins: [...origins],
          allowMethods: [CorsHttpMethod.GET, CorsHttpMethod.POST, CorsHttpMethod.PATCH, CorsHttpMethod.DELETE],
          allowHeaders: ['authorization', 'content-type'],
          maxAge: Duration.hours(1),
        },
      };
