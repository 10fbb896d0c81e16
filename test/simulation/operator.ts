/** The hands that act in the middle of a history: redrives, erasures, and messages that were never ours. */

import type { Books } from './books.ts';
import type { EventsApi } from './events-api.ts';
import type { IntegrationsTable } from './integrations-table.ts';
import type { LedgerTable } from './ledger-table.ts';
import { INTEGRATIONS } from './posts.ts';
import type { Queue } from './queue.ts';
import type { Random } from './random.ts';
import type { Stream } from './stream.ts';
import type { World } from './world.ts';

type Deps = {
  readonly api: EventsApi;
  readonly queue: Queue;
  readonly stream: Stream;
  readonly ledger: LedgerTable;
  readonly integrations: IntegrationsTable;
  readonly books: Books;
};

/** What no version of ours ever wrote: its place is among the dead letters, once somebody has looked. */
const badBody = (random: Random, number: number): string =>
  random.pick([`{"v":1,"number":${number}`, `{"v":9,"kind":"events","number":${number}}`, `hello ${number}`]);

const SWEEPS = 3;

export const startOperator = (world: World, { api, queue, stream, ledger, integrations, books }: Deps): void => {
  const { random, faults, tell } = world;

  const redrive = async (at: number): Promise<void> => {
    await world.sleepUntil(at);
    queue.redrive();
  };

  /** Where the keys go last, events keep coming; and what is in the queue brings chats back, as new ones. */
  const erase = async (integrationId: string, at: number): Promise<void> => {
    await world.sleepUntil(at);
    tell(() => `${integrationId} is erased`);
    books.onErased(integrationId);
    const isRevokedFirst = random.chance(0.5);
    if (isRevokedFirst) api.revoke(integrationId);
    integrations.remove(integrationId);
    ledger.startErasing(integrationId);
    for (let sweep = 0; sweep < SWEEPS; sweep += 1) {
      await world.sleep(random.int(1, 300_000));
      for (const chat of ledger.all().filter((one) => one.integrationId === integrationId)) {
        await world.sleep(random.int(1, 300));
        ledger.remove(chat);
      }
    }
    api.revoke(integrationId);
  };

  const sendBadMessages = async (): Promise<void> => {
    for (let sent = 0; sent < faults.badMessages; sent += 1) {
      await world.sleep(random.int(0, 600_000));
      const body = badBody(random, sent);
      books.onBad(body);
      queue.send(body, undefined);
    }
  };

  const spoilTable = async (): Promise<void> => {
    for (let spoilt = 0; spoilt < faults.unreadableRecords; spoilt += 1) {
      await world.sleep(random.int(0, 1_200_000));
      const key = `${INTEGRATIONS[0]}\nhand-${spoilt}`;
      books.onUnreadable(
        stream.append({ eventName: 'INSERT', key, newImage: { by: { S: 'hand' } }, oldImage: undefined }),
      );
    }
  };

  for (const at of faults.redrives) world.start(() => redrive(at));
  if (faults.erasureAt !== undefined) {
    const [integrationId = INTEGRATIONS[0]] = random.shuffled(INTEGRATIONS);
    const at = faults.erasureAt;
    world.start(() => erase(integrationId, at));
  }
  world.start(sendBadMessages);
  world.start(spoilTable);
};
