import {
  type AttributeValue,
  BatchWriteItemCommand,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  TransactionCanceledException,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CONFIG_ITEM, HEALTH_ITEM, integrationKey } from '../../shared/core/dynamo/keys.ts';
import { randomPause } from '../../shared/core/random-pause.ts';
import { ERASE_AFTER_MS } from '../../shared/integrations/delete-integration.ts';
import { createEraseTables } from '../../shared/integrations/erase-integrations.dynamo.ts';
import { createEraseIntegrations, SWEEP_FOR_MS } from '../../shared/integrations/erase-integrations.ts';
import {
  errorSchema,
  generatedKeySchema,
  incidentListSchema,
  integrationListSchema,
  integrationSchema,
} from '../../shared/integrations/integration-answers.ts';
import { createSaveIntegration } from '../../shared/integrations/integration-store.dynamo.ts';
import { createIntegrationHealth } from '../../shared/silence/integration-health.dynamo.ts';
import { createWatchStore } from '../../shared/silence/watch-store.dynamo.ts';
import { createAdminApi, FRESHCHAT_KEY, SETTINGS } from '../support/admin-api.ts';
import { startAdminTables } from '../support/admin-tables.ts';
import { createNote } from '../support/note.ts';

const DAY_MS = 24 * 3_600_000;
const NOW_TEXT = '2026-11-22T09:00:00.000Z';

let tables: Awaited<ReturnType<typeof startAdminTables>>;
let api: ReturnType<typeof createAdminApi>;
let names = 0;

beforeAll(async () => {
  tables = await startAdminTables();
});
beforeEach(() => {
  api = createAdminApi(tables.store);
});
afterAll(() => {
  for (const client of disturbedClients) client.destroy();
  return tables.close();
});

const create = async () => {
  names += 1;
  const body = { ...SETTINGS, name: `Support ${names}` };
  const { integrationId } = integrationSchema.parse(
    (await api.send({ method: 'POST', path: '/v1/integrations', body })).json,
  );
  return { integrationId, path: `/v1/integrations/${integrationId}` };
};

const show = async (path: string) => integrationSchema.parse((await api.send({ method: 'GET', path })).json);

const list = async () => JSON.stringify((await api.send({ method: 'GET', path: '/v1/integrations?limit=100' })).json);

const item = async (integrationId: string, name: string) => {
  const { Item: found } = await tables.client.send(
    new GetItemCommand({ TableName: tables.tables.Integrations, Key: integrationKey(integrationId, name) }),
  );
  return found && unmarshall(found);
};

describe('thirty keys at the same time', () => {
  it('are generated or refused with 409, never with a fault of ours', async () => {
    const { path } = await create();
    const replies = await Promise.all(
      Array.from({ length: 30 }, () => api.send({ method: 'POST', path: `${path}/keys` })),
    );
    const statuses = replies.map(({ status }) => status);
    expect(statuses.every((status) => status === 201 || status === 409)).toBe(true);
    const { keys } = await show(path);
    expect(keys).toHaveLength(statuses.filter((status) => status === 201).length);
  });
});

const disturbedClients: DynamoDBClient[] = [];

/** The stores over a client of its own, through which each transaction goes as `send` likes. */
const disturbed = (
  send: (attempt: () => Promise<unknown>, call: number) => Promise<unknown>,
  maxIntegrations?: number,
) => {
  const client = tables.newClient();
  disturbedClients.push(client);
  let calls = 0;
  client.middlewareStack.add(
    (next, context) => async (args) => {
      if (context.commandName !== 'TransactWriteItemsCommand') return next(args);
      calls += 1;
      let last: Awaited<ReturnType<typeof next>> | undefined;
      await send(async () => {
        last = await next(args);
      }, calls);
      if (!last) throw new Error('Nothing was sent.');
      return last;
    },
    // Before the SDK makes the idempotency token: each attempt is a request of its own.
    { step: 'initialize' },
  );
  const { Integrations: integrations, ApiKeys: apiKeys } = tables.tables;
  const saveIntegration = createSaveIntegration({
    client,
    integrations,
    apiKeys,
    pause: randomPause,
    ...(maxIntegrations !== undefined && { maxIntegrations }),
  });
  return createAdminApi({ ...tables.store, saveIntegration });
};

