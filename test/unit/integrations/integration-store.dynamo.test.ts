/** Whose condition failed, as a transaction tells it, and what else the engine cannot be made to answer. */

import { ConditionalCheckFailedException, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import type { Integration } from '../../../shared/integrations/integration.ts';
import { createWriteRevocation } from '../../../shared/integrations/integration-keys.dynamo.ts';
import { createSaveIntegration } from '../../../shared/integrations/integration-store.dynamo.ts';
import type { IntegrationChange } from '../../../shared/integrations/integration-store.port.ts';
import { type CannedAnswer, createAnsweringClient } from '../../support/answering-client.ts';

const AT = Date.parse('2026-11-22T09:00:00Z');
const STORED: Integration = {
  integrationId: 'acme.one',
  accountId: 'acme',
  name: 'Support',
  template: 'freshchat',
  keyIds: [],
  version: 3,
  revision: 4,
  createdAt: AT,
};
const held = (count: number) => ({ Item: { held: { N: `${count}` } } });
const CREATION: IntegrationChange = { after: STORED, checkAt: AT };
const RENAMING: IntegrationChange = { before: STORED, after: { ...STORED, name: 'Other', revision: 5 }, checkAt: AT };
const TOUCH: IntegrationChange = { before: STORED, after: { ...STORED, revision: 5 }, checkAt: AT };

const cancelled = (...codes: readonly string[]) =>
  new TransactionCanceledException({
    message: '',
    $metadata: {},
    CancellationReasons: codes.map((Code) => ({ Code })),
  });
const NO = 'ConditionalCheckFailed';

const save = async (change: IntegrationChange, ...answers: readonly CannedAnswer[]) => {
  const { client, inputs } = createAnsweringClient(...answers);
  const saveIntegration = createSaveIntegration({
    client,
    integrations: 'Integrations',
    apiKeys: 'ApiKeys',
    pause: async () => undefined,
    maxIntegrations: 3,
  });
  const outcome = await saveIntegration(change);
  const writes: unknown = Reflect.get(inputs.at(-1) ?? {}, 'TransactItems');
  return { outcome, writes: Array.isArray(writes) ? writes : [], calls: inputs.length };
};

describe('a creation', () => {
  it.each([
    ['stands', {}, 'saved'],
    ['meets its own id, which says nothing of the name', cancelled(NO, NO, 'None', 'None'), 'overtaken'],
    ['meets its name', cancelled('None', NO, 'None', 'None'), 'name_taken'],
    ['meets a last place that somebody else took', cancelled('None', 'None', 'None', NO), 'too_many_integrations'],
    ['meets its name before it meets the full account', cancelled('None', NO, 'None', NO), 'name_taken'],
  ])('that %s is told as it is', async (_, answer, outcome) => {
    expect((await save(CREATION, held(2), answer)).outcome).toBe(outcome);
  });

  it('writes settings, name, health and place together, each only where it is new', async () => {
    const { writes } = await save(CREATION, held(2), {});
    expect(writes).toMatchObject([
      { Put: { ConditionExpression: 'attribute_not_exists(integrationId)' } },
      { Put: { ConditionExpression: 'attribute_not_exists(integrationId)', Item: { heldBy: { S: 'acme.one' } } } },
      { Update: { Key: { item: { S: 'health' } } } },
      {
        Update: {
          UpdateExpression: 'SET held = if_not_exists(held, :held) + :one',
          ConditionExpression: 'attribute_not_exists(held) OR held < :max',
          ExpressionAttributeValues: { ':held': { N: '2' }, ':one': { N: '1' }, ':max': { N: '3' } },
        },
      },
    ]);
  });

  it('in a full account is refused before anything is written', async () => {
    expect(await save(CREATION, held(3))).toEqual({ outcome: 'too_many_integrations', writes: [], calls: 1 });
  });
});

describe('a change', () => {
  it('of a name takes the new one and gives the old one back', async () => {
    const { writes } = await save(RENAMING, {});
    expect(writes).toMatchObject([
      { Put: { ConditionExpression: 'revision = :before', ExpressionAttributeValues: { ':before': { N: '4' } } } },
      { Put: { Item: { heldBy: { S: 'acme.one' } } } },
      { Delete: {} },
      { Update: {} },
    ]);
  });

  it('without another name or place is overtaken by whatever failed', async () => {
    expect((await save(TOUCH, cancelled(NO, 'None'))).outcome).toBe('overtaken');
    expect((await save(TOUCH, cancelled('None', NO))).outcome).toBe('overtaken');
    expect((await save(RENAMING, cancelled(NO, NO, 'None', 'None'))).outcome).toBe('overtaken');
  });

  it('of what a tool put there without a revision stands only as long as it has none', async () => {
    const { writes } = await save({ ...TOUCH, before: { ...STORED, revision: 0 } }, {});
    expect(writes[0]).toMatchObject({
      Put: { ConditionExpression: 'attribute_exists(integrationId) AND attribute_not_exists(revision)' },
    });
    expect(writes[0]).not.toHaveProperty('Put.ExpressionAttributeValues');
  });

  it('of what is deleted wakes the monitor no more', async () => {
    const deleted = { ...STORED, deletedAt: AT };
    const { writes } = await save({ before: deleted, after: { ...deleted, revision: 5 }, checkAt: AT }, {});
    expect(writes).toMatchObject([{ Put: {} }]);
    expect(writes).toHaveLength(1);
  });

  it('that deletes gives name and place back, and asks for no room', async () => {
    const { writes } = await save({ before: STORED, after: { ...STORED, deletedAt: AT }, checkAt: AT }, held(3), {});
    expect(writes).toMatchObject([
      { Put: {} },
      { Delete: {} },
      { Update: {} },
      { Update: { UpdateExpression: 'SET held = if_not_exists(held, :held) - :one' } },
    ]);
    expect(writes[3]).not.toHaveProperty('Update.ConditionExpression');
  });

  it('of keys is fenced to keys of this integration', async () => {
    const { writes } = await save(
      {
        ...TOUCH,
        followingKeyIds: ['a'],
        endedKeys: [
          { keyId: 'b', revokedAt: AT, revokedBy: 'anna' },
          { keyId: 'c', expiresAt: AT },
        ],
        forgottenKeyIds: ['d'],
      },
      {},
    );
    const at = { S: '2026-11-22T09:00:00.000Z' };
    const own = { ConditionExpression: 'integrationId = :integrationId' };
    expect(writes.slice(2)).toMatchObject([
      { Update: { ...own, UpdateExpression: 'REMOVE acceptsFrom' } },
      {
        Update: {
          ...own,
          UpdateExpression: 'SET revokedAt = :at, revokedBy = :by',
          ExpressionAttributeValues: { ':at': at, ':by': { S: 'anna' } },
        },
      },
      { Update: { ...own, UpdateExpression: 'SET expiresAt = :at', ExpressionAttributeValues: { ':at': at } } },
      { Delete: { TableName: 'ApiKeys', Key: { keyId: { S: 'd' } } } },
    ]);
  });
});

describe('the revocation of a key', () => {
  const KEY = {
    keyId: { S: 'a' },
    hash: { S: 'h' },
    integrationId: { S: 'acme.one' },
    accountId: { S: 'acme' },
    createdAt: { S: '2026-11-22T09:00:00.000Z' },
  };
  const refused = (Item?: typeof KEY) =>
    new ConditionalCheckFailedException({ message: '', $metadata: {}, ...(Item && { Item }) });
  const revoke = (answer: CannedAnswer) => {
    const { client, inputs } = createAnsweringClient(answer);
    const write = createWriteRevocation({ client, table: 'ApiKeys' });
    return { key: write({ integrationId: 'acme.one', keyId: 'a' }, AT, undefined), inputs };
  };

  it('answers with the key as it is then, or as it was when it was revoked before', async () => {
    const { key, inputs } = revoke({ Attributes: KEY });
    expect(await key).toMatchObject({ keyId: 'a' });
    expect(inputs).toMatchObject([{ ReturnValues: 'ALL_NEW', ReturnValuesOnConditionCheckFailure: 'ALL_OLD' }]);
    expect(await revoke(refused(KEY)).key).toMatchObject({ keyId: 'a' });
  });

  it('answers nothing of a key that is not there, or belongs to another integration', async () => {
    expect(await revoke(refused()).key).toBeUndefined();
    expect(await revoke(refused({ ...KEY, integrationId: { S: 'other.one' } })).key).toBeUndefined();
  });

  it('fails when the table does', async () => {
    await expect(revoke(new Error('down')).key).rejects.toThrow('down');
  });
});
