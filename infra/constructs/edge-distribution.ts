import { Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import {
  AllowedMethods,
  type BehaviorOptions,
  CachePolicy,
  Distribution,
  HttpVersion,
  OriginProtocolPolicy,
  OriginRequestPolicy,
  OriginSslPolicy,
  PriceClass,
  ResponseHeadersPolicy,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { CfnDelivery, CfnDeliveryDestination, CfnDeliverySource, LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { EdgeSettings } from '../settings.ts';
import type { ConsoleSite } from './console-site.ts';

export type EdgeDistributionProps = {
  readonly edge: EdgeSettings;
  readonly apiHost: string;
  readonly webAclArn: string;
  /** Without it the distribution is the API's alone. */
  readonly console?: Pick<ConsoleSite, 'pages' | 'others'>;
};

/** One address for the API and for the console: the API has `/v1/*`, the rest is the console's. */
export class EdgeDistribution extends Construct {
  readonly domainName: string;

  constructor(scope: Construct, id: string, { edge, apiHost, webAclArn, console }: EdgeDistributionProps) {
    super(scope, id);
    const api = apiBehavior(apiHost);
    const distribution = new Distribution(this, 'Distribution', {
      comment: Stack.of(this).stackName,
      domainNames: [edge.domainName],
      certificate: Certificate.fromCertificateArn(this, 'Certificate', edge.certificateArn),
      minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
      httpVersion: HttpVersion.HTTP2_AND_3,
      priceClass: PriceClass.PRICE_CLASS_100,
      webAclId: webAclArn,
      defaultBehavior: console?.pages ?? api,
      additionalBehaviors: { [API_PATHS]: api, ...console?.others },
    });
    this.domainName = distribution.distributionDomainName;
    Validations.of(distribution).acknowledge(ANYWHERE, LOGGED_OTHERWISE);
    this.log(distribution);
  }

  /** Standard logging of the second version: to CloudWatch, with the fields that are wanted and no others. */
  private log({ distributionArn }: Distribution): void {
    const { stackName } = Stack.of(this);
    const log = new LogGroup(this, 'Requests', {
      logGroupName: `/aws/vendedlogs/cloudfront/${stackName}`,
      // It names senders, as the access log of the API does without CloudFront.
      retention: RetentionDays.ONE_WEEK,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const source = new CfnDeliverySource(this, 'LogSource', {
      name: stackName,
      logType: 'ACCESS_LOGS',
      resourceArn: distributionArn,
    });
    const destination = new CfnDeliveryDestination(this, 'LogDestination', {
      name: stackName,
      destinationResourceArn: log.logGroupArn,
      outputFormat: 'json',
    });
    new CfnDelivery(this, 'LogDelivery', {
      deliverySourceName: source.name,
      deliveryDestinationArn: destination.attrArn,
      // No header, no path of an administrator: those hold ids.
      recordFields: ['timestamp(ms)', 'x-edge-request-id', 'c-ip', 'cs-method', 'sc-status', 'time-taken'],
    }).node.addDependency(source);
  }
}

const API_PATHS = '/v1/*';

const apiBehavior = (host: string): BehaviorOptions => ({
  origin: new HttpOrigin(host, {
    protocolPolicy: OriginProtocolPolicy.HTTPS_ONLY,
    originSslProtocols: [OriginSslPolicy.TLS_V1_2],
    // The functions answer within 25 seconds.
    readTimeout: Duration.seconds(30),
  }),
  allowedMethods: AllowedMethods.ALLOW_ALL,
  viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
  cachePolicy: CachePolicy.CACHING_DISABLED,
  // Authorization among them; the host must be the API's own, by which API Gateway finds it.
  originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
  responseHeadersPolicy: ResponseHeadersPolicy.SECURITY_HEADERS,
});

const ANYWHERE = {
  id: 'AwsSolutions-CFR1',
  reason: 'Customers are anywhere, and so are the servers of Freshworks: no country can be left out.',
};

const LOGGED_OTHERWISE = {
  id: 'AwsSolutions-CFR3',
  reason:
    'Requests are logged by CloudFront’s standard logging of the second version, to CloudWatch and for a week. The rule ' +
    'knows the first version only, which needs a bucket that keeps addresses, paths and queries.',
};