const conflict = () =>
  new TransactionCanceledException({
    message: 'Injected',
    $metadata: {},
    CancellationReasons: [{ Code: 'None' }, { Code: 'TransactionConflict' }],
  });

describe('thirty integrations at the same time', () => {
  const createAll = (nameOf: (index: number) => string) =>
    Promise.all(
      Array.from({ length: 30 }, async (_, index) => {
        const body = { ...SETTINGS, name: nameOf(index) };
        const { status, json } = await api.send({
          method: 'POST',
          path: '/v1/integrations',
          as: { account: 'crowd' },
          body,
        });
        return status === 201 ? '201' : `${status} ${errorSchema.parse(json).error.code}`;
      }),
    );
  const tally = (answers: readonly string[]) =>
    Object.fromEntries([...Map.groupBy(answers, (answer) => answer)].map(([answer, some]) => [answer, some.length]));
  const listed = async () => {
    const reply = await api.send({ method: 'GET', path: '/v1/integrations?limit=100', as: { account: 'crowd' } });
    return integrationListSchema.parse(reply.json).items.map(({ name }) => name);
  };

  it('are created as long as there is room, each name once, and refused with 409 else', async () => {
    api = disturbed((attempt) => attempt(), 20);
    expect(tally(await createAll(() => 'The same'))).toEqual({ 201: 1, '409 name_taken': 29 });
    expect(tally(await createAll((index) => `Shop ${index % 15}`))).toEqual({ 201: 15, '409 name_taken': 15 });
    expect(tally(await createAll((index) => `Other ${index}`))).toEqual({ 201: 4, '409 too_many_integrations': 26 });
    expect(new Set(await listed()).size).toBe(20);
    expect((await item('crowd', 'integrations'))?.['held']).toBe(20);
  });

  it('are created or refused with 409 also where their transactions meet, and never with a fault of ours', async () => {
    api = disturbed(async (attempt, call) => {
      if (call % 3 !== 0) throw conflict();
      await attempt();
    }, 30);
    const answers = await createAll((index) => `Meeting ${index}`);
    expect(answers.filter((answer) => answer === '201').length).toBeGreaterThan(0);
    const allowed = ['201', '409 contended', '409 too_many_integrations'];
    expect(answers.filter((answer) => !allowed.includes(answer))).toEqual([]);
    api = disturbed(() => Promise.reject(conflict()), 100);
    expect(tally(await createAll((index) => `Never ${index}`))).toEqual({ '409 contended': 30 });
  });

  it('are created though the answer to each was lost, and the last one there is room for, too', async () => {
    const held = Number((await item('crowd', 'integrations'))?.['held']);
    api = disturbed(async (attempt) => {
      await attempt();
      await attempt();
    }, held + 30);
    expect(tally(await createAll((index) => `Lost ${index}`))).toEqual({ 201: 30 });
    expect((await item('crowd', 'integrations'))?.['held']).toBe(held + 30);
  });
});

const eraser = () =>
  createEraseIntegrations({
    tables: createEraseTables({
      client: tables.client,
      integrations: tables.tables.Integrations,
      chats: tables.tables.Chats,
      contactCounts: tables.tables.ContactCounts,
      pause: randomPause,
    }),
    findIntegration: tables.store.findIntegration,
    saveIntegration: tables.store.saveIntegration,
    clock: api.now,
  });

/** And the seven days pass in which it can be undone. */
const askToErase = async (path: string): Promise<void> => {
  await api.send({ method: 'DELETE', path: `${path}?erase=true` });
  api.advance(ERASE_AFTER_MS);
};

