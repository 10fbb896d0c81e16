import { ArnFormat, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { CfnLoggingConfiguration, CfnWebACL } from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';

/** Requests within five minutes; WAF counts about every ten seconds, and lets in again what has calmed down. */
export const EDGE_LIMITS = {
  /** One address without a key of ours: browsers of administrators and strangers. */
  perAddressWithoutKey: 1_000,
  /** One key: Freshchat sends 250 for an installation; a backfill has a hundred events a request. */
  perKey: 3_000,
} as const;

/**
 * Two rates. Freshworks sends for all customers from a few shared addresses: a rate per address for everybody would block
 * everybody at the first flood, so it holds only for requests that show no key of ours. Those that do are counted by key.
 */
export class EdgeFirewall extends Construct {
  readonly webAclArn: string;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const acl = new CfnWebACL(this, 'WebAcl', {
      name: Stack.of(this).stackName,
      scope: 'CLOUDFRONT',
      defaultAction: { allow: {} },
      visibilityConfig: visibility('All'),
      rules: [
        rateRule('PerAddressWithoutKey', 0, {
          limit: EDGE_LIMITS.perAddressWithoutKey,
          evaluationWindowSec: 300,
          aggregateKeyType: 'IP',
          scopeDownStatement: { notStatement: { statement: SHOWS_A_KEY } },
        }),
        rateRule('PerKey', 1, {
          limit: EDGE_LIMITS.perKey,
          evaluationWindowSec: 300,
          aggregateKeyType: 'CUSTOM_KEYS',
          customKeys: [{ header: { name: 'authorization', textTransformations: AS_IT_IS } }],
          scopeDownStatement: SHOWS_A_KEY,
        }),
      ],
    });
    this.webAclArn = acl.attrArn;
    this.logBlocked(acl);
  }

  /** Whom it blocked, with the address and without the key; what it let in stands in CloudFront's own log. */
  private logBlocked(acl: CfnWebACL): void {
    const blocked = new LogGroup(this, 'Blocked', {
      // WAF takes no other beginning of a name.
      logGroupName: `aws-waf-logs-${Stack.of(this).stackName}`,
      retention: RetentionDays.ONE_WEEK,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    new CfnLoggingConfiguration(this, 'Logging', {
      resourceArn: acl.attrArn,
      logDestinationConfigs: [
        Stack.of(this).formatArn({
          service: 'logs',
          resource: 'log-group',
          resourceName: blocked.logGroupName,
          arnFormat: ArnFormat.COLON_RESOURCE_NAME,
        }),
      ],
      redactedFields: [{ singleHeader: { Name: 'authorization' } }],
      loggingFilter: {
        DefaultBehavior: 'DROP',
        Filters: [
          { Behavior: 'KEEP', Requirement: 'MEETS_ANY', Conditions: [{ ActionCondition: { Action: 'BLOCK' } }] },
        ],
      },
    }).node.addDependency(blocked);
  }
}

const AS_IT_IS = [{ priority: 0, type: 'NONE' }];

/** What begins like a key of ours. Whether it is one, only the function knows; that is what this cannot stop. */
const SHOWS_A_KEY: CfnWebACL.StatementProperty = {
  byteMatchStatement: {
    fieldToMatch: { singleHeader: { Name: 'authorization' } },
    positionalConstraint: 'STARTS_WITH',
    searchString: 'bearer ijx_',
    // The scheme of an Authorization header may be written in any case.
    textTransformations: [{ priority: 0, type: 'LOWERCASE' }],
  },
};

const visibility = (metricName: string): CfnWebACL.VisibilityConfigProperty => ({
  cloudWatchMetricsEnabled: true,
  metricName,
  // It would keep the Authorization header for three hours, for everybody who may look at the console.
  sampledRequestsEnabled: false,
});

const rateRule = (
  name: string,
  priority: number,
  rateBasedStatement: CfnWebACL.RateBasedStatementProperty,
): CfnWebACL.RuleProperty => ({
  name,
  priority,
  action: { block: { customResponse: { responseCode: 429 } } },
  statement: { rateBasedStatement },
  visibilityConfig: visibility(name),
});
