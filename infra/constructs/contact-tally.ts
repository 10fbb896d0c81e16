import { Duration, Validations } from 'aws-cdk-lib';
import { Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { CfnEventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { TallyContactsEnvironment } from '../../functions/tally-contacts/env.ts';
import { ALARMS } from '../../shared/names.ts';
import { DEAD_LETTER_RETENTION_SECONDS, LEDGER_STREAM_MAPPING } from '../../shared/queues.ts';
import type { StageSettings } from '../settings.ts';
import type { Alarms } from './alarms.ts';
import { createQueue, watchForMessages } from './events-queue.ts';
import { allow, PipelineFunction } from './pipeline-function.ts';
import { watchFunction } from './watch-function.ts';

export type ContactTallyProps = {
  readonly settings: StageSettings;
  readonly alarms: Alarms;
  readonly chats: Table;
  readonly contactCounts: Table;
};

/** tally-contacts: from the ledger's stream into the counts. */
export class ContactTally extends Construct {
  readonly functionName: string;

  constructor(scope: Construct, id: string, { settings, alarms, chats, contactCounts }: ContactTallyProps) {
    super(scope, id);
    const repairs = createQueue(this, 'Repairs', { retentionPeriod: Duration.seconds(DEAD_LETTER_RETENTION_SECONDS) });
    Validations.of(repairs).acknowledge(READ_BY_PEOPLE_ONLY);
    const streamArn = streamOf(chats);
    const tallyContacts = new PipelineFunction(this, 'TallyContacts', {
      settings,
      folder: 'tally-contacts',
      description: 'Applies what changed in the ledger to the contact counts',
      // A thousand records, each a chat that moved, may touch four thousand counts: 40 reads, 160 writes, and their meetings.
      timeoutSeconds: 120,
      memoryMegabytes: 512,
      environment: {
        CONTACT_COUNTS_TABLE: contactCounts.tableName,
        REPAIR_QUEUE_URL: repairs.queueUrl,
        RECOUNTED_UNTIL: settings.recountedUntil ?? '',
      } satisfies TallyContactsEnvironment,
      may: [
        ...mayFollow(streamArn),
        // UpdateItem is for what PartiQL refuses; PutItem, which overwrites, stays forbidden.
        allow(
          ['dynamodb:BatchGetItem', 'dynamodb:PartiQLInsert', 'dynamodb:PartiQLUpdate', 'dynamodb:UpdateItem'],
          contactCounts.tableArn,
        ),
        allow(['sqs:SendMessage'], repairs.queueArn),
      ],
    });
    Validations.of(tallyContacts.role).acknowledge(LISTS_STREAMS);
    this.functionName = tallyContacts.lambda.functionName;
    this.followLedger(tallyContacts, streamArn);
    this.watch(settings, alarms, tallyContacts, repairs);
  }

  /**
   * That each count is applied exactly once rests on one premise: a batch is delivered only after every earlier record
   * of its shard was accepted (docs/decisions/0001). Each line marked `premise` holds it up.
   */
  private followLedger({ lambda }: PipelineFunction, streamArn: string): void {
    new CfnEventSourceMapping(this, 'LedgerStreamMapping', {
      functionName: lambda.functionName,
      eventSourceArn: streamArn,
      startingPosition: 'TRIM_HORIZON', // premise: nothing is skipped at the start
      maximumRetryAttempts: -1, // premise: for ever
      maximumRecordAgeInSeconds: -1, // premise: however old
      bisectBatchOnFunctionError: false, // premise: no half is let through first
      parallelizationFactor: 1, // premise: one batch of a shard at a time
      // premise: no destinationConfig, for a record put aside there counts as accepted.
      functionResponseTypes: ['ReportBatchItemFailures'],
      batchSize: LEDGER_STREAM_MAPPING.batchSize,
      maximumBatchingWindowInSeconds: LEDGER_STREAM_MAPPING.maxBatchingWindowSeconds,
      tumblingWindowInSeconds: LEDGER_STREAM_MAPPING.tumblingWindowSeconds,
      filterCriteria: { filters: [{ pattern: JSON.stringify({ eventName: LEDGER_STREAM_MAPPING.eventNames }) }] },
    });
  }

  private watch({ thresholds }: StageSettings, alarms: Alarms, tallyContacts: PipelineFunction, repairs: Queue): void {
    alarms.critical({
      name: ALARMS.tallyIteratorAge,
      sentence: 'The tally lags behind the ledger: counts are late, and lost to it once the lag reaches 24 hours.',
      metric: tallyContacts.lambda.metric('IteratorAge', { statistic: Stats.MAXIMUM, period: Duration.minutes(1) }),
      threshold: thresholds.iteratorAgeSeconds * 1_000,
      breaching: { periods: 2, of: 3 },
      // Without changes in the ledger there is nothing to read, and no age of it.
      missingData: TreatMissingData.NOT_BREACHING,
    });
    watchForMessages(alarms, repairs, {
      name: ALARMS.repairQueueNotEmpty,
      sentence:
        'Ledger changes could not be counted and lie in the repair queue: these counts are wrong until recounted.',
    });
    watchFunction(alarms, tallyContacts, {
      errors: {
        name: ALARMS.tallyContactsErrors,
        sentence: 'tally-contacts fails: its shard stands still until it succeeds, and counts are late.',
      },
      throttles: {
        name: ALARMS.tallyContactsThrottles,
        sentence: 'tally-contacts is not let run: counts are late.',
      },
    });
  }
}

const READ_BY_PEOPLE_ONLY = {
  id: 'AwsSolutions-SQS3',
  reason:
    'This queue is itself where the tally sets aside what it cannot count. Only people read from it, with an alarm at ' +
    'the first message, so that no receive can fail for good and nothing needs a second queue behind it.',
};

const LISTS_STREAMS = {
  id: 'AwsSolutions-IAM5[Resource::*]',
  reason:
    'dynamodb:ListStreams takes no resource but all of them, and tells the names of streams only. What reads a stream is ' +
    'granted on the one of the ledger.',
};

/** The tables are built without a stream or with one, by shared/tables.ts; this one must have it. */
const streamOf = (table: Table): string => {
  if (!table.tableStreamArn) throw new LedgerWithoutStreamError();
  return table.tableStreamArn;
};

class LedgerWithoutStreamError extends Error {
  override readonly name = 'LedgerWithoutStreamError';
  constructor() {
    super('The tally follows the stream of the Chats table; give that table one in shared/tables.ts.');
  }
}

/**
 * The mapping reads in the function's name. ListStreams can be granted on all streams or none, and tells no more than
 * their names; granted on this stream alone, it would be refused, and with it the mapping.
 */
const mayFollow = (streamArn: string): readonly PolicyStatement[] => [
  allow(['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'], streamArn),
  allow(['dynamodb:ListStreams'], '*'),
];