describe('an item that a hand at the table spoiled', () => {
  const spoil = async (integrationId: string, name: string, attribute: string) => {
    await tables.client.send(
      new UpdateItemCommand({
        TableName: tables.tables.Integrations,
        Key: integrationKey(integrationId, name),
        UpdateExpression: 'SET #attribute = :value',
        ExpressionAttributeNames: { '#attribute': attribute },
        ExpressionAttributeValues: { ':value': { S: 'yesterday' } },
      }),
    );
  };

  it('hides no neighbour in the list, whether it holds settings or evidence', async () => {
    const [one, two, three] = [await create(), await create(), await create()];
    await spoil(one.integrationId, CONFIG_ITEM, 'createdAt');
    await spoil(two.integrationId, HEALTH_ITEM, 'acceptedAt');
    const listed = await list();
    expect(listed).not.toContain(one.integrationId);
    expect(listed).toContain(two.integrationId);
    expect(listed).toContain(three.integrationId);
  });

  it('hides no other incident', async () => {
    const one = await create();
    const incident = { openedAt: NOW_TEXT, silentFrom: NOW_TEXT, cause: 'app_silent', severity: 'critical' };
    const put = (fields: object, at: string) =>
      tables.client.send(
        new PutItemCommand({
          TableName: tables.tables.Integrations,
          Item: marshall({ integrationId: one.integrationId, item: `incident#${at}`, ...incident, ...fields }),
        }),
      );
    await put({}, '2026-11-22T09:00:00.000Z');
    await put({ severity: 'huge' }, '2026-11-22T10:00:00.000Z');
    const { json } = await api.send({ method: 'GET', path: `${one.path}/incidents` });
    expect(incidentListSchema.parse(json).items).toHaveLength(1);
  });

  it('keeps no other erasure waiting, and is told', async () => {
    const [one, two] = [await create(), await create()];
    for (const { path } of [one, two]) await askToErase(path);
    await spoil(one.integrationId, CONFIG_ITEM, 'createdAt');
    await expect(eraser()(() => true)).rejects.toThrow();
    expect(await show(two.path)).toMatchObject({ status: 'erasing' });
    expect((await item(two.integrationId, CONFIG_ITEM))?.['erase']).toHaveProperty('emptyAt');
    await tables.client.send(
      new DeleteItemCommand({
        TableName: tables.tables.Integrations,
        Key: integrationKey(one.integrationId, CONFIG_ITEM),
      }),
    );
  });
});

describe('the health item', () => {
  it('comes with the integration, for the monitor to find', async () => {
    const { integrationId } = await create();
    expect(await item(integrationId, HEALTH_ITEM)).toMatchObject({
      checkShard: 'all',
      checkAt: '2026-11-22T12:00:00.000Z',
    });
  });

  it('takes the evidence of the recorder, and shows it', async () => {
    const { integrationId, path } = await create();
    const { keyId } = generatedKeySchema.parse((await api.send({ method: 'POST', path: `${path}/keys` })).json);
    await api.send({ method: 'DELETE', path: `${path}/keys/${keyId}` });
    const note = createNote(
      createIntegrationHealth({ client: tables.client, table: tables.tables.Integrations, pause: randomPause }),
    );
    await note(integrationId, {
      acceptedAt: api.now() - 2,
      chatEventAt: api.now() - 2,
      heartbeatAt: api.now() - 2,
    });
    await note(integrationId, { refusedAt: api.now() - 1, refusal: { reason: 'key_revoked', keyId } });
    expect(await show(path)).toMatchObject({
      status: 'operational',
      cause: 'key_rejected',
      lastEventAt: '2026-11-22T11:59:59.998Z',
      lastHeartbeatAt: '2026-11-22T11:59:59.998Z',
      lastRefusal: { at: '2026-11-22T11:59:59.999Z', reason: 'key_revoked', keyId },
      message: expect.stringContaining(`…${keyId.slice(-4)}, which was revoked on 2026-11-22 12:00 UTC`),
    });
  });

  it('is looked at anew after a change that may move the deadline', async () => {
    const { integrationId, path } = await create();
    api.advance(DAY_MS);
    await api.send({ method: 'PATCH', path, body: { version: 1, silencePolicy: { window: 'PT15M' } } });
    expect(await item(integrationId, HEALTH_ITEM)).toMatchObject({ checkAt: '2026-11-23T12:00:00.000Z' });
  });

  it('goes after a deletion, when the monitor has looked, and late evidence does not bring it back', async () => {
    const { integrationId, path } = await create();
    await api.send({ method: 'DELETE', path });
    const table = tables.tables.Integrations;
    const store = createWatchStore({ client: tables.client, table, pause: randomPause, onError: () => undefined });
    const due = await store.findDue(api.now());
    const watched = due.watched.filter((one) => one.integrationId === integrationId);
    expect(watched).toMatchObject([{ integrationId, isDeleted: true }]);
    await store.removeAll(watched.map((one) => ({ ...one, checkAt: one.checkAt - 1 })));
    expect(await item(integrationId, HEALTH_ITEM)).toBeDefined();
    await store.removeAll(watched);
    const health = createIntegrationHealth({ client: tables.client, table, pause: randomPause });
    expect(await health.find([integrationId], 'strong')).toEqual(new Map());
    const late = { integrationId, before: {}, after: { acceptedAt: api.now() } };
    expect(await health.write([late])).toEqual(['overtaken']);
    expect(await item(integrationId, HEALTH_ITEM)).toBeUndefined();
    expect(await item(integrationId, CONFIG_ITEM)).not.toHaveProperty('accountId');
  });
});

