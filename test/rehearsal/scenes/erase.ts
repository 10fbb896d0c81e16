import { deepEqual, equal } from 'node:assert/strict';
import { ScanCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
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

  await find(
    'erase-integrations erases ledger, counts and incidents of an integration that is to be erased',
    async () => {
      const asked = toHttpAnswer(
        await invoke(
          'manage-integrations',
          adminRequest('DELETE /v1/integrations/{integrationId}', {
            path: { integrationId },
            query: { erase: 'true' },
          }),
        ),
      );
      equal(asked.status, 202);
      // Asked long ago, and due.
      await db.send(
        new UpdateItemCommand({
          TableName: idOf('TablesIntegrations'),
          Key: { integrationId: { S: integrationId }, item: { S: 'config' } },
          UpdateExpression: 'SET checkAt = :past, #erase.requestedAt = :past',
          ExpressionAttributeNames: { '#erase': 'erase' },
          ExpressionAttributeValues: { ':past': { S: LONG_AGO } },
        }),
      );
      await invoke('erase-integrations', SCHEDULED_EVENT);
      for (const table of ['TablesChats', 'TablesContactCounts']) deepEqual(await itemsOf(table), []);
      deepEqual(
        (await itemsOf('TablesIntegrations')).map(({ item }) => item?.S),
        ['config'],
      );
    },
  );
};
