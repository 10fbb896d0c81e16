/** The hands that act in the middle of a history: redrives, erasures, and messages that were never ours. */

import type { Books } from './books.ts';
import type { Door } from './door.ts';
import type { IntegrationsTable } from './integrations-table.ts';
import type { LedgerTable } from './ledger-table.ts';
import { NOT_OURS } from './not-ours.ts';
import { INTEGRATIONS } from './posts.ts';
import type { Queue } from './queue.ts';
import type { World } from './world.ts';

type Deps = {
  readonly door: Door;
  readonly queue: Queue;
  readonly ledger: LedgerTable;
  readonly integrations: IntegrationsTable;
  readonly books: Books;
};

const MOST_BAD_MESSAGES = 3;

export const startOperator = (world: World, { door, queue, ledger, integrations, books }: Deps): void => {
  const { random, faults, tell } = world;

  const redrive = async (at: number): Promise<void> => {
    await world.sleepUntil(at);
    queue.redrive();
  };

  /** Keys first, so that no new event comes; what is in the queue may still bring chats back, as new ones. */
  const erase = async (integrationId: string, at: number): Promise<void> => {
    await world.sleepUntil(at);
    tell(() => `${integrationId} is erased`);
    books.onErased(integrationId);
    door.revoke(integrationId);
    integrations.remove(integrationId);
    for (const chat of ledger.all()) {
      if (chat.integrationId !== integrationId) continue;
      await world.sleep(random.int(1, 60_000));
      ledger.remove(chat);
    }
  };

  const sendBadMessages = async (): Promise<void> => {
    for (let sent = 0; sent < MOST_BAD_MESSAGES && world.strikes(faults.badMessage); sent += 1) {
      await world.sleep(random.int(0, 600_000));
      const body = random.pick(NOT_OURS);
      books.onBad(body);
      queue.send(body, undefined);
    }
  };

  for (const at of faults.redrives) world.start(() => redrive(at));
  if (faults.erasureAt !== undefined) {
    const [integrationId = INTEGRATIONS[0]] = random.shuffled(INTEGRATIONS);
    const at = faults.erasureAt;
    world.start(() => erase(integrationId, at));
  }
  world.start(sendBadMessages);
};
