/**
 * The whole way of an erasing, from the request to *erased*, with a crash at each of its steps: before a port did what it
 * was asked, or behind it, when nobody heard of it. Whoever was cut off comes again, as a person does and as the schedule
 * does.
 */

import { expect, test } from 'vitest';
import { createDeleteIntegration, ERASE_AFTER_MS } from '../../../shared/integrations/delete-integration.ts';
import { createEraseIntegrations } from '../../../shared/integrations/erase-integrations.ts';
import type { Integration } from '../../../shared/integrations/integration.ts';
import { createRestoreIntegration } from '../../../shared/integrations/restore-integration.ts';
import { createFakeAdminStore } from '../../support/fakes/admin-store.ts';

const START = Date.parse('2026-11-22T12:00:00.000Z');
const DAY_MS = 24 * 3_600_000;
const ID = 'acme.one';
const REF = { accountId: 'acme', integrationId: ID, by: 'anna' };
const KEY = { keyId: 'key', hash: 'hash', integrationId: ID, accountId: 'acme', createdAt: START };
const INTEGRATION: Integration = {
  integrationId: ID,
  accountId: 'acme',
  name: 'Support',
  template: 'freshchat',
  freshchatDomain: 'acme.freshchat.com',
  silencePolicy: { windowMs: 3_600_000 },
  keyIds: ['key'],
  version: 1,
  revision: 1,
  createdAt: START,
};

class Crash extends Error {}

type When = 'before' | 'behind';

/** Counts the calls of all ports, and crashes at one of them. */
const createCrash = (at: number, when: When) => {
  let calls = 0;
  return {
    calls: () => calls,
    around:
      <A extends readonly unknown[], R>(port: (...args: A) => Promise<R>) =>
      async (...args: A): Promise<R> => {
        calls += 1;
        const isHit = calls === at;
        if (isHit && when === 'before') throw new Crash();
        const result = await port(...args);
        if (isHit) throw new Crash();
        return result;
      },
  };
};

const createWorld = async (crashAt: number, when: When) => {
  let now = START;
  const clock = () => now;
  const { around, calls } = createCrash(crashAt, when);
  const store = createFakeAdminStore();
  await store.saveIntegration({ after: INTEGRATION, newKey: KEY, checkAt: START });
  const data = { chats: 3, counts: 2, incidents: 1 };
  const take = (kind: keyof typeof data) => async () => {
    const page = Math.min(2, data[kind]);
    data[kind] -= page;
    return page;
  };
  /** An index that lags: it names the integration whenever it is asked. */
  const due = async (): Promise<readonly string[]> => [ID];
  const ports = {
    findIntegration: around(store.findIntegration),
    saveIntegration: around(store.saveIntegration),
    pause: async () => undefined,
    clock,
  };
  const erase = createDeleteIntegration({ ...ports, findKeys: store.findKeys, eraseAfterMs: ERASE_AFTER_MS });
  const restore = createRestoreIntegration(ports);
  const sweep = createEraseIntegrations({
    ...ports,
    tables: {
      dueErasures: around(due),
      eraseChats: around(take('chats')),
      eraseCounts: around(take('counts')),
      eraseIncidents: around(take('incidents')),
    },
  });
  /** Again after a crash, until it has gone through. */
  const insist = async <T>(step: () => Promise<T>): Promise<T> => {
    try {
      return await step();
    } catch (error) {
      if (error instanceof Crash) return step();
      throw error;
    }
  };
  return {
    calls,
    data,
    advance: (ms: number) => {
      now += ms;
    },
    arrive: () => {
      data.chats += 1;
    },
    stored: async () => {
      const found = await store.findIntegration(ID);
      if (!found) throw new Error('A tombstone stays.');
      return found;
    },
    isKeyDead: async () => (await store.findKeys(['key']))[0]?.revokedAt !== undefined,
    isNameTaken: async () => {
      const other = { ...INTEGRATION, integrationId: `acme.other-${now}`, keyIds: [] };
      return (await store.saveIntegration({ after: other, checkAt: now })) === 'name_taken';
    },
    ask: () => insist(() => erase(REF, true)),
    undo: () => insist(() => restore(REF)),
    sweep: () => insist(() => sweep(() => true)),
  };
};

type World = Awaited<ReturnType<typeof createWorld>>;

const FULL = { chats: 3, counts: 2, incidents: 1 };
const NOTHING = { chats: 0, counts: 0, incidents: 0 };

const toTheEnd = async (world: World): Promise<void> => {
  await world.ask();
  expect(await world.isKeyDead()).toBe(true);
  world.advance(ERASE_AFTER_MS - 1);
  await world.sweep();
  expect(world.data).toEqual(FULL);
  expect(await world.isNameTaken()).toBe(true);

  world.advance(1);
  await world.sweep();
  expect(world.data).toEqual(NOTHING);
  expect((await world.stored()).erasure).not.toHaveProperty('erasedAt');
  expect(await world.stored()).not.toHaveProperty('freshchatDomain');
  expect(await world.isNameTaken()).toBe(false);

  world.arrive();
  world.advance(DAY_MS);
  await world.sweep();
  expect(world.data).toEqual(NOTHING);
  world.advance(DAY_MS);
  await world.sweep();
  expect((await world.stored()).erasure).toHaveProperty('erasedAt');
};

const withUndo = async (world: World): Promise<void> => {
  await world.ask();
  world.advance(ERASE_AFTER_MS - 1);
  await world.sweep();
  expect((await world.undo()).kind).toBe('restored');
  world.advance(30 * DAY_MS);
  await world.sweep();
  expect(world.data).toEqual(FULL);
  const { version: _v, revision: _r, ...settings } = INTEGRATION;
  expect(await world.stored()).toMatchObject(settings);
  for (const gone of ['deletedAt', 'erasure']) expect(await world.stored()).not.toHaveProperty(gone);
  expect(await world.isNameTaken()).toBe(true);
  expect(await world.isKeyDead()).toBe(true);
};

/** Undo and the schedule at the very same moment: one of them wins, and the other one sees it. */
const undoAtTheLastMoment = async (world: World): Promise<void> => {
  await world.ask();
  world.advance(ERASE_AFTER_MS);
  const [{ kind }] = await Promise.all([world.undo(), world.sweep()]);
  expect(['restored', 'erasing_began']).toContain(kind);
  expect(world.data).toEqual(kind === 'restored' ? FULL : NOTHING);
  expect(await world.isNameTaken()).toBe(kind === 'restored');
};

const WALKS = { toTheEnd, withUndo, undoAtTheLastMoment } as const;

const callsOf = async (walk: (world: World) => Promise<void>): Promise<number> => {
  const world = await createWorld(0, 'before');
  await walk(world);
  return world.calls();
};

for (const [name, walk] of Object.entries(WALKS)) {
  test(`${name} ends the same, wherever it is cut off`, async () => {
    const calls = await callsOf(walk);
    expect(calls).toBeGreaterThan(4);
    for (let at = 0; at <= calls; at += 1) {
      for (const when of ['before', 'behind'] as const) await walk(await createWorld(at, when));
    }
  });
}
