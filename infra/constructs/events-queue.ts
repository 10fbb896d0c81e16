import { Duration } from 'aws-cdk-lib';
import { Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { Queue, QueueEncryption, type QueueProps } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { ALARMS } from '../../shared/names.ts';
import { DEAD_LETTER_RETENTION_SECONDS, EVENTS_QUEUE } from '../../shared/queues.ts';
import type { StageSettings } from '../settings.ts';
import type { Alarms } from './alarms.ts';

export type EventsQueueProps = { readonly settings: StageSettings; readonly alarms: Alarms };

/** What was answered 202 and is not yet in the ledger; and, apart, what could not get there. */
export class EventsQueue extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, { settings, alarms }: EventsQueueProps) {
    super(scope, id);
    this.deadLetters = createQueue(this, 'DeadLetters', {
      retentionPeriod: Duration.seconds(DEAD_LETTER_RETENTION_SECONDS),
    });
    this.queue = createQueue(this, 'Queue', {
      visibilityTimeout: Duration.seconds(EVENTS_QUEUE.visibilityTimeoutSeconds),
      retentionPeriod: Duration.seconds(EVENTS_QUEUE.retentionSeconds),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: EVENTS_QUEUE.maxReceiveCount },
    });
    this.watch(settings, alarms);
  }

  private watch({ thresholds }: StageSettings, alarms: Alarms): void {
    alarms.critical({
      name: ALARMS.eventsQueueAge,
      sentence: 'Accepted events wait too long to be recorded: every count is late, none is lost yet.',
      metric: this.queue.metricApproximateAgeOfOldestMessage(EACH_MINUTE),
      threshold: thresholds.queueAgeSeconds,
      breaching: { periods: 2, of: 3 },
      // SQS is silent about a queue that nobody used for hours.
      missingData: TreatMissingData.NOT_BREACHING,
    });
    watchForMessages(alarms, this.deadLetters, {
      name: ALARMS.eventsDlqNotEmpty,
      sentence: 'Events could not be recorded and lie in the dead-letter queue: their chats are not counted.',
    });
  }
}

const EACH_MINUTE = { statistic: Stats.MAXIMUM, period: Duration.minutes(1) };

/** Encrypted and only over TLS, like every queue of ours. */
export const createQueue = (scope: Construct, id: string, props: QueueProps): Queue =>
  new Queue(scope, id, { encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true, ...props });

/** For a queue that is empty while all is well. */
export const watchForMessages = (
  alarms: Alarms,
  queue: Queue,
  words: { readonly name: (typeof ALARMS)[keyof typeof ALARMS]; readonly sentence: string },
): void =>
  alarms.critical({
    ...words,
    metric: queue.metricApproximateNumberOfMessagesVisible(EACH_MINUTE),
    threshold: 1,
    // SQS is silent about a queue that nobody used for hours, and an empty one is the good case.
    missingData: TreatMissingData.NOT_BREACHING,
  });
