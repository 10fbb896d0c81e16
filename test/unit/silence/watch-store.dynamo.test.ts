/** What the engine cannot be made to answer: single statements that fail, writers in between, tables that are down. */

import { ConditionalCheckFailedException, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { NO_CLAIMS } from '../../../shared/completeness/claims.ts';
import { createWatchStore } from '../../../shared/silence/watch-store.dynamo.ts';
import type { Watched } from '../../../shared/silence/watch-store.port.ts';
import { type CannedAnswer, createAnsweringClient } from '../../support/answering-client.ts';

const AT = Date.parse('2026-11-22T09:00:00Z');
const AT_TEXT = { S: '2026-11-22T09:00:00.000Z' };
const watchedOf = (integrationId: string): Watched => ({
  integrationId,
  checkAt: AT,
  evidence: { createdAt: AT },
  policy: { windowMs: 3_600_000 },
});
const WATCHED = watchedOf('acme.one');
const INCIDENT = {
  openedAt: AT,
  silentFrom: AT,
  cause: 'app_silent',
  severity: 'warning',
  keyNotices: {},
} as const;

const setUp = (...answers: readonly CannedAnswer[]) => {
  const { client, inputs } = createAnsweringClient(...answers);
  const errors: unknown[] = [];
  const store = createWatchStore({
    client,
    table: 'Integrations',
    pause: async () => undefined,
    onError: (error) => void errors.push(error),
  });
  return { store, inputs, errors };
};

const failed = (Code: 'ConditionalCheckFailed' | 'ThrottlingError' | 'InternalServerError') => ({ Error: { Code } });
const condition = () => new ConditionalCheckFailedException({ message: '', $metadata: {} });
const cancelled = (...codes: readonly string[]) =>
  new TransactionCanceledException({
    message: '',
    $metadata: {},
    CancellationReasons: codes.map((Code) => ({ Code })),
  });

describe('the next looks', () => {
  it('are moved under the lock that was read, 25 a call', async () => {
    const { store, inputs } = setUp({ Responses: [] }, {});
    const moves = Array.from({ length: 26 }, (_, index) => ({ watched: watchedOf(`acme.${index}`), to: AT + 1 }));
    await store.moveAll(moves);
    expect(inputs.map((input) => Reflect.get(input, 'Statements').length)).toEqual([25, 1]);
    expect(inputs[1]).toEqual({
      Statements: [
        {
          Statement: 'UPDATE "Integrations" SET checkAt = ? WHERE "integrationId" = ? AND "item" = ? AND "checkAt" = ?',
          Parameters: [{ S: '2026-11-22T09:00:00.001Z' }, { S: 'acme.25' }, { S: 'health' }, AT_TEXT],
        },
      ],
    });
  });

  it('of who is paused for good are taken out of the index', async () => {
    const { store, inputs } = setUp({});
    await store.moveAll([{ watched: WATCHED, to: 'never' }]);
    expect(inputs).toMatchObject([
      {
        Statements: [
          {
            Statement: expect.stringContaining('REMOVE checkShard WHERE'),
            Parameters: [{ S: 'acme.one' }, { S: 'health' }, AT_TEXT],
          },
        ],
      },
    ]);
  });

  it('that another run moved are no trouble', async () => {
    const { store } = setUp({ Responses: [failed('ConditionalCheckFailed'), {}] });
    await expect(store.moveAll([{ watched: WATCHED, to: AT + 1 }])).resolves.toBeUndefined();
  });

  it.each(['ThrottlingError', 'InternalServerError'] as const)(
    'that failed with %s are counted and told',
    async (Code) => {
      const { store } = setUp({ Responses: [{}, failed(Code), failed('ConditionalCheckFailed'), failed(Code)] });
      await expect(store.moveAll([{ watched: WATCHED, to: AT + 1 }])).rejects.toMatchObject({ statements: 2 });
    },
  );

  it('are none where nothing moves', async () => {
    const { store, inputs } = setUp();
    await store.moveAll([]);
    expect(inputs).toEqual([]);
  });
});

describe('what is kept of a deleted integration', () => {
  it('goes under the lock that was read, and stays where somebody wrote since', async () => {
    const { store, inputs } = setUp(condition(), {});
    await store.removeAll([WATCHED, watchedOf('acme.two')]);
    expect(inputs).toMatchObject([
      { ConditionExpression: 'checkAt = :lock', ExpressionAttributeValues: { ':lock': AT_TEXT } },
      { Key: { integrationId: { S: 'acme.two' }, item: { S: 'health' } } },
    ]);
  });

  it('is told of when the table does not answer', async () => {
    await expect(setUp(new Error('down')).store.removeAll([WATCHED])).rejects.toThrow('down');
  });
});

describe('a notice that went out', () => {
  it('is taken off, unless another one is pending by now', async () => {
    const { store, inputs } = setUp({ Responses: [failed('ConditionalCheckFailed')] });
    await store.noteTold([{ integrationId: 'acme.one', pendingNotice: { notice: 'opened', until: AT } }]);
    expect(inputs).toMatchObject([
      {
        Statements: [
          {
            Statement: expect.stringContaining('REMOVE untold WHERE'),
            Parameters: [{ S: 'acme.one' }, { S: 'health' }, { S: '2026-11-22T09:00:00.000Z opened' }],
          },
        ],
      },
    ]);
  });
});

describe('an incident', () => {
  const write = (watched: Watched, incident = {}) => ({
    watched,
    incident: { ...INCIDENT, ...incident },
    checkAt: AT + 1,
  });

  it('is written with the health item, or not at all when somebody was faster', async () => {
    const { store, inputs } = setUp({}, cancelled('ConditionalCheckFailed', 'None'));
    expect(await store.writeIncident(write(WATCHED))).toBe('written');
    expect(await store.writeIncident(write(WATCHED))).toBe('overtaken');
    expect(inputs[0]).toMatchObject({ TransactItems: [{ Update: {} }, { Put: { Item: { checkAt: AT_TEXT } } }] });
  });

  it('of what is erased leaves no item of its own', async () => {
    const { store, inputs } = setUp({});
    await store.writeIncident(write({ ...WATCHED, isErased: true }));
    expect(inputs).toMatchObject([{ TransactItems: [{ Update: {} }] }]);
    expect(inputs.map((input) => Reflect.get(input, 'TransactItems').length)).toEqual([1]);
  });

  it('flags its integration while it is open, and no longer', async () => {
    const { store, inputs } = setUp({}, {});
    await store.writeIncident(write(WATCHED));
    await store.writeIncident(write(WATCHED, { closedAt: AT + 1 }));
    const expressions = inputs.map((input) => Reflect.get(input, 'TransactItems')[0].Update.UpdateExpression);
    expect(expressions).toEqual([
      'SET incident = :incident, checkAt = :checkAt, flaggedAt = if_not_exists(flaggedAt, :openedAt)',
      'SET incident = :incident, checkAt = :checkAt REMOVE flaggedAt',
    ]);
  });

  it.each([
    ['none was seen', WATCHED, 'checkAt = :lock AND attribute_not_exists(chatEventAt)'],
    [
      'one was seen',
      { ...WATCHED, evidence: { createdAt: AT, chatEventAt: AT } },
      'checkAt = :lock AND chatEventAt = :seenAt',
    ],
  ])('stands only where no chat event came since: %s', async (_, watched, ConditionExpression) => {
    const { store, inputs } = setUp({});
    await store.writeIncident(write(watched));
    expect(inputs).toMatchObject([{ TransactItems: [{ Update: { ConditionExpression } }, {}] }]);
  });
});

describe('holes', () => {
  const HOLE = { from: AT, until: AT + 3_600_000, cause: 'app_silent', recovery: 'none', account: 'acme' } as const;

  it('are written with the claims they come from, or not at all', async () => {
    const { store, inputs } = setUp({}, cancelled('ConditionalCheckFailed', 'None'));
    const write = { watched: WATCHED, holes: [HOLE], claims: NO_CLAIMS, replaces: 3 };
    expect(await store.writeHoles(write)).toBe('written');
    expect(await store.writeHoles(write)).toBe('overtaken');
    expect(inputs[0]).toMatchObject({
      TransactItems: [
        { Update: { Key: { integrationId: { S: 'acme.one' }, item: { S: 'health' } } } },
        { Put: { Item: { integrationId: { S: 'acme.one' } } } },
      ],
    });
  });
});

describe('items that a hand at the table spoiled', () => {
  const key = (id: string) => ({ integrationId: { S: id }, item: { S: 'health' }, checkAt: AT_TEXT });
  const good = { ...key('acme.one'), createdAt: AT_TEXT };
  const spoiled = { ...key('acme.two'), createdAt: { S: 'yesterday' } };

  it('are counted and reported, and hide none of the others', async () => {
    const { store, errors } = setUp(
      { Items: [key('acme.one'), key('acme.two')] },
      { Responses: { Integrations: [spoiled, good] } },
      {},
    );
    const { watched, unreadable } = await store.findDue(AT);
    expect([watched.map(({ integrationId }) => integrationId), unreadable]).toEqual([['acme.one'], 1]);
    expect(errors).toHaveLength(1);
  });

  it('are not due where the index is behind them', async () => {
    const later = { ...good, checkAt: { S: '2026-11-22T09:00:00.001Z' } };
    const { store } = setUp(
      { Items: [key('acme.one'), key('acme.two')] },
      { Responses: { Integrations: [later, { integrationId: { S: 'acme.two' } }] } },
    );
    expect(await store.findDue(AT)).toEqual({ watched: [], unreadable: 0 });
  });

  it('have no name to tell', async () => {
    const { store } = setUp({
      Responses: { Integrations: [{ integrationId: { S: 'acme.one' }, name: { S: 'Shop' } }, key('acme.two')] },
    });
    expect(await store.findNames(['acme.one', 'acme.two'])).toEqual(new Map([['acme.one', 'Shop']]));
  });
});
