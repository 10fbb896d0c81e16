import { Duration, Stack } from 'aws-cdk-lib';
import { AlarmStatusWidget, Dashboard, GraphWidget, type IMetric, Stats, TextWidget } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { METRICS } from '../../shared/names.ts';
import { type Alarms, maximumOf, sumOf } from './alarms.ts';
import type { EventsQueue } from './events-queue.ts';

export type PipelineDashboardProps = { readonly alarms: Alarms; readonly events: EventsQueue };

const FULL_WIDTH = 24;
const EACH_MINUTE = { statistic: Stats.MAXIMUM, period: Duration.minutes(1) };

/** One row per question, in the order in which an event travels. */
export class PipelineDashboard extends Construct {
  constructor(scope: Construct, id: string, { alarms, events: { queue, deadLetters } }: PipelineDashboardProps) {
    super(scope, id);
    const dashboard = new Dashboard(this, 'Dashboard', { dashboardName: Stack.of(this).stackName });
    const ask = (question: string, ...metrics: readonly IMetric[]): void =>
      dashboard.addWidgets(
        new TextWidget({ markdown: `## ${question}`, width: FULL_WIDTH, height: 1 }),
        new GraphWidget({ left: [...metrics], width: FULL_WIDTH, height: 5 }),
      );
    ask(
      'Accepted: do events come in?',
      sumOf(METRICS.eventsAccepted),
      sumOf(METRICS.eventsRejected),
      sumOf(METRICS.requestsUnauthorized),
    );
    ask(
      'Queued: do they wait?',
      queue.metricApproximateAgeOfOldestMessage(EACH_MINUTE),
      queue.metricApproximateNumberOfMessagesVisible(EACH_MINUTE),
      deadLetters.metricApproximateNumberOfMessagesVisible(EACH_MINUTE),
    );
    ask('Counted: do they become counts?', sumOf(METRICS.chatsRecorded), sumOf(METRICS.recordsTallied));
    ask(
      'Silent: who does not send?',
      maximumOf(METRICS.silentIntegrationsCritical),
      maximumOf(METRICS.silentIntegrationsWarning),
      maximumOf(METRICS.integrationsLosingEvents),
    );
    ask('Safe: does the monitor run, does our probe come through?', ...SAFETY);
    dashboard.addWidgets(new AlarmStatusWidget({ alarms: [...alarms.registered], width: FULL_WIDTH, height: 5 }));
  }
}

const SAFETY = [
  sumOf(METRICS.monitorHeartbeat),
  maximumOf(METRICS.probeAgeSeconds),
  sumOf(METRICS.recordsSetAside),
  sumOf(METRICS.messagesRejected),
];
