import { unmarshall } from '@aws-sdk/util-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { createApplyToCount, markAttribute } from '../../shared/adapters/dynamo/contact-counts.ts';
import { contactCountKey } from '../../shared/adapters/dynamo/keys.ts';
import { MEASURES } from '../../shared/domain/contributions.ts';
import type { ApplyToCount, CountUpdate } from '../../shared/flows/tally-contacts.ts';
import { SHARD, sequenceNumber } from '../support/changes.ts';
import { type DynamoTables, startDynamoTables } from '../support/dynamo-tables.ts';
import { NOW } from '../support/events.ts';
import { createFakeContactCounts } from '../support/fakes/contact-counts.ts';

type Stored = { readonly contacts: number; readonly mark: string | undefined };
type Subject = {
  readonly apply: ApplyToCount;
  readonly stored: (update: CountUpdate) => Promise<Stored | undefined>;
};

let tables: DynamoTables;
beforeAll(async () => {
  tables = await startDynamoTables();
});
afterAll(() => tables.close());

const openFake = (): Subject => {
  const counts = createFakeContactCounts();
  return {
    apply: counts.applyToCount,
    stored: async ({ integrationId, queue, shardId }) => {
      const item = counts.items().find((one) => one.integrationId === integrationId && one.queue === queue);
      return item && { contacts: item.measures.contacts ?? 0, mark: item.marks[shardId] };
    },
  };
};

const readItem = async (update: CountUpdate): Promise<Readonly<Record<string, unknown>> | undefined> => {
  const item = await tables.get(tables.names.ContactCounts, contactCountKey(update));
  return item && unmarshall(item);
};
const storedSchema = z.looseObject({ contacts: z.number() });

const openDynamo = (): Subject => ({
  apply: createApplyToCount({ client: tables.client, table: tables.names.ContactCounts, clock: () => NOW }),
  stored: async (update) => {
    const item = await readItem(update);
    if (!item) return undefined;
    const mark = item[markAttribute(update.shardId)];
    return { contacts: storedSchema.parse(item).contacts, mark: typeof mark === 'string' ? mark : undefined };
  },
});

const updateOf = (options: Partial<CountUpdate> = {}): CountUpdate => ({
  integrationId: 'demo.one',
  hour: '2026-11-22T09:00:00Z',
  queue: `Support ${crypto.randomUUID()}`,
  measures: { contacts: 2, contacts00: 2 },
  shardId: SHARD,
  first: sequenceNumber(1),
  last: sequenceNumber(2),
  ...options,
});

describe.each([
  ['the fake', openFake],
  ['DynamoDB', openDynamo],
])('the contact counts: %s', (_, open) => {
  it('are made by the first update, with the mark at its last change', async () => {
    const { apply, stored } = open();
    const update = updateOf();
    expect(await apply(update)).toEqual({ kind: 'applied' });
    expect(await stored(update)).toEqual({ contacts: 2, mark: sequenceNumber(2) });
  });

  it('take a later update, also one that takes away', async () => {
    const { apply, stored } = open();
    const update = updateOf();
    await apply(update);
    const later = { ...update, measures: { contacts: -3 }, first: sequenceNumber(3), last: sequenceNumber(9) };
    expect(await apply(later)).toEqual({ kind: 'applied' });
    expect(await stored(update)).toEqual({ contacts: -1, mark: sequenceNumber(9) });
  });

  it.each([
    ['the same again', 1, 2],
    ['one that begins at the mark', 2, 5],
    ['one that begins before it', 1, 9],
  ])('refuse %s and tell the mark', async (_, first, last) => {
    const { apply, stored } = open();
    const update = updateOf();
    await apply(update);
    const again = { ...update, first: sequenceNumber(first), last: sequenceNumber(last) };
    expect(await apply(again)).toEqual({ kind: 'mark_ahead', mark: sequenceNumber(2) });
    expect(await stored(update)).toEqual({ contacts: 2, mark: sequenceNumber(2) });
  });

  it('advance the mark over a sum of zero', async () => {
    const { apply, stored } = open();
    const update = updateOf({ measures: {} });
    expect(await apply(update)).toEqual({ kind: 'applied' });
    expect(await stored(update)).toEqual({ contacts: 0, mark: sequenceNumber(2) });
  });

  it('keep a mark for each shard', async () => {
    const { apply, stored } = open();
    const update = updateOf();
    await apply(update);
    expect(await apply({ ...update, shardId: 'shardId-2' })).toEqual({ kind: 'applied' });
    expect(await stored({ ...update, shardId: 'shardId-2' })).toEqual({ contacts: 4, mark: sequenceNumber(2) });
  });

  it('compare 40 digits to the last', async () => {
    const { apply } = open();
    const big = 10n ** 40n - 5n;
    const update = updateOf({ first: sequenceNumber(big), last: sequenceNumber(big) });
    await apply(update);
    const next = { ...update, first: sequenceNumber(big + 1n), last: sequenceNumber(big + 1n) };
    expect(await apply(next)).toEqual({ kind: 'applied' });
    expect(await apply(update)).toEqual({ kind: 'mark_ahead', mark: sequenceNumber(big + 1n) });
  });

  it('count one of two overlapping updates', async () => {
    const { apply, stored } = open();
    const update = updateOf();
    const outcomes = await Promise.all([apply(update), apply(update), apply(update)]);
    expect(outcomes.filter(({ kind }) => kind === 'applied')).toHaveLength(1);
    expect(await stored(update)).toMatchObject({ contacts: 2 });
  });

  it.each(['😀'.repeat(200), '#', ' \ufffe', ':m'])(
    'take every queue name that the door lets in (%j)',
    async (queue) => {
      const { apply, stored } = open();
      const update = updateOf({ queue, integrationId: `demo.${crypto.randomUUID()}`, groupId: queue });
      expect(await apply(update)).toEqual({ kind: 'applied' });
      expect(await stored(update)).toMatchObject({ contacts: 2 });
    },
  );
});

describe('a count item', () => {
  it('holds all that forecasting reads, zeros too', async () => {
    const { apply } = openDynamo();
    const update = updateOf({ measures: { contacts: 1, contacts15: 1 }, groupId: 'g-7' });
    await apply(update);
    await apply({ ...update, groupId: 'g-8', first: sequenceNumber(3), last: sequenceNumber(3) });
    const zeros = Object.fromEntries(MEASURES.map((measure) => [measure, 0]));
    const { integrationId, hour, queue } = update;
    expect(await readItem(update)).toEqual({
      ...zeros,
      integrationId,
      hour,
      queue,
      hourQueue: `${hour}#${queue}`,
      groupId: 'g-8',
      contacts: 2,
      contacts15: 2,
      updatedAt: '2026-11-22T12:00:00.000Z',
      [`m:${SHARD}`]: sequenceNumber(3),
    });
  });
});
