import { CloudWatchClient, type MetricDataResult } from '@aws-sdk/client-cloudwatch';
import { describe, expect, it } from 'vitest';
import { localClient } from '../../../local/engines/local-account.ts';
import { createMeasureAges } from '../../../shared/completeness/measured-ages.cloudwatch.ts';

const NOW = Date.parse('2026-11-22T09:00:00Z');
const minutesAgo = (minutes: number) => new Date(NOW - minutes * 60_000);

const measure = async (MetricDataResults?: readonly MetricDataResult[]) => {
  const inputs: object[] = [];
  const client = new CloudWatchClient(localClient('http://127.0.0.1:9'));
  client.middlewareStack.add(
    () => async (call) => {
      inputs.push(call.input);
      return { output: { $metadata: {}, ...(MetricDataResults && { MetricDataResults }) }, response: {} };
    },
    { step: 'initialize', priority: 'low' },
  );
  const measureAges = createMeasureAges({
    client,
    clock: () => NOW,
    tallyFunction: 'tally-contacts',
    eventsQueue: 'events',
  });
  return { ages: await measureAges(), inputs };
};

const metric = (Namespace: string, MetricName: string, Name: string, Value: string) => ({
  MetricStat: { Metric: { Namespace, MetricName, Dimensions: [{ Name, Value }] }, Period: 60, Stat: 'Maximum' },
});

describe('the ages of the stream and the queue', () => {
  it('are the worst of each minute, of the names under which AWS publishes them, of ten minutes, the newest first', async () => {
    const { inputs } = await measure([]);
    expect(inputs).toEqual([
      {
        StartTime: minutesAgo(10),
        EndTime: new Date(NOW),
        ScanBy: 'TimestampDescending',
        MetricDataQueries: [
          { Id: 'iterator', ...metric('AWS/Lambda', 'IteratorAge', 'FunctionName', 'tally-contacts') },
          { Id: 'queue', ...metric('AWS/SQS', 'ApproximateAgeOfOldestMessage', 'QueueName', 'events') },
        ],
      },
    ]);
  });

  it('are milliseconds, though SQS measures in seconds, and are as old as their minute', async () => {
    const { ages } = await measure([
      { Id: 'queue', Timestamps: [minutesAgo(2), minutesAgo(3)], Values: [7, 900] },
      { Id: 'iterator', Timestamps: [minutesAgo(1)], Values: [1_500] },
    ]);
    expect(ages).toEqual({
      iterator: { at: NOW - 60_000, ageMs: 1_500 },
      queue: { at: NOW - 120_000, ageMs: 7_000 },
    });
  });

  it('are not known where nothing is published, and nobody takes that for zero', async () => {
    expect((await measure()).ages).toEqual({});
    expect((await measure([{ Id: 'iterator' }])).ages).toEqual({});
    expect((await measure([{ Id: 'queue', Timestamps: [minutesAgo(1)], Values: [] }])).ages).toEqual({});
    expect((await measure([{ Id: 'queue', Timestamps: [], Values: [1] }])).ages).toEqual({});
    const zero = [{ Id: 'queue', Timestamps: [minutesAgo(1)], Values: [0] }];
    expect((await measure(zero)).ages).toEqual({ queue: { at: NOW - 60_000, ageMs: 0 } });
  });
});
