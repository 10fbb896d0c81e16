import { ArnFormat, Aws, CfnOutput, Duration, Lazy, RemovalPolicy, Stack } from 'aws-cdk-lib';
import {
  Alarm,
  AlarmRule,
  AlarmState,
  ComparisonOperator,
  CompositeAlarm,
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
  /** Breaching at or above this, unless told that it is `below`. */
  readonly threshold: number;
  readonly comparison?: 'below';
  /** M of N periods; one of one when absent. */
  readonly breaching?: { readonly periods: number; readonly of: number };
  /** Never left to CloudWatch's default: each place says why. */
  readonly missingData: TreatMissingData;
};

export type AlarmsProps = { readonly settings: StageSettings };

/** Where each construct registers the alarms of the thing that it makes. */
export class Alarms extends Construct {
  private readonly known = new Map<string, Alarm>();
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

  get registered(): readonly Alarm[] {
    return [...this.known.values()];
  }

  /**
   * One word for several: whether counts may be wrong or lost. Its members wake somebody by themselves, so that this
   * one only says when to check the counts, and when all of it is over.
   */
  dataAtRisk(name: NameOf<typeof ALARMS>, sentence: string, members: readonly NameOf<typeof ALARMS>[]): void {
    const alarm = new CompositeAlarm(this, name, {
      compositeAlarmName: `${Stack.of(this).stackName}-${name}`,
      alarmDescription: describe(sentence, name),
      alarmRule: AlarmRule.anyOf(
        ...members.map((member) => AlarmRule.fromAlarm(this.alarmNamed(member), AlarmState.ALARM)),
      ),
    });
    alarm.addAlarmAction(this.actions.warning);
    alarm.addOkAction(this.actions.warning);
  }

  private alarmNamed(name: string): Alarm {
    const alarm = this.known.get(name);
    if (!alarm) throw new UnknownAlarmError(name);
    return alarm;
  }

  private register(definition: AlarmDefinition, severity: Severity): void {
    const {
      name,
      sentence,
      metric,
      threshold,
      comparison,
      breaching = { periods: 1, of: 1 },
      missingData,
    } = definition;
    const alarm = new Alarm(this, name, {
      alarmName: `${Stack.of(this).stackName}-${name}`,
      alarmDescription: describe(sentence, name),
      metric,
      threshold,
      comparisonOperator:
        comparison === 'below'
          ? ComparisonOperator.LESS_THAN_THRESHOLD
          : ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      evaluationPeriods: breaching.of,
      datapointsToAlarm: breaching.periods,
      treatMissingData: missingData,
    });
    alarm.addAlarmAction(this.actions[severity]);
    alarm.addOkAction(this.actions[severity]);
    this.known.set(name, alarm);
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
        conditions: {
          StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID },
          ArnLike: { 'aws:SourceArn': alarmsOf(this) },
        },
      }),
    );
    if (email) topic.addSubscription(new EmailSubscription(email));
    new CfnOutput(this, `${id}TopicArn`, { value: topic.topicArn });
    return topic;
  }
}

/** Every alarm of this stack begins with its name. */
const alarmsOf = (scope: Construct): string =>
  Stack.of(scope).formatArn({
    service: 'cloudwatch',
    resource: 'alarm',
    resourceName: `${Stack.of(scope).stackName}-*`,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });

const describe = (sentence: string, name: string): string => `${sentence} Runbook: docs/runbook.md#${name}`;

class UnknownAlarmError extends Error {
  override readonly name = 'UnknownAlarmError';
  constructor(alarm: string) {
    super(`The alarm ${alarm} is not registered yet: name it after the construct that registers it.`);
  }
}

const CLOUDWATCH = new ServicePrincipal('cloudwatch.amazonaws.com');

/** Known where the metric is used: a metric stands in no stack. */
const NAMESPACE = Lazy.uncachedString({ produce: ({ scope }) => metricNamespaceOf(scope) });

/** The sum over five minutes of a metric that our functions write as EMF lines. */
export const sumOf = (metricName: NameOf<typeof METRICS>): Metric =>
  new Metric({ namespace: NAMESPACE, metricName, statistic: Stats.SUM, period: Duration.minutes(5) });

/** The largest value of five minutes, for what a run of the monitor finds: as many periods as runs. */
export const maximumOf = (metricName: NameOf<typeof METRICS>): Metric =>
  new Metric({ namespace: NAMESPACE, metricName, statistic: Stats.MAXIMUM, period: Duration.minutes(5) });
