/** Received messages as Lambda's event source mapping hands them to a function. */

import type { Message, MessageAttributeValue } from '@aws-sdk/client-sqs';
import type { SQSEvent, SQSMessageAttribute, SQSRecord } from 'aws-lambda';
import { REGION } from '../engines/local-account.ts';

/** A message that has what a message always has. */
export type ReceivedMessage = {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly receiveCount: number;
  readonly bodyBytes: number;
  readonly record: SQSRecord;
};

export const toReceived = (message: Message, queueArn: string): readonly ReceivedMessage[] => {
  const { MessageId: messageId, ReceiptHandle: receiptHandle, Body: body = '', Attributes: attributes = {} } = message;
  if (messageId === undefined || receiptHandle === undefined) return [];
  const receiveCount = attributes.ApproximateReceiveCount ?? '1';
  const sentTimestamp = attributes.SentTimestamp ?? '0';
  const record: SQSRecord = {
    messageId,
    receiptHandle,
    body,
    attributes: {
      ApproximateReceiveCount: receiveCount,
      SentTimestamp: sentTimestamp,
      SenderId: attributes.SenderId ?? '',
      ApproximateFirstReceiveTimestamp: attributes.ApproximateFirstReceiveTimestamp ?? sentTimestamp,
      ...(attributes.MessageGroupId !== undefined && { MessageGroupId: attributes.MessageGroupId }),
    },
    messageAttributes: Object.fromEntries(
      Object.entries(message.MessageAttributes ?? {}).map(([name, value]) => [name, toAttribute(value)]),
    ),
    md5OfBody: message.MD5OfBody ?? '',
    ...(message.MD5OfMessageAttributes !== undefined && { md5OfMessageAttributes: message.MD5OfMessageAttributes }),
    eventSource: 'aws:sqs',
    eventSourceARN: queueArn,
    awsRegion: REGION,
  };
  return [{ messageId, receiptHandle, receiveCount: Number(receiveCount), bodyBytes: Buffer.byteLength(body), record }];
};

const toAttribute = (value: MessageAttributeValue): SQSMessageAttribute => ({
  ...(value.StringValue !== undefined && { stringValue: value.StringValue }),
  ...(value.BinaryValue !== undefined && { binaryValue: Buffer.from(value.BinaryValue).toString('base64') }),
  stringListValues: [],
  binaryListValues: [],
  dataType: value.DataType ?? 'String',
});

export const toSqsEvent = (messages: readonly ReceivedMessage[]): SQSEvent => ({
  Records: messages.map(({ record }) => record),
});
