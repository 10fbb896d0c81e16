/**
 * Sends dead letters through the events queue again, one by one. No move task of SQS: it cannot leave out what was
 * erased, goes on with what comes back meanwhile, and finds no source for the letters that record-chats sent by itself.
 */

import {
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
  type ReceiveMessageCommandInput,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import pMap from 'p-map';
import * as z from 'zod';
import type { Instant } from '../shared/core/instant.ts';
import { answerDate } from '../shared/core/sdk/answer-date.ts';
import { OperatorError } from './target.ts';

export type Redrive = {
  readonly moved: number;
  /** Deleted: their integrations are erased, and nothing of them may come back. */
  readonly dropped: number;
  /** Why letters were not moved, a sentence each; those letters stay where they are. */
  readonly failures: readonly string[];
};

type Ports = {
  readonly sqs: SQSClient;
  readonly queueUrl: string;
  readonly isErased: (integrationId: string) => Promise<boolean>;
};

/** AWS receives 10 at most; long polling asks all of its servers, so that an empty answer means something. */
const RECEIVE: Omit<ReceiveMessageCommandInput, 'QueueUrl'> = {
  MaxNumberOfMessages: 10,
  WaitTimeSeconds: 2,
  MessageSystemAttributeNames: ['All'],
};
const EMPTY_ANSWERS_AT_THE_END = 2;
const SECOND_MS = 1_000;

/** Moves at most what lay there when it began: a letter that fails again comes back, and would be moved for ever. */
export const redriveDeadLetters = async ({ sqs, queueUrl, isErased }: Ports): Promise<Redrive> => {
  const deadLettersUrl = await findDeadLetters(sqs, queueUrl);
  const { letters, askedAt } = await lookAt(sqs, deadLettersUrl);
  // SQS's clock on both sides; a date has no milliseconds.
  const isOld = ({ Attributes: attributes }: Message): boolean =>
    Number(attributes?.SentTimestamp ?? 0) < askedAt + SECOND_MS;

  const send = async ({ Body: body, Attributes: attributes }: Message): Promise<void> => {
    const group = attributes?.MessageGroupId;
    const message = { QueueUrl: queueUrl, MessageBody: body, ...(group !== undefined && { MessageGroupId: group }) };
    await sqs.send(new SendMessageCommand(message));
  };
  const handle = async (letter: Message): Promise<'moved' | 'dropped' | Failure> => {
    try {
      const integrationId = integrationOf(letter.Body);
      const isDropped = integrationId !== undefined && (await isErased(integrationId));
      // Sent before deleted: a message may double, which harms nothing.
      if (!isDropped) await send(letter);
      await sqs.send(new DeleteMessageCommand({ QueueUrl: deadLettersUrl, ReceiptHandle: letter.ReceiptHandle }));
      return isDropped ? 'dropped' : 'moved';
    } catch (error) {
      return { failure: error instanceof Error ? `${error.name}: ${error.message}` : String(error) };
    }
  };

  const outcomes: ('moved' | 'dropped' | Failure)[] = [];
  for (let empty = 0; outcomes.length < letters && empty < EMPTY_ANSWERS_AT_THE_END; ) {
    const { Messages: received = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl: deadLettersUrl, ...RECEIVE }),
    );
    const due = received.filter(isOld).slice(0, letters - outcomes.length);
    empty = due.length === 0 ? empty + 1 : 0;
    outcomes.push(...(await pMap(due, handle)));
  }
  const failures = outcomes.flatMap((outcome) => (typeof outcome === 'object' ? [outcome.failure] : []));
  const count = (wanted: string) => outcomes.filter((outcome) => outcome === wanted).length;
  return { moved: count('moved'), dropped: count('dropped'), failures: [...new Set(failures)] };
};

type Failure = { readonly failure: string };

const redriveSchema = z.object({ deadLetterTargetArn: z.string() });

const findDeadLetters = async (sqs: SQSClient, QueueUrl: string): Promise<string> => {
  const { Attributes: attributes = {} } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['RedrivePolicy'] }),
  );
  if (!attributes.RedrivePolicy) throw new OperatorError('The events queue has no dead-letter queue.');
  const { deadLetterTargetArn } = redriveSchema.parse(JSON.parse(attributes.RedrivePolicy));
  // Both queues are of one account and region: a queue policy of the stack says so.
  return new URL(deadLetterTargetArn.split(':').at(-1) ?? '', QueueUrl).href;
};

const lookAt = async (sqs: SQSClient, QueueUrl: string): Promise<{ letters: number; askedAt: Instant }> => {
  const question = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['ApproximateNumberOfMessages'] });
  let askedAt = 0;
  question.middlewareStack.add(
    (next) => async (input) => {
      const answer = await next(input);
      askedAt = answerDate(answer.response);
      return answer;
    },
    { step: 'deserialize' },
  );
  const { Attributes: attributes = {} } = await sqs.send(question);
  return { letters: Number(attributes.ApproximateNumberOfMessages ?? 0), askedAt };
};

const ownedSchema = z.object({ integrationId: z.string() });

/** What is no message of ours has none; it goes through, and comes back with its reason. */
const integrationOf = (body: string | undefined): string | undefined => {
  try {
    return ownedSchema.safeParse(JSON.parse(body ?? '')).data?.integrationId;
  } catch {
    return undefined;
  }
};
