import { deepEqual, equal } from 'node:assert/strict';
import { DeleteItemCommand, ScanCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { adminRequest, SCHEDULED_EVENT } from '../lambda-events.ts';
import type { Stage } from '../rehearse.ts';
import type { TestIntegration } from './administer.ts';
import { toHttpAnswer } from './answers.ts';

const LONG_AGO = '2026-01-01T00:00:00.000Z';

/** An administrator asks to erase, and the schedule does it. */
export const eraseIntegration = async (
  { account, invoke, find }: Stage,
  { integrationId }: TestIntegration,
): Promise<void> => {
  const { db, idOf } = account;
  const itemsOf = async (table: string) =>
    ((await db.send(new ScanCommand({ TableName: idOf(table) }))).Items ?? []).filter(
      (item) => item['integrationId']?.S === integrationId,
    );

  const restore = adminRequest('POST /v1/integrations/{integrationId}/restore', { path: { integrationId } });
  const erase = adminRequest('DELETE /v1/integrations/{integrationId}', {
    path: { integrationId },
    query: { erase: 'true' },
  });
  const ask = async (event: unknown) => toHttpAnswer(await invoke('manage-integrations', event));

  await find('manage-integrations restores what is to be erased, and erase-integrations leaves it alone', async () => {
    const chats = await itemsOf('TablesChats');
    equal((await ask(erase)).status, 202);
    equal((await ask(restore)).status, 200);
    await invoke('erase-integrations', SCHEDULED_EVENT);
    deepEqual(await itemsOf('TablesChats'), chats);
  });
  await find(
    'erase-integrations erases ledger, counts and incidents of an integration that is to be erased',
    async () => {
      equal((await ask(erase)).status, 202);
      // Asked long ago, and due.
      await db.send(
        new UpdateItemCommand({
          TableName: idOf('TablesIntegrations'),
          Key: { integrationId: { S: integrationId }, item: { S: 'config' } },
          UpdateExpression: 'SET checkAt = :past, #erase.requestedAt = :past, #erase.erasesAt = :past',
          ExpressionAttributeNames: { '#erase': 'erase' },
          ExpressionAttributeValues: { ':past': { S: LONG_AGO } },
        }),
      );
      // As the first version left it.
      const Key = { integrationId: { S: 'acme' }, item: { S: 'integrations' } };
      await db.send(new DeleteItemCommand({ TableName: idOf('TablesIntegrations'), Key }));
      await invoke('erase-integrations', SCHEDULED_EVENT);
      for (const table of ['TablesChats', 'TablesContactCounts']) deepEqual(await itemsOf(table), []);
      deepEqual(
        (await itemsOf('TablesIntegrations')).map(({ item }) => item?.S),
        ['config'],
      );
    },
  );
};