describe('the incidents', () => {
  it('are read as the monitor writes them, newest first, page by page', async () => {
    const { integrationId, path } = await create();
    for (const day of ['20', '21', '22']) {
      const openedAt = `2026-11-${day}T10:00:00.000Z`;
      await put(tables.tables.Integrations, {
        integrationId,
        item: `incident#${openedAt}`,
        openedAt,
        silentFrom: `2026-11-${day}T04:00:00.000Z`,
        cause: 'app_silent',
        severity: 'critical',
        ...(day !== '22' && { closedAt: `2026-11-${day}T11:00:00.000Z` }),
        keyNotices: {},
      });
    }
    const page = async (cursor = '') => {
      const reply = await api.send({ method: 'GET', path: `${path}/incidents?limit=2${cursor}` });
      return incidentListSchema.parse(reply.json);
    };
    const first = await page();
    expect(first.items.map(({ openedAt, to }) => [openedAt, to])).toEqual([
      ['2026-11-22T10:00:00.000Z', undefined],
      ['2026-11-21T10:00:00.000Z', '2026-11-21T11:00:00.000Z'],
    ]);
    const second = await page(`&cursor=${first.nextCursor}`);
    expect(second.items.map(({ openedAt }) => openedAt)).toEqual(['2026-11-20T10:00:00.000Z']);
  });
});

