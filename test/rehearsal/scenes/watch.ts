import { equal, ok } from 'node:assert/strict';
import { GetItemCommand, PutItemCommand, QueryCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { SCHEDULED_EVENT, SCHEDULER_EVENT } from '../lambda-events.ts';
import type { Stage } from '../rehearse.ts';
import type { TestIntegration } from './administer.ts';
import { takeAll } from './receive-and-record.ts';

const DAY_MS = 24 * 60 * 60_000;
const daysAgo = (days: number): string => new Date(Date.now() - days * DAY_MS).toISOString();

/** The monitor runs by both kinds of schedule, finds an integration that fell silent, and hears of it again. */
export const watchForSilence = async (
  { account, invoke, find }: Stage,
  { integrationId, keyId, revokedKey }: TestIntegration,
): Promise<void> => {
  const { db, idOf } = account;
  const table = idOf('TablesIntegrations');
  const health = { integrationId: { S: integrationId }, item: { S: 'health' } };
  const setHealth = (instants: Readonly<Record<string, string>>, forget = '') =>
    db.send(
      new UpdateItemCommand({
        TableName: table,
        Key: health,
        UpdateExpression: `SET ${Object.keys(instants).map((name) => `${name} = :${name}`)}${forget}`,
        ExpressionAttributeValues: Object.fromEntries(
          Object.entries(instants).map(([name, value]) => [`:${name}`, { S: value }]),
        ),
      }),
    );
  const incidents = async () =>
    (
      await db.send(
        new QueryCommand({
          TableName: table,
          KeyConditionExpression: 'integrationId = :id AND begins_with(#item, :incident)',
          ExpressionAttributeNames: { '#item': 'item' },
          ExpressionAttributeValues: { ':id': { S: integrationId }, ':incident': { S: 'incident#' } },
        }),
      )
    ).Items ?? [];

  const takeNotices = async (): Promise<readonly string[]> => {
    const { Messages: notices = [] } = await account.sqs.send(
      new ReceiveMessageCommand({ QueueUrl: account.inboxUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 1 }),
    );
    return notices.map(({ Body: body = '' }) => body);
  };

  await find("watch-silence sends its probe at the scheduler's own event", async () => {
    await invoke('watch-silence', SCHEDULER_EVENT);
    ok((await takeAll(account)).some(({ Body: body }) => body?.includes('probe')));
  });
  await find('watch-silence opens an incident and tells the topic', async () => {
    const longAgo = daysAgo(20);
    await setHealth(
      { createdAt: daysAgo(30), acceptedAt: longAgo, chatEventAt: longAgo, heartbeatAt: longAgo, checkAt: longAgo },
      ' REMOVE refusedAt, refusedSince, refusal',
    );
    await invoke('watch-silence', SCHEDULED_EVENT);
    equal((await incidents()).length, 1);
    ok((await takeNotices()).some((body) => body.includes(integrationId)));
  });
  await find('watch-silence closes the incident when chats come again, and moves the next look', async () => {
    const now = new Date().toISOString();
    await setHealth({ acceptedAt: now, chatEventAt: now, heartbeatAt: now, checkAt: daysAgo(1) });
    await invoke('watch-silence', SCHEDULED_EVENT);
    ok((await incidents())[0]?.['closedAt']?.S);
    await setHealth({ checkAt: daysAgo(1) });
    await invoke('watch-silence', SCHEDULED_EVENT);
    const { Item: item } = await db.send(new GetItemCommand({ TableName: table, Key: health }));
    ok((item?.['checkAt']?.S ?? '') > now);
  });
  await find('watch-silence names the key that works where another one is refused, and reads no hash', async () => {
    const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();
    const [, revokedKeyId = ''] = revokedKey.split('_');
    await db.send(
      new UpdateItemCommand({
        TableName: table,
        Key: health,
        UpdateExpression: 'SET refusal = :refusal, refusedAt = :now, refusedSince = :since, checkAt = :due, #a = :then',
        ExpressionAttributeNames: { '#a': 'acceptedAt' },
        ExpressionAttributeValues: {
          ':refusal': { M: { reason: { S: 'key_revoked' }, keyId: { S: revokedKeyId } } },
          ':now': { S: minutesAgo(0) },
          ':since': { S: minutesAgo(4) },
          ':then': { S: minutesAgo(5) },
          ':due': { S: daysAgo(1) },
        },
      }),
    );
    await invoke('watch-silence', SCHEDULED_EVENT);
    ok((await takeNotices()).some((body) => body.includes(`Paste the API key …${keyId.slice(-4)} into the app`)));
  });
  await find('watch-silence forgets an integration that was deleted', async () => {
    const deleted = { ...health, integrationId: { S: `${integrationId}-deleted` } };
    const instants = { createdAt: daysAgo(2), deletedAt: daysAgo(1), checkAt: daysAgo(1) };
    await db.send(
      new PutItemCommand({
        TableName: table,
        Item: {
          ...deleted,
          checkShard: { S: 'all' },
          ...Object.fromEntries(Object.entries(instants).map(([name, at]) => [name, { S: at }])),
        },
      }),
    );
    await invoke('watch-silence', SCHEDULED_EVENT);
    equal((await db.send(new GetItemCommand({ TableName: table, Key: deleted }))).Item, undefined);
  });
};
