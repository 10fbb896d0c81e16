/** A hand empties a count, and an operator recounts its integration, while events, repeats and faults go on. */

import type { mendDrift, RecountPorts } from '../../shared/counting/recount.ts';
import type { CountsTable } from './counts-table.ts';
import type { LedgerTable } from './ledger-table.ts';
import { INTEGRATIONS } from './posts.ts';
import type { MappingSwitch } from './queue-mapping.ts';
import type { StreamMapping } from './stream-mapping.ts';
import type { World } from './world.ts';

export type MendDrift = typeof mendDrift;

type Deps = {
  readonly ledger: LedgerTable;
  readonly counts: CountsTable;
  readonly mapping: MappingSwitch;
  readonly tally: StreamMapping;
  readonly mendDrift: MendDrift;
};

const MINUTE_MS = 60_000;
const EVERYTHING = { from: '2000', to: '9999' };
/** Of the store's clocks, either way. */
const SKEW_MS = 2_000;
/** What does not come to rest now does later: the last recount of a history comes after the calm. */
const MAX_RECOUNTS = 30;

export const startRecounts = (world: World, { ledger, counts, mapping, tally, mendDrift }: Deps): void => {
  const { random, faults, tell } = world;
  const at = faults.recountAt;
  if (at === undefined) return;

  const ports: RecountPorts = {
    readLedger: async ({ integrationId }) => {
      await world.sleep(random.int(1, 2_000));
      const chats = ledger.all().filter((chat) => chat.integrationId === integrationId);
      return { contributions: chats.flatMap(({ contributions }) => contributions), unreadable: 0 };
    },
    readCounts: async ({ integrationId }) => {
      await world.sleep(random.int(1, 2_000));
      return { counts: counts.stored(integrationId), unreadable: [] };
    },
    addDrift: async (drift, recount) => {
      await world.sleep(random.int(1, 200));
      return counts.addDrift(drift, recount);
    },
    mapping: {
      isPaused: async () => mapping.isPaused(),
      pause: async () => {
        mapping.turn(false);
        await world.sleep(MINUTE_MS);
      },
      isUntouched: async () => true,
      resume: async () => mapping.turn(true),
    },
    tally: { lagMs: async () => tally.lagMs(), nearZeroMs: MINUTE_MS },
    storeClock: async () => Math.floor((world.now() + random.int(-SKEW_MS, SKEW_MS)) / 1_000) * 1_000,
    settleMs: 3 * MINUTE_MS,
    wait: world.sleep,
  };

  world.start(async () => {
    await world.sleepUntil(at);
    const [integrationId = INTEGRATIONS[0]] = random.shuffled(INTEGRATIONS);
    const spoiled = counts.emptySome(integrationId);
    tell(() => `a hand empties ${spoiled ?? 'nothing'}`);
    for (let attempt = 1; attempt <= MAX_RECOUNTS; attempt += 1) {
      const mending = await mendDrift(ports, [{ integrationId, ...EVERYTHING }], `recount-${attempt}`);
      tell(() => `the recount of ${integrationId}: ${JSON.stringify(mending)}`);
      if (mending.kind === 'mended' && mending.moved.length === 0) return await tally.deliverAgain();
      await world.sleep(10 * MINUTE_MS);
    }
    world.fail('the recount never came to rest');
  });
};
