/**
 * The AWS account of a rehearsal: the tables, queues and topics of the synthesised template on the embedded engines, and
 * a stand-in for KMS. Physical names are logical ids, so that what a function calls can be looked up in the template.
 */

import { CreateTableCommand, DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import { CreateTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import * as z from 'zod';
import { openCloudWatchApi } from '../../local/aws-apis/cloudwatch-api.ts';
import { startDynamoEngine } from '../../local/engines/dynamo-engine.ts';
import { ACCOUNT_ID, localClient, REGION } from '../../local/engines/local-account.ts';
import { startQueueEngine } from '../../local/engines/queue-engine.ts';
import { startFakeKms } from '../support/fake-kms.ts';
import type { PipelineTemplate } from '../support/pipeline-template.ts';
import { at, resourcesOf, targetOf } from '../support/template-promise.ts';
import { type CallRecorder, startCallRecorder } from './call-recorder.ts';

export type DeployedAccount = {
  readonly recorder: CallRecorder;
  readonly db: DynamoDBClient;
  readonly streams: DynamoDBStreamsClient;
  readonly sqs: SQSClient;
  /** The logical id of the one resource whose id begins so. */
  readonly idOf: (start: string) => string;
  readonly queueUrl: (start: string) => string;
  readonly queueArn: (start: string) => string;
  readonly streamArn: string;
  /** Gets every notice that is published. */
  readonly inboxUrl: string;
  /** What CloudFormation would put where the template has a reference. */
  readonly resolve: (value: unknown) => string;
  readonly close: () => Promise<void>;
};

const arnOf = (service: string, name: string): string => `arn:aws:${service}:${REGION}:${ACCOUNT_ID}:${name}`;
const INBOX = 'notices-inbox';

export const openDeployedAccount = async (template: PipelineTemplate): Promise<DeployedAccount> => {
  const dynamo = await startDynamoEngine({ environment: {} });
  const queues = await startQueueEngine();
  const keyArns = resourcesOf(template, 'AWS::KMS::Key').map(({ id }) => arnOf('kms', `key/${id}`));
  const kms = await startFakeKms(keyArns);
  const idOf = idsIn(template);
  const metrics = await openCloudWatchApi({
    functionName: idOf('ContactTallyTallyContactsFunction'),
    iteratorAgeMs: async () => 0,
    queueAgeMs: () => 0,
  });
  const recorder = await startCallRecorder({
    monitoring: metrics.endpoint,
    dynamodb: dynamo.endpoint,
    sqs: queues.endpoint,
    sns: queues.endpoint,
    kms: kms.endpoint,
  });
  const db = new DynamoDBClient(localClient(dynamo.endpoint));
  const streams = new DynamoDBStreamsClient(localClient(dynamo.endpoint));
  const sqs = new SQSClient(localClient(queues.endpoint));
  const sns = new SNSClient(localClient(queues.endpoint));

  for (const { id, resource } of resourcesOf(template, 'AWS::DynamoDB::Table')) {
    await db.send(new CreateTableCommand({ TableName: id, ...tableSchema.parse(resource.Properties) }));
  }
  await sqs.send(new CreateQueueCommand({ QueueName: INBOX }));
  for (const { id } of resourcesOf(template, 'AWS::SQS::Queue')) {
    await sqs.send(new CreateQueueCommand({ QueueName: id }));
  }
  for (const { id } of resourcesOf(template, 'AWS::SNS::Topic')) {
    const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: id }));
    const subscription = { TopicArn, Protocol: 'sqs', Endpoint: arnOf('sqs', INBOX) };
    await sns.send(new SubscribeCommand({ ...subscription, Attributes: { RawMessageDelivery: 'true' } }));
  }

  const resolve = (value: unknown): string => {
    if (typeof value === 'string') return value;
    const id = targetOf(value);
    switch (template.Resources[id]?.Type) {
      case 'AWS::DynamoDB::Table':
      case 'AWS::Lambda::Function':
        return id;
      case 'AWS::SQS::Queue':
        return `${recorder.endpoint}/${ACCOUNT_ID}/${id}`;
      case 'AWS::SNS::Topic':
        return arnOf('sns', id);
      case 'AWS::KMS::Key':
        if (at(value, 'Fn::GetAtt.1') === 'Arn') return arnOf('kms', `key/${id}`);
    }
    throw new UnknownResourceError(JSON.stringify(value));
  };
  const { Table: ledger } = await db.send(new DescribeTableCommand({ TableName: idOf('TablesChats') }));
  return {
    recorder,
    db,
    streams,
    sqs,
    idOf,
    queueUrl: (start) => `${queues.endpoint}/${ACCOUNT_ID}/${idOf(start)}`,
    queueArn: (start) => arnOf('sqs', idOf(start)),
    streamArn: ledger?.LatestStreamArn ?? '',
    inboxUrl: `${queues.endpoint}/${ACCOUNT_ID}/${INBOX}`,
    resolve,
    close: async () => {
      for (const client of [db, streams, sqs, sns]) client.destroy();
      await recorder.close();
      await kms.close();
      await metrics.close();
      await queues.close();
      await dynamo.close();
    },
  };
};

const idsIn =
  (template: PipelineTemplate) =>
  (start: string): string => {
    const [id, ...others] = Object.keys(template.Resources).filter((one) => one.replace(/[0-9A-F]{8}$/, '') === start);
    if (id === undefined || others.length > 0) throw new UnknownResourceError(start);
    return id;
  };

class UnknownResourceError extends Error {
  override readonly name = 'UnknownResourceError';
  constructor(what: string) {
    super(`The template has not exactly one resource for ${what}. Teach test/rehearsal/deployed-account.ts about it.`);
  }
}

const keySchema = z.array(z.object({ AttributeName: z.string(), KeyType: z.enum(['HASH', 'RANGE']) }));
const tableSchema = z.object({
  BillingMode: z.literal('PAY_PER_REQUEST'),
  KeySchema: keySchema,
  AttributeDefinitions: z.array(z.object({ AttributeName: z.string(), AttributeType: z.enum(['S', 'N', 'B']) })),
  GlobalSecondaryIndexes: z
    .array(
      z.object({
        IndexName: z.string(),
        KeySchema: keySchema,
        Projection: z.object({ ProjectionType: z.enum(['ALL', 'KEYS_ONLY', 'INCLUDE']) }),
      }),
    )
    .exactOptional(),
  StreamSpecification: z
    .object({ StreamViewType: z.enum(['NEW_AND_OLD_IMAGES']) })
    .transform((stream) => ({ StreamEnabled: true, ...stream }))
    .exactOptional(),
});
