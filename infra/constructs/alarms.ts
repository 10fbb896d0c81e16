import { Aws, CfnOutput, Duration, Lazy, RemovalPolicy, Stack } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  type IMetric,
  Metric,
  Stats,
  type TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import type { ALARMS, METRICS } from '../../shared/names.ts';
import type { StageSettings } from '../settings.ts';
import { metricNamespaceOf } from './metric-namespace.ts';

/** `critical` wakes somebody; `warning` waits for the morning. */
export type Severity = 'critical' | 'warning';

type NameOf<T> = T[keyof T];

export type AlarmDefinition = {
  /** Also the anchor of its section in docs/runbook.md. */
  readonly name: NameOf<typeof ALARMS>;
  /** What is wrong and who is hurt, for someone who was asleep. */
  readonly sentence: string;
  readonly metric: IMetric;
  /** Breaching at or above this. */
  readonly threshold: number;
  /** M of N periods; one of one when absent. */
  readonly breaching?: { readonly periods: number; readonly of: number };
  /** Never left to CloudWatch's default: each place says why. */
  readonly missingData: TreatMissingData;
};

export type AlarmsProps = { readonly settings: StageSettings };

/** Where each construct registers the alarms of the thing that it makes. */
export class Alarms extends Construct {
  private readonly actions: Readonly<Record<Severity, SnsAction>>;

  constructor(scope: Construct, id: string, { settings }: AlarmsProps) {
    super(scope, id);
    const key = this.createKey();
    this.actions = {
      critical: new SnsAction(this.createTopic('Critical', key, settings.alarmEmail)),
      warning: new SnsAction(this.createTopic('Warning', key, settings.alarmEmail)),
    };
  }

  critical(definition: AlarmDefinition): void {
    this.register(definition, 'critical');
  }

  warning(definition: AlarmDefinition): void {
    this.register(definition, 'warning');
  }

  private register(definition: AlarmDefinition, severity: Severity): void {
    const { name, sentence, metric, threshold, breaching = { periods: 1, of: 1 }, missingData } = definition;
    const alarm = new Alarm(this, name, {
      alarmName: `${Stack.of(this).stackName}-${name}`,
      alarmDescription: `${sentence} Runbook: docs/runbook.md#${name}`,
      metric,
      threshold,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      evaluationPeriods: breaching.of,
      datapointsToAlarm: breaching.periods,
      treatMissingData: missingData,
    });
    alarm.addAlarmAction(this.actions[severity]);
    alarm.addOkAction(this.actions[severity]);
  }

  /** CloudWatch publishes into an encrypted topic only when the key lets it: without this, alarms vanish unseen. */
  private createKey(): Key {
    const key = new Key(this, 'Key', {
      description: 'Encrypts the alarm topics',
      enableKeyRotation: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    key.grant(CLOUDWATCH, 'kms:Decrypt', 'kms:GenerateDataKey*');
    return key;
  }

  private createTopic(id: string, masterKey: Key, email: string | undefined): Topic {
    const topic = new Topic(this, id, { masterKey, enforceSSL: true });
    // enforceSSL brings a policy, and a policy replaces the default one that let the account's alarms in.
    topic.addToResourcePolicy(
      new PolicyStatement({
        principals: [CLOUDWATCH],
        actions: ['sns:Publish'],
        resources: [topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
      }),
    );
    if (email) topic.addSubscription(new EmailSubscription(email));
    new CfnOutput(this, `${id}TopicArn`, { value: topic.topicArn });
    return topic;
  }
}

const CLOUDWATCH = new ServicePrincipal('cloudwatch.amazonaws.com');

/** Known where the metric is used: a metric stands in no stack. */
const NAMESPACE = Lazy.uncachedString({ produce: ({ scope }) => metricNamespaceOf(scope) });

/** The sum over five minutes of a metric that our functions write as EMF lines. */
export const sumOf = (metricName: NameOf<typeof METRICS>): Metric =>
  new Metric({ namespace: NAMESPACE, metricName, statistic: Stats.SUM, period: Duration.minutes(5) });
