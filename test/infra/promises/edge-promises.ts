/** What stands before the API keeps out floods, and lets Freshworks in. */

import {
  at,
  each,
  every,
  listOf,
  numberAt,
  type TemplatePromise,
  targetIn,
  withoutDependencies,
  withProperty,
} from '../../support/template-promise.ts';

const ACL = 'AWS::WAFv2::WebACL';
const DISTRIBUTION = 'AWS::CloudFront::Distribution';
const LOG_GROUP = 'AWS::Logs::LogGroup';
const CONFIG = 'DistributionConfig';
const BUCKET = 'AWS::S3::Bucket';
const BUCKET_POLICY = 'AWS::S3::BucketPolicy';
const HEADERS = 'AWS::CloudFront::ResponseHeadersPolicy';
const SECURITY = 'ResponseHeadersPolicyConfig.SecurityHeadersConfig';
const PUBLIC_ACCESS = ['BlockPublicAcls', 'BlockPublicPolicy', 'IgnorePublicAcls', 'RestrictPublicBuckets'];
const RATE = 'Statement.RateBasedStatement';

const originsOf = (properties: unknown): readonly unknown[] => listOf(at(properties, `${CONFIG}.Origins`));
const apiOrigins = (properties: unknown): readonly unknown[] =>
  originsOf(properties).filter((one) => at(one, 'CustomOriginConfig') !== undefined);
const bucketOrigins = (properties: unknown): readonly unknown[] =>
  originsOf(properties).filter((one) => at(one, 'S3OriginConfig') !== undefined);
const behaviorsOf = (properties: unknown): readonly unknown[] => [
  at(properties, `${CONFIG}.DefaultCacheBehavior`),
  ...listOf(at(properties, `${CONFIG}.CacheBehaviors`)),
];

const rulesOf = (properties: unknown): readonly unknown[] => listOf(at(properties, 'Rules'));

const looksForAKey = (statement: unknown): boolean => {
  const match = at(statement, 'ByteMatchStatement');
  return (
    at(match, 'FieldToMatch.SingleHeader.Name') === 'authorization' &&
    at(match, 'PositionalConstraint') === 'STARTS_WITH' &&
    at(match, 'SearchString') === 'bearer ijx_' &&
    at(match, 'TextTransformations.0.Type') === 'LOWERCASE'
  );
};

const blocks = (rule: unknown): boolean =>
  at(rule, 'Action.Block') !== undefined && numberAt(rule, `${RATE}.Limit`) > 0;

