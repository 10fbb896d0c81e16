/**
 * The app of the sample day is dead for two hours: what ends then is never told. Its heartbeats say so, and the hours
 * become unknown. They were received during that day, so they are put where they would have waited: on the queue.
 *
 *   00:05 ──────────── alive ──────────── 12:58   dead   15:00 ──── alive ──── 23:58 ─ now
 */

import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { createHourVerdict } from '../shared/completeness/hour-state.ts';
import { toBody } from '../shared/intake/queue-message.ts';
import { createFindCompleteness } from '../shared/reading/completeness.dynamo.ts';
import type { WireEvent } from './chat-events.ts';
import type { Pause } from './send.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const [DIES_AT, LIVES_AGAIN_AT] = [13, 15];
const ACCOUNT = 'acme.freshchat.com';

export const isWhileDead = ({ occurredAt }: Pick<WireEvent, 'occurredAt'>): boolean => {
  const hour = Number(occurredAt.slice(11, 13));
  return DIES_AT <= hour && hour < LIVES_AGAIN_AT;
};

export type AppOfTheDay = {
  readonly queue: { readonly client: SQSClient; readonly url: string };
  readonly integrations: { readonly client: DynamoDBClient; readonly table: string };
  /** The monitor runs every five minutes; nobody wants to wait so long. */
  readonly runMonitor: () => Promise<unknown>;
};

type Day = { readonly integrationId: string; readonly day: string; readonly pause: Pause };

/** Tells the heartbeats of the day, one after the other; answers the hours that are unknown. */
export const tellHeartbeats = async (
  app: AppOfTheDay,
  { integrationId, day, pause }: Day,
): Promise<ReadonlySet<string>> => {
  const start = Date.parse(`${day}T00:00:00Z`);
  const beats = [
    { receivedAt: start + 5 * MINUTE_MS, bornAt: start },
    { receivedAt: start + DIES_AT * HOUR_MS - 2 * MINUTE_MS, bornAt: start },
    { receivedAt: start + 24 * HOUR_MS - 2 * MINUTE_MS, bornAt: start + LIVES_AGAIN_AT * HOUR_MS },
    { receivedAt: Date.now(), bornAt: start + LIVES_AGAIN_AT * HOUR_MS },
  ];
  const find = createFindCompleteness(app.integrations);
  // How far the counts are is known from here on: a claim waits for it.
  await app.runMonitor();
  for (const beat of beats) {
    await send(app, integrationId, beat);
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
      const known = await find(integrationId);
      if (known?.completeness.claims.accounts.get(ACCOUNT)?.heardAt === beat.receivedAt) break;
      await pause(POLL_EVERY_MS);
    }
  }
  // What is open between the two lives is stored as a hole.
  await app.runMonitor();
  const known = await find(integrationId);
  if (known === undefined) return new Set();
  const verdictOf = createHourVerdict(known.completeness, Date.now());
  const hours = Array.from({ length: 24 }, (_, hour) => start + hour * HOUR_MS);
  return new Set(hours.filter((hour) => verdictOf(hour).state === 'unknown').map(toHour));
};

const POLL_EVERY_MS = 100;
const MAX_ATTEMPTS = 100;

const toHour = (instant: number): string => `${new Date(instant).toISOString().slice(0, 19)}Z`;

const send = (
  { queue }: AppOfTheDay,
  integrationId: string,
  { receivedAt, bornAt }: { readonly receivedAt: number; readonly bornAt: number },
) =>
  queue.client.send(
    new SendMessageCommand({
      QueueUrl: queue.url,
      MessageBody: toBody({
        v: 2,
        kind: 'events',
        integrationId,
        source: { kind: 'key', keyId: 'sample' },
        receivedAt,
        events: [
          {
            id: `app:${receivedAt}`,
            type: 'app.heartbeat',
            occurredAt: receivedAt,
            app: {
              version: '1.0.0',
              account: ACCOUNT,
              aliveForSeconds: (receivedAt - bornAt) / 1_000,
              undeliveredForSeconds: 0,
            },
          },
        ],
      }),
    }),
  );
