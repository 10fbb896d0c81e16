import { TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import type { ReceiveEventsEnvironment } from '../../functions/receive-events/env.ts';
import { ALARMS, METRICS } from '../../shared/names.ts';
import type { StageSettings } from '../settings.ts';
import { type Alarms, sumOf } from './alarms.ts';
import type { EventsQueue } from './events-queue.ts';
import type { PipelineHttpApi } from './http-api.ts';
import { allow, PipelineFunction } from './pipeline-function.ts';
import { watchFunction } from './watch-function.ts';

export type EventsApiProps = {
  readonly settings: StageSettings;
  readonly alarms: Alarms;
  readonly httpApi: PipelineHttpApi;
  readonly apiKeys: Table;
  readonly events: EventsQueue;
};

/** receive-events: it may read keys and queue events, and cannot read or write anybody's counts. */
export class EventsApi extends Construct {
  constructor(scope: Construct, id: string, { settings, alarms, httpApi, apiKeys, events }: EventsApiProps) {
    super(scope, id);
    const receiveEvents = new PipelineFunction(this, 'ReceiveEvents', {
      settings,
      folder: 'receive-events',
      description: 'POST /v1/events: authenticates, parses, queues, answers',
      // The app has 20 seconds for everything, retries included; the gateway would wait 30.
      timeoutSeconds: 10,
      memoryMegabytes: 512,
      environment: {
        API_KEYS_TABLE: apiKeys.tableName,
        EVENTS_QUEUE_URL: events.queue.queueUrl,
      } satisfies ReceiveEventsEnvironment,
      may: [allow(['dynamodb:GetItem'], apiKeys.tableArn), allow(['sqs:SendMessage'], events.queue.queueArn)],
    });
    httpApi.addRoutes('receive-events', receiveEvents);

    watchFunction(alarms, receiveEvents, {
      errors: {
        name: ALARMS.receiveEventsErrors,
        sentence: 'receive-events fails: apps get 5xx and give up after some retries.',
      },
      throttles: {
        name: ALARMS.receiveEventsThrottles,
        sentence: 'receive-events is not let run: apps get 503 and give up after some retries.',
      },
    });
    this.watchKeys(settings, alarms);
    this.watchEvents(settings, alarms);
  }

  private watchEvents({ thresholds }: StageSettings, alarms: Alarms): void {
    alarms.warning({
      name: ALARMS.eventsRejected,
      sentence: 'Events are refused beside others that are accepted: their chats are missing from the counts.',
      metric: sumOf(METRICS.eventsRejected),
      threshold: thresholds.rejectedEvents,
      // The metric is written only when events come.
      missingData: TreatMissingData.NOT_BREACHING,
    });
  }

  private watchKeys({ thresholds }: StageSettings, alarms: Alarms): void {
    alarms.warning({
      name: ALARMS.unauthorizedJump,
      sentence: 'Far more requests than usual are answered 401: keys were lost, or somebody tries keys.',
      metric: sumOf(METRICS.requestsUnauthorized),
      threshold: thresholds.unauthorizedRequests,
      // The metric is written only when a request is refused.
      missingData: TreatMissingData.NOT_BREACHING,
    });
    alarms.critical({
      name: ALARMS.staleKeyUsed,
      sentence: 'Keys cannot be looked up. Those verified before are let in for 15 minutes, then every app gets 503.',
      metric: sumOf(METRICS.staleKeyUsed),
      threshold: 1,
      // The metric is written only in this mode.
      missingData: TreatMissingData.NOT_BREACHING,
    });
  }
}
