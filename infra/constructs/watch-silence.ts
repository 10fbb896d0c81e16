import { CfnOutput, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { WatchSilenceEnvironment } from '../../functions/watch-silence/env.ts';
import { KEY_STATE_ATTRIBUTES } from '../../shared/attributes.ts';
import { ALARMS, METRICS } from '../../shared/names.ts';
import type { StageSettings } from '../settings.ts';
import { type Alarms, maximumOf, sumOf } from './alarms.ts';
import type { ContactTables } from './contact-tables.ts';
import type { ContactTally } from './contact-tally.ts';
import { type EventsQueue, watchForMessages } from './events-queue.ts';
import { allow, allowOn, PipelineFunction } from './pipeline-function.ts';
import { runEvery } from './run-every.ts';
import { watchFunction } from './watch-function.ts';

export type WatchSilenceProps = {
  readonly settings: StageSettings;
  readonly alarms: Alarms;
  readonly tables: ContactTables;
  readonly events: EventsQueue;
  readonly tally: ContactTally;
};

/** watch-silence: the monitor, its schedule, and the notices that it sends to people. */
export class WatchSilence extends Construct {
  constructor(scope: Construct, id: string, { settings, alarms, tables, events, tally }: WatchSilenceProps) {
    super(scope, id);
    const key = new Key(this, 'NoticesKey', {
      description: 'Encrypts the notices of silence',
      enableKeyRotation: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    const notices = new Topic(this, 'Notices', { masterKey: key, enforceSSL: true });
    const email = settings.noticesEmail ?? settings.alarmEmail;
    if (email !== undefined) notices.addSubscription(new EmailSubscription(email));
    new CfnOutput(this, 'NoticesTopicArn', { value: notices.topicArn });
    const watchSilence = new PipelineFunction(this, 'WatchSilence', {
      settings,
      folder: 'watch-silence',
      description: 'Looks at every integration that is due, explains silence, opens and closes incidents',
      // Five hundred incidents at once take seconds; the next run is five minutes away.
      timeoutSeconds: 120,
      memoryMegabytes: 512,
      environment: {
        INTEGRATIONS_TABLE: tables.integrations.tableName,
        API_KEYS_TABLE: tables.apiKeys.tableName,
        CONTACT_COUNTS_TABLE: tables.contactCounts.tableName,
        EVENTS_QUEUE_URL: events.queue.queueUrl,
        TALLY_FUNCTION: tally.functionName,
        NOTICES_TOPIC_ARN: notices.topicArn,
      } satisfies WatchSilenceEnvironment,
      may: [
        ...mayWatch(tables),
        allow(['sqs:SendMessage'], events.queue.queueArn),
        allow(['sns:Publish'], notices.topicArn),
        allow(['kms:Decrypt', 'kms:GenerateDataKey'], key.keyArn),
        allow(['cloudwatch:GetMetricData'], '*'),
      ],
    });
    Validations.of(watchSilence).acknowledge(METRICS_HAVE_NO_ARN);
    const undelivered = runEvery(this, watchSilence, { minutes: 5, description: 'Runs the monitor' });
    this.watch(alarms, watchSilence, undelivered);
  }

  private watch(alarms: Alarms, watchSilence: PipelineFunction, undelivered: Queue): void {
    this.watchWhatItFinds(alarms);
    alarms.critical({
      name: ALARMS.monitorHeartbeatMissing,
      sentence: 'The silence monitor does not run: nobody would hear of an integration that falls silent.',
      metric: sumOf(METRICS.monitorHeartbeat),
      threshold: 1,
      comparison: 'below',
      // Runs drift against the periods: one without a heartbeat happens, two in a row do not.
      breaching: { periods: 2, of: 2 },
      // The absence is the alarm.
      missingData: TreatMissingData.BREACHING,
    });
    alarms.warning({
      name: ALARMS.monitorFailures,
      sentence: 'The silence monitor could not look at, write or tell something.',
      metric: maximumOf(METRICS.monitorFailures),
      // Calls were retried three times before they count as failed.
      threshold: 1,
      // A monitor that does not run has an alarm of its own.
      missingData: TreatMissingData.NOT_BREACHING,
    });
    watchForMessages(alarms, undelivered, {
      name: ALARMS.monitorUndelivered,
      sentence: 'A run of the silence monitor could not be started.',
    });
    watchFunction(
      alarms,
      watchSilence,
      {
        errors: {
          name: ALARMS.watchSilenceErrors,
          sentence: 'A run of the silence monitor failed; when it fails again, monitor-heartbeat-missing follows.',
        },
        throttles: {
          name: ALARMS.watchSilenceThrottles,
          sentence: 'The silence monitor is not let run.',
        },
      },
      'scheduled',
    );
  }

  private watchWhatItFinds(alarms: Alarms): void {
    // A silent integration does not recover because the monitor stops saying so; that has an alarm of its own.
    const missingData = TreatMissingData.IGNORE;
    const found = { threshold: 1, missingData } as const;
    alarms.critical({
      ...found,
      name: ALARMS.silentIntegrationsCritical,
      sentence: 'Integrations are silent and somebody must act: their contacts are missing from the forecast.',
      metric: maximumOf(METRICS.silentIntegrationsCritical),
    });
    alarms.warning({
      ...found,
      name: ALARMS.silentIntegrationsWarning,
      sentence: 'Integrations show a first sign of trouble, or send no chats although their app is alive.',
      metric: maximumOf(METRICS.silentIntegrationsWarning),
    });
    alarms.warning({
      ...found,
      name: ALARMS.integrationsLosingEvents,
      sentence:
        'Events are refused beside others that are accepted, for hours: their chats are missing from the counts.',
      metric: maximumOf(METRICS.integrationsLosingEvents),
    });
    alarms.critical({
      ...found,
      name: ALARMS.manySilentTogether,
      sentence: 'So many integrations fell silent together that the fault is probably ours.',
      metric: maximumOf(METRICS.manySilentTogether),
    });
    alarms.critical({
      ...found,
      name: ALARMS.pipelineStalled,
      sentence: 'Our own probe has not come through for 15 minutes: counts are late for everybody.',
      metric: maximumOf(METRICS.pipelineStalled),
    });
  }
}

/** How far the counts have caught up: two ages that only CloudWatch knows. */
const METRICS_HAVE_NO_ARN = {
  id: 'AwsSolutions-IAM5[Resource::*]',
  reason:
    'cloudwatch:GetMetricData knows neither resources nor conditions. It only reads metrics; the monitor reads the ' +
    'iterator age of the tally and the age of the oldest message in the events queue.',
};

const mayWatch = ({ integrations, apiKeys, contactCounts }: ContactTables): readonly PolicyStatement[] => [
  allow(['dynamodb:Query'], `${integrations.tableArn}/index/byCheckAt`),
  allow(
    [
      'dynamodb:GetItem',
      'dynamodb:BatchGetItem',
      'dynamodb:PutItem',
      'dynamodb:UpdateItem',
      'dynamodb:PartiQLUpdate',
      'dynamodb:DeleteItem',
    ],
    integrations.tableArn,
  ),
  allow(['dynamodb:Query'], contactCounts.tableArn),
  // No hash of a key.
  allowOn(['dynamodb:BatchGetItem'], apiKeys.tableArn, KEY_STATE_ATTRIBUTES),
];