describe('erasing', () => {
  const fill = async (integrationId: string, chats: number) => {
    const requests = Array.from({ length: chats }, (_, index) => ({
      PutRequest: { Item: marshall({ integrationId, chatId: `chat-${index}` }) },
    }));
    for (let start = 0; start < requests.length; start += 25) {
      const RequestItems = { [tables.tables.Chats]: requests.slice(start, start + 25) };
      await tables.client.send(new BatchWriteItemCommand({ RequestItems }));
    }
    await put(tables.tables.ContactCounts, { integrationId, hourQueue: '2026-11-22T09:00:00Z#Support' });
    for (const item of ['backfill#2026-11-22T10:00:00.000Z', 'backfill#active', 'incident#2026-11-22T10:00:00.000Z']) {
      await put(tables.tables.Integrations, { integrationId, item });
    }
  };

  const left = async (integrationId: string) => {
    const count = async (table: string) => (await query(table, integrationId)).length;
    return [await count(tables.tables.Chats), await count(tables.tables.ContactCounts)];
  };

  it('takes chats, counts, recoveries and incidents of this integration and of no other', async () => {
    const [one, other] = [await create(), await create()];
    await fill(one.integrationId, 503);
    await fill(other.integrationId, 3);
    await askToErase(one.path);

    expect(await eraser()(() => true)).toEqual({ passes: 1, deletedChats: 503, deletedCounts: 1 });
    expect(await left(one.integrationId)).toEqual([0, 0]);
    expect(await query(tables.tables.Integrations, one.integrationId)).toHaveLength(1);
    expect(await left(other.integrationId)).toEqual([3, 1]);
    expect(await show(one.path)).toMatchObject({ status: 'erasing', erase: { deletedChats: 503, deletedCounts: 1 } });
  });

  it('says erased when a pass a day later found nothing, and until then shows it in the list', async () => {
    const one = await create();
    const isListed = async () => (await list()).includes(one.integrationId);
    await fill(one.integrationId, 2);
    await askToErase(one.path);
    await eraser()(() => true);
    expect(await show(one.path)).toMatchObject({ status: 'erasing', erase: { deletedChats: 2 } });
    expect(await isListed()).toBe(true);

    api.advance(DAY_MS);
    await fill(one.integrationId, 1);
    await eraser()(() => true);
    expect(await show(one.path)).toMatchObject({ status: 'erasing', erase: { deletedChats: 3 } });

    api.advance(DAY_MS);
    await eraser()(() => true);
    expect(await show(one.path)).toMatchObject({
      status: 'erased',
      erase: { erasedAt: '2026-12-01T12:00:00.000Z', deletedChats: 3 },
    });
    expect(await isListed()).toBe(false);

    api.advance(DAY_MS);
    await fill(one.integrationId, 1);
    await eraser()(() => true);
    expect(await show(one.path)).toMatchObject({ status: 'erasing', erase: { deletedChats: 4 } });
    expect(await isListed()).toBe(true);
  });

  it('goes on where a run without time left off, and shows how far it came', async () => {
    const one = await create();
    await fill(one.integrationId, 505);
    await askToErase(one.path);
    let pages = 0;
    await eraser()(() => {
      pages += 1;
      return pages <= 2;
    });
    expect(await show(one.path)).toMatchObject({ status: 'erasing', erase: { deletedChats: 500 } });
    await eraser()(() => true);
    expect(await show(one.path)).toMatchObject({ status: 'erasing', erase: { deletedChats: 505, deletedCounts: 1 } });
  });

  it('comes back daily for what was still under way, and ends when nothing can come any more', async () => {
    const one = await create();
    await askToErase(one.path);
    const nextPass = async () => (await item(one.integrationId, CONFIG_ITEM))?.['checkAt'];
    await eraser()(() => true);
    expect(await nextPass()).toBe('2026-11-30T12:00:00.000Z');

    await fill(one.integrationId, 2);
    await eraser()(() => true);
    expect(await left(one.integrationId)).toEqual([2, 1]);
    api.advance(DAY_MS);
    await eraser()(() => true);
    expect(await left(one.integrationId)).toEqual([0, 0]);
    expect(await nextPass()).toBe('2026-12-01T12:00:00.000Z');

    api.advance(SWEEP_FOR_MS);
    await eraser()(() => true);
    expect(await nextPass()).toBeUndefined();
    expect(await show(one.path)).toMatchObject({ status: 'erased', erase: { deletedChats: 2, deletedCounts: 1 } });
  });

  it('takes nothing for seven days, in which an undo brings everything back but the keys', async () => {
    const one = await create();
    await fill(one.integrationId, 2);
    const table = tables.tables.Integrations;
    const note = createNote(createIntegrationHealth({ client: tables.client, table, pause: randomPause }));
    await note(one.integrationId, { acceptedAt: api.now(), chatEventAt: api.now() });
    const before = await show(one.path);
    const others = async () => (await query(tables.tables.Integrations, one.integrationId)).length;
    const items = await others();

    await api.send({ method: 'DELETE', path: `${one.path}?erase=true` });
    expect(await item(one.integrationId, HEALTH_ITEM)).toHaveProperty('pausedAt', '2026-11-22T12:00:00.000Z');
    api.advance(ERASE_AFTER_MS - 1);
    expect(await eraser()(() => true)).toMatchObject({ passes: 0, deletedChats: 0 });
    expect([...(await left(one.integrationId)), await others()]).toEqual([2, 1, items]);
    const taken = { ...SETTINGS, name: before.name };
    expect(await api.send({ method: 'POST', path: '/v1/integrations', body: taken })).toMatchObject({ status: 409 });

    expect((await api.send({ method: 'POST', path: `${one.path}/restore` })).status).toBe(200);
    api.advance(DAY_MS);
    expect(await eraser()(() => true)).toMatchObject({ passes: 0, deletedChats: 0 });
    expect([...(await left(one.integrationId)), await others()]).toEqual([2, 1, items]);
    const { silencePolicy, lastEventAt, name, freshchatDomain } = before;
    expect(await show(one.path)).toMatchObject({ silencePolicy, lastEventAt, name, freshchatDomain });
    expect(await item(one.integrationId, HEALTH_ITEM)).not.toHaveProperty('pausedAt');
    expect(await item(one.integrationId, CONFIG_ITEM)).not.toHaveProperty('checkShard');
  });

  it('begins by taking the settings and giving the name and the place free', async () => {
    const one = await create();
    const { name } = await show(one.path);
    await api.send({ method: 'PATCH', path: one.path, body: { version: 1, silencePolicy: { window: 'PT2H' } } });
    await askToErase(one.path);
    await eraser()(() => true);
    const kept = await item(one.integrationId, CONFIG_ITEM);
    for (const gone of ['freshchatDomain', 'freshchatKey', 'silencePolicy']) expect(kept).not.toHaveProperty(gone);
    expect(kept).toMatchObject({ name, deletedAt: '2026-11-22T12:00:00.000Z', deletedBy: 'subject-1' });
    expect(await api.send({ method: 'POST', path: '/v1/integrations', body: { ...SETTINGS, name } })).toMatchObject({
      status: 201,
    });
    expect(await api.send({ method: 'POST', path: `${one.path}/restore` })).toMatchObject({ status: 409 });
  });

  it('leaves alone what was deleted without it', async () => {
    const one = await create();
    await fill(one.integrationId, 2);
    await api.send({ method: 'DELETE', path: one.path });
    api.advance(DAY_MS);
    await eraser()(() => true);
    expect(await left(one.integrationId)).toEqual([2, 1]);
  });
});

