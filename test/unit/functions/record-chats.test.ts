import { describe, expect, it } from 'vitest';
import { createHandler } from '../../../functions/record-chats/handler.ts';
import { UNHURRIED } from '../../../shared/core/deadline.ts';
import { createLog } from '../../../shared/core/lambda/log.ts';
import type { Delivery } from '../../../shared/intake/event-queue.port.ts';
import type { Recording } from '../../../shared/intake/record-chats.ts';
import { NOW } from '../../support/events.ts';

const RECORDING: Recording = { failed: [], inserted: 0, changed: 0, unchanged: 0, rejected: 0, skipped: 0 };

const setUp = (recording: Partial<Recording> = {}) => {
  const batches: (readonly Delivery[])[] = [];
  const lines: string[] = [];
  const handler = createHandler({
    recordChats: async (deliveries) => {
      batches.push(deliveries);
      return { ...RECORDING, ...recording };
    },
    startDeadline: () => UNHURRIED,
    log: createLog({ functionName: 'record-chats', write: (line) => lines.push(line), clock: () => NOW }),
  });
  return { handler, batches, lines };
};

const record = (number: number, receiveCount = '1') => ({
  messageId: `message-${number}`,
  receiptHandle: `receipt-${number}`,
  body: `body-${number}`,
  attributes: {
    ApproximateReceiveCount: receiveCount,
    SentTimestamp: '1795348800000',
    SenderId: 'AIDA',
    ApproximateFirstReceiveTimestamp: '1795348800000',
  },
  messageAttributes: {},
  md5OfBody: '',
  eventSource: 'aws:sqs',
  eventSourceARN: 'arn:aws:sqs:eu-central-1:123456789012:events',
  awsRegion: 'eu-central-1',
});

describe('the handler of record-chats', () => {
  it('hands each message over with its number of receives', async () => {
    const { handler, batches } = setUp();
    await handler({ Records: [record(1), record(2, '17')] });
    expect(batches).toEqual([
      [
        { messageId: 'message-1', receiptHandle: 'receipt-1', body: 'body-1', receiveCount: 1 },
        { messageId: 'message-2', receiptHandle: 'receipt-2', body: 'body-2', receiveCount: 17 },
      ],
    ]);
  });

  it('answers with the messages that have to come again', async () => {
    const { handler } = setUp({ failed: ['message-2'] });
    expect(await handler({ Records: [record(1), record(2)] })).toEqual({
      batchItemFailures: [{ itemIdentifier: 'message-2' }],
    });
    expect(await setUp().handler({ Records: [record(1)] })).toEqual({ batchItemFailures: [] });
  });

  it('leaves one line a batch, without a body', async () => {
    const { handler, lines } = setUp({
      failed: ['message-1'],
      inserted: 3,
      changed: 2,
      unchanged: 4,
      rejected: 1,
      skipped: 0,
    });
    await handler({ Records: [record(1), record(2)] });
    expect(lines.map((line): unknown => JSON.parse(line))).toMatchObject([
      { outcome: 'recorded', messages: 2, failed: 1, unchanged: 4, ChatsRecorded: 5, MessagesRejected: 1 },
    ]);
    expect(lines.join()).not.toContain('body-1');
  });

  it.each([
    ['no records', {}],
    ['a record without an id', { Records: [{ ...record(1), messageId: '' }] }],
    ['a receive count that is no number', { Records: [record(1, 'x')] }],
  ])('rejects %s, so that nothing is taken for done', async (_, event) => {
    await expect(setUp().handler(event)).rejects.toThrow();
  });
});