export const EDGE_PROMISES: readonly TemplatePromise[] = [
  {
    promise: 'an address is counted only for requests that show no key: Freshworks sends for all from a few addresses',
    violations: every(ACL, ({ resource: { Properties } }) => {
      const byAddress = rulesOf(Properties).filter((rule) => at(rule, `${RATE}.AggregateKeyType`) === 'IP');
      return (
        byAddress.length === 1 &&
        byAddress.every(
          (rule) => blocks(rule) && looksForAKey(at(rule, `${RATE}.ScopeDownStatement.NotStatement.Statement`)),
        )
      );
    }),
    brokenBy: {
      'a rate for everybody': withProperty(ACL, `Rules.0.${RATE}.ScopeDownStatement`, undefined),
      'a rate that only counts': withProperty(ACL, 'Rules.0.Action', { Count: {} }),
      'a key in one case only': withProperty(
        ACL,
        `Rules.0.${RATE}.ScopeDownStatement.NotStatement.Statement.ByteMatchStatement.TextTransformations.0.Type`,
        'NONE',
      ),
      'a rule for any bearer': withProperty(
        ACL,
        `Rules.0.${RATE}.ScopeDownStatement.NotStatement.Statement.ByteMatchStatement.SearchString`,
        'bearer ',
      ),
    },
  },
  {
    promise: 'requests that show a key are counted by it',
    violations: every(ACL, ({ resource: { Properties } }) =>
      rulesOf(Properties).some(
        (rule) =>
          blocks(rule) &&
          at(rule, `${RATE}.AggregateKeyType`) === 'CUSTOM_KEYS' &&
          at(rule, `${RATE}.CustomKeys.0.Header.Name`) === 'authorization' &&
          looksForAKey(at(rule, `${RATE}.ScopeDownStatement`)),
      ),
    ),
    brokenBy: {
      'keys counted together': withProperty(ACL, `Rules.1.${RATE}.AggregateKeyType`, 'CONSTANT'),
      'another header': withProperty(ACL, `Rules.1.${RATE}.CustomKeys.0.Header.Name`, 'user-agent'),
    },
  },
  {
    promise: 'the distribution stands behind the web ACL, and takes TLS of today only',
    violations: every(
      DISTRIBUTION,
      ({ resource: { Properties } }, template) =>
        targetIn(template, at(Properties, `${CONFIG}.WebACLId`))?.Type === ACL &&
        at(Properties, `${CONFIG}.ViewerCertificate.MinimumProtocolVersion`) === 'TLSv1.2_2021' &&
        apiOrigins(Properties).every((one) => at(one, 'CustomOriginConfig.OriginProtocolPolicy') === 'https-only'),
    ),
    brokenBy: {
      'no web ACL': withProperty(DISTRIBUTION, `${CONFIG}.WebACLId`, undefined),
      'TLS of old': withProperty(DISTRIBUTION, `${CONFIG}.ViewerCertificate.MinimumProtocolVersion`, 'TLSv1'),
      'plain text to the API': withProperty(
        DISTRIBUTION,
        `${CONFIG}.Origins.1.CustomOriginConfig.OriginProtocolPolicy`,
        'http-only',
      ),
    },
  },
  {
    promise:
      'the API’s paths are passed on whole: nothing is cached, the Authorization header goes along, plain text is refused',
    violations: every(DISTRIBUTION, ({ resource: { Properties } }) => {
      const [origin] = apiOrigins(Properties);
      const toApi = behaviorsOf(Properties).filter((one) => at(one, 'TargetOriginId') === at(origin, 'Id'));
      return (
        toApi.some((one) => at(one, 'PathPattern') === '/v1/*') &&
        toApi.every(
          (path) =>
            at(path, 'CachePolicyId') === CACHING_DISABLED &&
            at(path, 'OriginRequestPolicyId') === ALL_VIEWER_EXCEPT_HOST_HEADER &&
            at(path, 'ViewerProtocolPolicy') === 'https-only' &&
            at(path, 'FunctionAssociations') === undefined &&
            listOf(at(path, 'AllowedMethods')).includes('DELETE'),
        )
      );
    }),
    brokenBy: {
      'answers kept for others': withProperty(
        DISTRIBUTION,
        `${CONFIG}.CacheBehaviors.0.CachePolicyId`,
        '658327ea-f89d-4fab-a63d-7e88639e58f6',
      ),
      'no key for the API': withProperty(DISTRIBUTION, `${CONFIG}.CacheBehaviors.0.OriginRequestPolicyId`, undefined),
      'plain text': withProperty(DISTRIBUTION, `${CONFIG}.CacheBehaviors.0.ViewerProtocolPolicy`, 'allow-all'),
      'no path of the API': withProperty(DISTRIBUTION, `${CONFIG}.CacheBehaviors`, undefined),
    },
  },
  {
    promise: 'no error of the API is answered by a page of the console',
    violations: each(
      DISTRIBUTION,
      ({ resource: { Properties } }) => at(Properties, `${CONFIG}.CustomErrorResponses`) === undefined,
    ),
    brokenBy: {
      'a page in place of 404': withProperty(DISTRIBUTION, `${CONFIG}.CustomErrorResponses`, [
        { ErrorCode: 404, ResponsePagePath: '/index.html', ResponseCode: 200 },
      ]),
    },
  },
  {
    promise: 'the console’s bucket is read by this distribution alone, over TLS, and keeps what was there before',
    violations: (template) => [
      ...each(
        BUCKET,
        ({ resource: { Properties, DeletionPolicy } }) =>
          PUBLIC_ACCESS.every((name) => at(Properties, `PublicAccessBlockConfiguration.${name}`) === true) &&
          at(Properties, 'VersioningConfiguration.Status') === 'Enabled' &&
          at(Properties, 'BucketEncryption.ServerSideEncryptionConfiguration') !== undefined &&
          DeletionPolicy === 'Retain',
      )(template),
      ...every(BUCKET_POLICY, ({ resource: { Properties } }) => {
        const statements = listOf(at(Properties, 'PolicyDocument.Statement'));
        const allowed = statements.filter((one) => at(one, 'Effect') === 'Allow');
        return (
          statements.some(
            (one) => at(one, 'Effect') === 'Deny' && at(one, 'Condition.Bool.aws:SecureTransport') === 'false',
          ) &&
          allowed.length === 1 &&
          allowed.every(
            (one) =>
              at(one, 'Action') === 's3:GetObject' &&
              at(one, 'Principal.Service') === 'cloudfront.amazonaws.com' &&
              at(one, 'Condition.StringEquals.AWS:SourceArn') !== undefined,
          )
        );
      })(template),
      ...every(DISTRIBUTION, ({ resource: { Properties } }) =>
        bucketOrigins(Properties).every((one) => at(one, 'OriginAccessControlId') !== undefined),
      )(template),
    ],
    brokenBy: {
      'open to the public': withProperty(BUCKET, 'PublicAccessBlockConfiguration.RestrictPublicBuckets', false),
      'no versions': withProperty(BUCKET, 'VersioningConfiguration', undefined),
      'no way of its own': withProperty(DISTRIBUTION, `${CONFIG}.Origins.0.OriginAccessControlId`, undefined),
      'any distribution': withProperty(BUCKET_POLICY, 'PolicyDocument.Statement.1.Condition', undefined),
      'plain text': withProperty(BUCKET_POLICY, 'PolicyDocument.Statement.0.Effect', 'Allow'),
    },
  },
  {
    promise: 'every file of the console comes with a policy that lets nothing in from elsewhere, and over TLS alone',
    violations: (template) => [
      ...every(DISTRIBUTION, ({ resource: { Properties } }) => {
        const [api] = apiOrigins(Properties);
        const files = behaviorsOf(Properties).filter((one) => at(one, 'TargetOriginId') !== at(api, 'Id'));
        return (
          files.length === 3 &&
          files.every(
            (one) =>
              targetIn(template, at(one, 'ResponseHeadersPolicyId'))?.Type === HEADERS &&
              at(one, 'ViewerProtocolPolicy') === 'redirect-to-https' &&
              listOf(at(one, 'AllowedMethods')).join() === 'GET,HEAD',
          )
        );
      })(template),
      ...every(HEADERS, ({ resource: { Properties } }) => {
        const security = at(Properties, 'ResponseHeadersPolicyConfig.SecurityHeadersConfig');
        const policy = String(at(security, 'ContentSecurityPolicy.ContentSecurityPolicy'));
        return (
          policy.startsWith("default-src 'none'; script-src 'self'; ") &&
          policy.includes("connect-src 'self' https://contacts.auth.eu-central-1.amazoncognito.com;") &&
          policy.includes("frame-ancestors 'none'") &&
          policy.includes("require-trusted-types-for 'script'; trusted-types 'none'") &&
          !/unsafe|\*|http:/.test(policy) &&
          at(security, 'ContentSecurityPolicy.Override') === true &&
          at(security, 'ContentTypeOptions.Override') === true &&
          numberAt(security, 'StrictTransportSecurity.AccessControlMaxAgeSec') >= 31_536_000
        );
      })(template),
    ],
    brokenBy: {
      'a page without them': withProperty(
        DISTRIBUTION,
        `${CONFIG}.DefaultCacheBehavior.ResponseHeadersPolicyId`,
        undefined,
      ),
      'scripts from anywhere': withProperty(
        HEADERS,
        `${SECURITY}.ContentSecurityPolicy.ContentSecurityPolicy`,
        "default-src 'none'; script-src *",
      ),
      'a policy that a file may override': withProperty(HEADERS, `${SECURITY}.ContentSecurityPolicy.Override`, false),
      'TLS for a day': withProperty(HEADERS, `${SECURITY}.StrictTransportSecurity.AccessControlMaxAgeSec`, 86_400),
      'plain text': withProperty(DISTRIBUTION, `${CONFIG}.DefaultCacheBehavior.ViewerProtocolPolicy`, 'allow-all'),
    },
  },
  {
    promise: 'a page is never kept, an asset for ever',
    violations: every(DISTRIBUTION, ({ resource: { Properties } }) => {
      const assets = behaviorsOf(Properties).find((one) => at(one, 'PathPattern') === '/assets/*');
      return (
        at(Properties, `${CONFIG}.DefaultCacheBehavior.CachePolicyId`) === CACHING_DISABLED &&
        at(assets, 'CachePolicyId') === CACHING_OPTIMIZED
      );
    }),
    brokenBy: {
      'a page of yesterday': withProperty(
        DISTRIBUTION,
        `${CONFIG}.DefaultCacheBehavior.CachePolicyId`,
        '658327ea-f89d-4fab-a63d-7e88639e58f6',
      ),
      'every asset anew': withProperty(
        DISTRIBUTION,
        `${CONFIG}.CacheBehaviors.1.CachePolicyId`,
        '4135ea2d-6df8-44a3-9df3-4b5a84be39ad',
      ),
    },
  },
  {
    promise: 'what names senders is kept for a week',
    violations: every(LOG_GROUP, ({ resource }) => at(resource.Properties, 'RetentionInDays') === 7),
    brokenBy: { 'a year': withProperty(LOG_GROUP, 'RetentionInDays', 365) },
  },
  {
    promise: 'the log of the web ACL has blocked requests only, and never a key',
    violations: every(
      'AWS::WAFv2::LoggingConfiguration',
      ({ resource: { Properties, DependsOn } }) =>
        at(Properties, 'RedactedFields.0.SingleHeader.Name') === 'authorization' &&
        at(Properties, 'LoggingFilter.DefaultBehavior') === 'DROP' &&
        at(Properties, 'LoggingFilter.Filters.0.Conditions.0.ActionCondition.Action') === 'BLOCK' &&
        // WAF writes nowhere if the group comes later.
        listOf(DependsOn).length > 0,
    ),
    brokenBy: {
      'keys in the log': withProperty('AWS::WAFv2::LoggingConfiguration', 'RedactedFields', undefined),
      'every request': withProperty('AWS::WAFv2::LoggingConfiguration', 'LoggingFilter', undefined),
      'a group that is not there yet': withoutDependencies('AWS::WAFv2::LoggingConfiguration'),
    },
  },
  {
    promise: 'no sample of a request, which would show its key, lies in the console',
    violations: every(ACL, ({ resource: { Properties } }) =>
      [Properties, ...rulesOf(Properties)].every((one) => at(one, 'VisibilityConfig.SampledRequestsEnabled') === false),
    ),
    brokenBy: { samples: withProperty(ACL, 'Rules.1.VisibilityConfig.SampledRequestsEnabled', true) },
  },
  {
    promise: 'the log of CloudFront has addresses and answers, and neither paths nor headers',
    violations: every('AWS::Logs::Delivery', ({ resource: { Properties } }) => {
      const fields = listOf(at(Properties, 'RecordFields')).map(String);
      return (
        fields.includes('c-ip') &&
        fields.includes('sc-status') &&
        !fields.some((name) => /uri|query|cookie|user-agent|referer|header/i.test(name))
      );
    }),
    brokenBy: {
      'all fields': withProperty('AWS::Logs::Delivery', 'RecordFields', undefined),
      paths: withProperty('AWS::Logs::Delivery', 'RecordFields', ['c-ip', 'sc-status', 'cs-uri-stem']),
    },
  },
];

/** CloudFront's own policies have the same ids in every account. */
const CACHING_DISABLED = '4135ea2d-6df8-44a3-9df3-4b5a84be39ad';
const ALL_VIEWER_EXCEPT_HOST_HEADER = 'b689b0a8-53d0-40ab-baf2-68738e2966ac';
const CACHING_OPTIMIZED = '658327ea-f89d-4fab-a63d-7e88639e58f6';