describe('the tables', () => {
  it('never hold an API key or a Freshchat key', async () => {
    const { path } = await create();
    const { key } = generatedKeySchema.parse((await api.send({ method: 'POST', path: `${path}/keys` })).json);
    await api.send({ method: 'PATCH', path, body: { version: 1, freshchatKey: `${FRESHCHAT_KEY}-2` } });
    const stored = JSON.stringify(
      await Promise.all(
        Object.values(tables.tables).map((table) => tables.client.send(new ScanCommand({ TableName: table }))),
      ),
    );
    expect(stored).toContain('local1:');
    expect(stored).not.toContain(FRESHCHAT_KEY);
    const [, , secret = ''] = key.split('_');
    expect(secret).toHaveLength(43);
    expect(stored).not.toContain(secret);
  });
});

const put = (table: string, plain: Readonly<Record<string, unknown>>) =>
  tables.client.send(new PutItemCommand({ TableName: table, Item: marshall(plain) }));

const query = async (table: string, integrationId: string): Promise<readonly Record<string, AttributeValue>[]> => {
  const { Items: items = [] } = await tables.client.send(
    new QueryCommand({
      TableName: table,
      KeyConditionExpression: 'integrationId = :id',
      ExpressionAttributeValues: { ':id': { S: integrationId } },
    }),
  );
  return items;
};
