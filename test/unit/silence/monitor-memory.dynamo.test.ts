import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { createFindCaughtUpTo, createMonitorMemory } from '../../../shared/silence/monitor-memory.dynamo.ts';
import { type CannedAnswer, createAnsweringClient } from '../../support/answering-client.ts';

const NOW = Date.parse('2026-11-22T09:00:00Z');
const STATE = { probes: [NOW], ourOutages: [], isNoticePending: true };

const setUp = (...answers: readonly CannedAnswer[]) => {
  const { client, inputs } = createAnsweringClient(...answers);
  return { deps: { client, table: 'Integrations' }, inputs };
};

describe('what the monitor remembers', () => {
  it('is empty before its first run', async () => {
    const { deps } = setUp({});
    expect(await createMonitorMemory(deps).read()).toEqual({
      state: { probes: [], ourOutages: [], isNoticePending: false },
      version: 0,
    });
  });

  it('is first written only where there is nothing, and later only over what was read', async () => {
    const { deps, inputs } = setUp({}, {});
    const memory = createMonitorMemory(deps);
    expect(await memory.write(STATE, 0)).toBe('written');
    expect(await memory.write(STATE, 7)).toBe('written');
    expect(inputs).toMatchObject([
      { ConditionExpression: 'attribute_not_exists(integrationId)', Item: { version: { N: '1' } } },
      {
        ConditionExpression: '#version = :before',
        ExpressionAttributeNames: { '#version': 'version' },
        ExpressionAttributeValues: { ':before': { N: '7' } },
        Item: { version: { N: '8' }, isUntold: { BOOL: true } },
      },
    ]);
  });

  it('is overtaken by another run, which is no trouble; a table that is down is', async () => {
    const condition = new ConditionalCheckFailedException({ message: '', $metadata: {} });
    expect(await createMonitorMemory(setUp(condition).deps).write(STATE, 1)).toBe('overtaken');
    await expect(createMonitorMemory(setUp(new Error('down')).deps).write(STATE, 1)).rejects.toThrow('down');
  });
});

describe('up to when the recorder may decide claims', () => {
  const item = (caughtUpTo?: string) => ({
    Item: {
      version: { N: '1' },
      probes: { L: [] },
      isUntold: { BOOL: false },
      ...(caughtUpTo !== undefined && { caughtUpTo: { S: caughtUpTo } }),
    },
  });

  it('is asked for once a minute', async () => {
    let now = NOW;
    const { deps, inputs } = setUp(item('2026-11-22T08:00:00.000Z'), item('2026-11-22T08:01:00.000Z'));
    const find = createFindCaughtUpTo({ ...deps, clock: () => now });
    expect(await find()).toBe(NOW - 60 * 60_000);
    now += 59_999;
    expect(await find()).toBe(NOW - 60 * 60_000);
    expect(inputs).toHaveLength(1);
    now += 1;
    expect(await find()).toBe(NOW - 59 * 60_000);
    expect(inputs).toHaveLength(2);
  });

  it('is asked for again at once, as long as it is not known', async () => {
    const { deps } = setUp(item(), item('2026-11-22T08:00:00.000Z'));
    const find = createFindCaughtUpTo({ ...deps, clock: () => NOW });
    expect(await find()).toBeUndefined();
    expect(await find()).toBe(NOW - 60 * 60_000);
  });
});
