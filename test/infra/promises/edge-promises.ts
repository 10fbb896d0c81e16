/** What stands before the API keeps out floods, and lets Freshworks in. */

import {
  at,
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
const RATE = 'Statement.RateBasedStatement';

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
        at(Properties, `${CONFIG}.Origins.0.CustomOriginConfig.OriginProtocolPolicy`) === 'https-only',
    ),
    brokenBy: {
      'no web ACL': withProperty(DISTRIBUTION, `${CONFIG}.WebACLId`, undefined),
      'TLS of old': withProperty(DISTRIBUTION, `${CONFIG}.ViewerCertificate.MinimumProtocolVersion`, 'TLSv1'),
      'plain text to the API': withProperty(
        DISTRIBUTION,
        `${CONFIG}.Origins.0.CustomOriginConfig.OriginProtocolPolicy`,
        'http-only',
      ),
    },
  },
  {
    promise:
      'the API’s paths are passed on whole: nothing is cached, the Authorization header goes along, plain text is refused',
    violations: every(DISTRIBUTION, ({ resource: { Properties } }) => {
      const paths = [
        at(Properties, `${CONFIG}.DefaultCacheBehavior`),
        ...listOf(at(Properties, `${CONFIG}.CacheBehaviors`)),
      ];
      return (
        listOf(at(Properties, `${CONFIG}.CacheBehaviors`)).some((one) => at(one, 'PathPattern') === '/v1/*') &&
        paths.every(
          (path) =>
            at(path, 'CachePolicyId') === CACHING_DISABLED &&
            at(path, 'OriginRequestPolicyId') === ALL_VIEWER_EXCEPT_HOST_HEADER &&
            at(path, 'ViewerProtocolPolicy') === 'https-only' &&
            listOf(at(path, 'AllowedMethods')).includes('DELETE'),
        )
      );
    }),
    brokenBy: {
      'answers kept for others': withProperty(
        DISTRIBUTION,
        `${CONFIG}.DefaultCacheBehavior.CachePolicyId`,
        '658327ea-f89d-4fab-a63d-7e88639e58f6',
      ),
      'no key for the API': withProperty(DISTRIBUTION, `${CONFIG}.CacheBehaviors.0.OriginRequestPolicyId`, undefined),
      'plain text': withProperty(DISTRIBUTION, `${CONFIG}.CacheBehaviors.0.ViewerProtocolPolicy`, 'allow-all'),
      'no path of the API': withProperty(DISTRIBUTION, `${CONFIG}.CacheBehaviors`, undefined),
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
