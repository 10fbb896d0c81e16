import { Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import {
  AllowedMethods,
  type BehaviorOptions,
  CachePolicy,
  Function as EdgeFunction,
  type FunctionAssociation,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  HeadersFrameOption,
  HeadersReferrerPolicy,
  ResponseHeadersPolicy,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { AnyPrincipal, Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Bucket, CfnBucket, type IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { SCOPES } from '../../shared/routes.ts';
import { contentSecurityPolicy, SITE_HEADERS } from '../../shared/site.ts';
import type { ConsoleSettings } from '../settings.ts';

export type ConsoleSiteProps = { readonly console: ConsoleSettings };

/**
 * The console's files in a bucket that only the distribution reads. Every address is the one page, which is never kept;
 * assets are named by their content and kept for ever. `npm run console:publish` puts them there, and rolls back.
 */
export class ConsoleSite extends Construct {
  readonly bucketName: string;
  readonly pages: BehaviorOptions;
  readonly others: Readonly<Record<string, BehaviorOptions>>;

  constructor(scope: Construct, id: string, { console }: ConsoleSiteProps) {
    super(scope, id);
    const bucket = this.createBucket();
    this.bucketName = bucket.bucketName;
    const files: BehaviorOptions = {
      origin: S3BucketOrigin.withOriginAccessControl(bucket),
      allowedMethods: AllowedMethods.ALLOW_GET_HEAD,
      viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
      responseHeadersPolicy: this.createHeaders(console),
      cachePolicy: CachePolicy.CACHING_DISABLED,
      compress: true,
    };
    this.pages = { ...files, functionAssociations: this.atEachRequest('OnePage', ONE_PAGE) };
    this.others = {
      '/assets/*': { ...files, cachePolicy: CachePolicy.CACHING_OPTIMIZED },
      '/config.json': { ...files, functionAssociations: this.atEachRequest('Config', configOf(console)) },
    };
  }

  /** Made of the plain resource: `Bucket` is no `IBucket` under exactOptionalPropertyTypes. */
  private createBucket(): IBucket {
    const resource = new CfnBucket(this, 'Files', {
      publicAccessBlockConfiguration: {
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      },
      bucketEncryption: {
        serverSideEncryptionConfiguration: [{ serverSideEncryptionByDefault: { sseAlgorithm: 'AES256' } }],
      },
      // What a wrong hand overwrites can be had again.
      versioningConfiguration: { status: 'Enabled' },
      lifecycleConfiguration: {
        rules: [{ status: 'Enabled', noncurrentVersionExpiration: { noncurrentDays: 90 } }],
      },
    });
    resource.applyRemovalPolicy(RemovalPolicy.RETAIN);
    Validations.of(resource).acknowledge(LOGGED_BY_CLOUDFRONT);
    const bucket = Bucket.fromCfnBucket(resource);
    bucket.addToResourcePolicy(
      new PolicyStatement({
        effect: Effect.DENY,
        principals: [new AnyPrincipal()],
        actions: ['s3:*'],
        resources: [bucket.bucketArn, bucket.arnForObjects('*')],
        conditions: { Bool: { 'aws:SecureTransport': 'false' } },
      }),
    );
    return bucket;
  }

  private createHeaders({ signInUrl }: ConsoleSettings): ResponseHeadersPolicy {
    const { 'cross-origin-opener-policy': opener, 'cross-origin-resource-policy': resource } = SITE_HEADERS;
    return new ResponseHeadersPolicy(this, 'Headers', {
      responseHeadersPolicyName: `${Stack.of(this).stackName}-console`,
      securityHeadersBehavior: {
        contentSecurityPolicy: { contentSecurityPolicy: contentSecurityPolicy([signInUrl]), override: true },
        contentTypeOptions: { override: true },
        frameOptions: { frameOption: HeadersFrameOption.DENY, override: true },
        referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.NO_REFERRER, override: true },
        strictTransportSecurity: { accessControlMaxAge: Duration.days(365), override: true },
      },
      customHeadersBehavior: {
        customHeaders: [
          { header: 'cross-origin-opener-policy', value: opener, override: true },
          { header: 'cross-origin-resource-policy', value: resource, override: true },
        ],
      },
    });
  }

  private atEachRequest(id: string, code: string): FunctionAssociation[] {
    const fn = new EdgeFunction(this, id, {
      functionName: `${Stack.of(this).stackName}-${id}`,
      runtime: FunctionRuntime.JS_2_0,
      code: FunctionCode.fromInline(code),
    });
    return [{ function: fn, eventType: FunctionEventType.VIEWER_REQUEST }];
  }
}

/** Not an error page in place of a missing file: that would hide the API's own 403 and 404. */
const ONE_PAGE = `function handler(event) {
  event.request.uri = '/index.html';
  return event.request;
}`;

/** Nothing in it is secret: the client is a public one. */
const configOf = ({ signInUrl, clientId, runbookUrl }: ConsoleSettings): string => {
  const scope = ['openid', 'email', ...SCOPES].join(' ');
  const body = JSON.stringify({
    auth: { kind: 'oidc', signInUrl, clientId, scope },
    ...(runbookUrl !== undefined && { runbookUrl }),
  });
  return `function handler() {
  return {
    statusCode: 200,
    statusDescription: 'OK',
    headers: {
      'content-type': { value: 'application/json' },
      'cache-control': { value: 'no-store' },
      'x-content-type-options': { value: 'nosniff' }
    },
    body: ${JSON.stringify(body)}
  };
}`;
};

const LOGGED_BY_CLOUDFRONT = {
  id: 'AwsSolutions-S1',
  reason:
    'Only the distribution may read this bucket, and it logs every request; the few writes of a publication are in ' +
    'CloudTrail. Files of a console hold no data of anybody.',
};
