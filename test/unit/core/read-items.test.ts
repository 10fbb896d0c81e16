import { describe, expect, it } from 'vitest';
import type { Key } from '../../../shared/core/dynamo/keys.ts';
import { projectionOf } from '../../../shared/core/dynamo/projection.ts';
import { readItems, readSome, UnprocessedKeysError } from '../../../shared/core/dynamo/read-items.ts';
import { type CannedAnswer, createAnsweringClient } from '../../support/answering-client.ts';

const keyOf = (id: string): Key => ({ id: { S: id } });
const keys = (count: number) => Array.from({ length: count }, (_, index) => keyOf(`${index}`));
const found = (...ids: readonly string[]) => ({ Responses: { Table: ids.map(keyOf) } });
const leaving = (...ids: readonly string[]) => ({ UnprocessedKeys: { Table: { Keys: ids.map(keyOf) } } });

const setUp = (...answers: readonly CannedAnswer[]) => {
  const { client, inputs } = createAnsweringClient(...answers);
  const pauses: number[] = [];
  const pause = async (attempt: number) => void pauses.push(attempt);
  return { deps: { client, table: 'Table', pause }, inputs, pauses };
};

const asked = (ids: readonly Key[]) => ({ RequestItems: { Table: expect.objectContaining({ Keys: ids }) } });

describe('reading items by their keys', () => {
  it('asks a busy partition again, after a pause, for what it did not answer', async () => {
    const { deps, inputs, pauses } = setUp({ ...found('0'), ...leaving('1', '2') }, found('1', '2'));
    expect(await readItems(deps, keys(3))).toEqual(keys(3));
    expect(inputs).toEqual([asked(keys(3)), asked([keyOf('1'), keyOf('2')])]);
    expect(pauses).toEqual([1]);
  });

  it('asks for a hundred a call, and never pauses where all were answered', async () => {
    const { deps, inputs, pauses } = setUp(found(), found(), found('200'));
    expect(await readItems(deps, keys(201))).toEqual([keyOf('200')]);
    expect(inputs).toEqual([asked(keys(100)), asked(keys(201).slice(100, 200)), asked([keyOf('200')])]);
    expect(pauses).toEqual([]);
  });

  it('asks nobody for nothing', async () => {
    const { deps, inputs } = setUp();
    expect(await readItems(deps, [])).toEqual([]);
    expect(inputs).toEqual([]);
  });

  it('takes an answer without this table for no items', async () => {
    expect(await readItems(setUp({}).deps, keys(1))).toEqual([]);
    expect(await readItems(setUp({ Responses: {}, UnprocessedKeys: {} }).deps, keys(1))).toEqual([]);
  });

  it('gives up at the fourth refusal, and says how many keys are open', async () => {
    const { deps, inputs, pauses } = setUp(...Array(4).fill({ ...found('0'), ...leaving('1') }));
    await expect(readItems(deps, keys(2))).rejects.toThrow(new UnprocessedKeysError(1));
    expect(inputs).toHaveLength(4);
    expect(pauses).toEqual([1, 2, 3]);
  });

  it('hands over what came, and names every key that was not answered or not asked for', async () => {
    const all = keys(150);
    const none = { UnprocessedKeys: { Table: { Keys: all.slice(0, 100) } } };
    const { deps } = setUp(none, none, none, { ...found('1'), ...leaving('0') });
    const { items, unprocessed } = await readSome(deps, all);
    expect(items).toEqual([keyOf('1')]);
    expect(unprocessed).toEqual([keyOf('0'), ...all.slice(100)]);
  });

  it('sees the last writes and all attributes, unless it is told that less will do', async () => {
    const { deps, inputs } = setUp(found(), found());
    await readItems(deps, keys(1));
    await readItems({ ...deps, consistency: 'eventual', attributes: projectionOf(['name', 'item']) }, keys(1));
    expect(inputs).toEqual([
      { RequestItems: { Table: { Keys: keys(1), ConsistentRead: true } } },
      {
        RequestItems: {
          Table: {
            Keys: keys(1),
            ConsistentRead: false,
            ProjectionExpression: '#name, #item',
            ExpressionAttributeNames: { '#name': 'name', '#item': 'item' },
          },
        },
      },
    ]);
  });
});
