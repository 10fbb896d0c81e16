/** A subscriber of the notices: prints them, and keeps them in `DATA_DIR/notices.jsonl`, one a line. */

import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { CreateTopicCommand, type SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { DeleteMessageCommand, ReceiveMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import * as z from 'zod';
import { QUEUE_NAMES, queueArn } from './engines/schema.ts';
import { pause } from './pause.ts';

/** The topic, with a queue subscribed to it; starting again finds both. */
export const createNoticesTopic = async (sns: SNSClient): Promise<string> => {
  const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: 'notices' }));
  if (TopicArn === undefined) throw new Error('The queue engine made no topic for notices.');
  await sns.send(
    new SubscribeCommand({
      TopicArn,
      Protocol: 'sqs',
      Endpoint: queueArn(QUEUE_NAMES.notices),
      Attributes: { RawMessageDelivery: 'true' },
    }),
  );
  return TopicArn;
};

const LONG_POLL_SECONDS = 1;
const ENGINE_PAUSE_MS = 500;

const noticeSchema = z.object({ severity: z.string(), subject: z.string(), message: z.string() });

type Options = {
  readonly client: SQSClient;
  readonly queueUrl: string;
  readonly dataDir: string;
  readonly report: (line: string) => void;
};

export const startNoticeReader = ({ client, queueUrl, dataDir, report }: Options) => {
  const stopping = new AbortController();
  const file = join(dataDir, 'notices.jsonl');

  const readSome = async (): Promise<void> => {
    const { Messages = [] } = await client.send(
      new ReceiveMessageCommand({ QueueUrl: queueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: LONG_POLL_SECONDS }),
    );
    for (const { Body: body = '', ReceiptHandle } of Messages) {
      const { severity, subject, message } = noticeSchema.parse(JSON.parse(body));
      appendFileSync(file, `${body}\n`);
      report(`\nNotice (${severity}): ${subject}\n  ${message}`);
      await client.send(new DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle }));
    }
  };

  const read = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      // The engine is being started again, or stopped.
      await readSome().catch(() => pause(ENGINE_PAUSE_MS, stopping.signal));
    }
  };
  const reading = read();

  return {
    close: async (): Promise<void> => {
      stopping.abort();
      await reading;
    },
  };
};
