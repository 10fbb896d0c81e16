import { CfnOutput, Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { AccessLogField, AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  CorsHttpMethod,
  DomainName,
  HttpApi,
  type HttpApiProps,
  HttpMethod,
  HttpStage,
  type IHttpRouteAuthorizer,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { LogGroup, QueryDefinition, QueryString } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { ALARMS } from '../../shared/names.ts';
import { ROUTES, type Route } from '../../shared/routes.ts';
import type { StageSettings } from '../settings.ts';
import type { Alarms } from './alarms.ts';
import type { PipelineFunction } from './pipeline-function.ts';

export type PipelineHttpApiProps = { readonly settings: StageSettings; readonly alarms: Alarms };

/** The HTTP API in front of all functions that answer HTTP; each brings its own routes. */
export class PipelineHttpApi extends Construct {
  private readonly api: HttpApi;

  constructor(scope: Construct, id: string, { settings, alarms }: PipelineHttpApiProps) {
    super(scope, id);
    this.api = new HttpApi(this, 'Api', {
      description: 'The Freshchat contact pipeline',
      // The stage is made below: only an explicit one has an access log and a throttle.
      createDefaultStage: false,
      // With a domain of our own, the other name is a way around it.
      disableExecuteApiEndpoint: settings.customDomain !== undefined,
      ...corsFor(settings.allowedOrigins),
    });
    const stage = this.createStage(settings);
    alarms.critical({
      name: ALARMS.apiServerErrors,
      sentence: 'The HTTP API answers 5xx: apps cannot hand over their events and give up after some retries.',
      metric: stage.metricServerError({ statistic: Stats.SUM, period: Duration.minutes(5) }),
      threshold: settings.thresholds.apiServerErrors,
      // No requests, no errors; that nobody knocks at all is the silence monitor's business.
      missingData: TreatMissingData.NOT_BREACHING,
    });
    new CfnOutput(this, 'Url', { value: settings.customDomain ? stage.domainUrl : stage.url }).overrideLogicalId(
      'HttpApiUrl',
    );
  }

  /** Adds the routes that shared/routes.ts gives to a function; those with a scope pass the authorizer first. */
  addRoutes(name: Route['function'], target: PipelineFunction, authorizer?: IHttpRouteAuthorizer): void {
    const integration = new HttpLambdaIntegration(name, target.lambda);
    for (const { method, path, access } of ROUTES.filter((route) => route.function === name)) {
      if (access === 'in-function') {
        const routes = this.api.addRoutes({ path, methods: [HttpMethod[method]], integration });
        for (const route of routes) Validations.of(route).acknowledge(AUTHENTICATED_IN_THE_FUNCTION);
        continue;
      }
      if (!authorizer) throw new RouteWithoutAuthorizerError(path);
      const authorizationScopes = [access];
      this.api.addRoutes({ path, methods: [HttpMethod[method]], integration, authorizer, authorizationScopes });
    }
  }

  private createStage({ logRetention, apiThrottle, customDomain }: StageSettings): HttpStage {
    const accessLog = new LogGroup(this, 'AccessLog', {
      retention: logRetention,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    new QueryDefinition(this, 'AnswersQuery', {
      queryDefinitionName: `${Stack.of(this).stackName}/http-api/answers`,
      queryString: ANSWERS,
      logGroups: [accessLog],
    });
    return new HttpStage(this, 'Stage', {
      httpApi: this.api,
      stageName: '$default',
      autoDeploy: true,
      throttle: { rateLimit: apiThrottle.requestsPerSecond, burstLimit: apiThrottle.burst },
      accessLogSettings: { destination: new LogGroupLogDestination(accessLog), format: ACCESS_LOG_FORMAT },
      ...(customDomain && { domainMapping: { domainName: this.createDomainName(customDomain) } }),
    });
  }

  private createDomainName({ domainName, certificateArn }: CustomDomain): DomainName {
    const certificate = Certificate.fromCertificateArn(this, 'Certificate', certificateArn);
    return new DomainName(this, 'DomainName', { domainName, certificate });
  }
}

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

/** No address, no header, no path parameter: who called stands, as an integration, in the function's own line. */
const ACCESS_LOG_FORMAT = AccessLogFormat.custom(
  JSON.stringify({
    requestId: AccessLogField.contextRequestId(),
    at: AccessLogField.contextRequestTimeEpoch(),
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
