/** Suppression against positive evidence: who is muted when many fall silent together, and for how long. */

import { describe, expect, it } from 'vitest';
import { createWatchScene, type WatchScene } from '../../support/watch-scene.ts';

const START = Date.parse('2026-11-02T08:00:00Z');
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Each of another account. */
const accounts = (count: number, from = 0) => Array.from({ length: count }, (_, index) => `t${index + from}.1`);

const sceneOf = async (ids: readonly string[]): Promise<WatchScene> => {
  const scene = createWatchScene(START);
  for (const id of ids) {
    scene.integrations.add(id, START);
    await scene.chat(id);
  }
  return scene;
};

const isFull = (now: number) => (now - START) % HOUR === 0;

/** Runs every five minutes until then, and whatever happens beside. */
const play = async (scene: WatchScene, end: number, beside: (now: number) => Promise<unknown> = async () => 0) => {
  for (let now = scene.now() + 5 * MINUTE; now <= end; now += 5 * MINUTE) {
    scene.at(now);
    await beside(now);
    await scene.run();
  }
};

const toldOf = ({ notices }: WatchScene, id: string) =>
  notices.filter(({ integrationId }) => integrationId === id).map(({ kind, cause }) => `${kind}:${cause}`);
const platformNotices = ({ notices }: WatchScene) =>
  notices.filter(({ integrationId }) => integrationId === undefined).map(({ kind }) => kind);

describe('many that fall silent together', () => {
  it('are no incident of ours while their heartbeats arrive, and mute nobody whose app dies', async () => {
    const shops = accounts(12);
    const [closed, dead] = [shops.slice(0, 6), 't6.1'];
    const scene = await sceneOf(shops);
    const diesAt = START + 2 * DAY;
    await play(scene, START + 10 * DAY, async (now) => {
      for (const id of shops) {
        if (id === dead && now >= diesAt) continue;
        if (isFull(now)) await scene.heartbeat(id);
        if (!closed.includes(id)) await scene.chat(id);
      }
    });
    expect(platformNotices(scene)).toEqual([]);
    expect(toldOf(scene, dead)).toEqual(['opened:app_silent']);
    const told = scene.notices.find(({ integrationId }) => integrationId === dead);
    expect(told?.id).toContain(new Date(diesAt + DAY).toISOString());
    for (const id of closed) expect(toldOf(scene, id)).toEqual(['opened:no_chats']);
  });

  it('do not mute who showed a sign of life since', async () => {
    const shops = accounts(14);
    const [dead, late] = [shops.slice(0, 6), 't6.1'];
    const scene = await sceneOf(shops);
    await play(scene, START + DAY + 30 * MINUTE, async (now) => {
      for (const id of shops.slice(7)) await scene.chat(id);
      // Its chats end with the others', its heartbeats half an hour after the deadline.
      if (isFull(now) || now === START + DAY + 20 * MINUTE) await scene.heartbeat(late);
    });
    expect(platformNotices(scene)).toEqual(['platform_opened']);
    expect(toldOf(scene, late)).toEqual(['opened:no_chats']);
    for (const id of dead) expect(toldOf(scene, id)).toEqual([]);
  });

  it('mute no refused key and no removed app', async () => {
    const shops = accounts(14);
    const scene = await sceneOf(shops);
    scene.at(START + MINUTE);
    await scene.uninstall('t6.1');
    await scene.refuse('t7.1');
    await play(scene, START + DAY + HOUR, async () => {
      for (const id of shops.slice(8)) await scene.chat(id);
    });
    expect(platformNotices(scene)).toEqual(['platform_opened']);
    expect(toldOf(scene, 't6.1')).toContain('opened:app_uninstalled');
    expect(toldOf(scene, 't7.1')).toContain('opened:key_rejected');
    expect(toldOf(scene, 't0.1')).toEqual([]);
  });

  it('are told of after two hours, when requests of others prove that we are there', async () => {
    const shops = accounts(12);
    const scene = await sceneOf(shops);
    const others = async () => {
      for (const id of shops.slice(6)) await scene.chat(id);
    };
    await play(scene, START + DAY + 2 * HOUR, others);
    expect(platformNotices(scene)).toEqual(['platform_opened']);
    await play(scene, START + DAY + 2 * HOUR + 15 * MINUTE, others);
    expect(platformNotices(scene)).toEqual(['platform_opened', 'platform_closed']);
    expect(scene.notices.at(1)?.subject).toContain('our side is working');
    for (const id of shops.slice(0, 6)) expect(toldOf(scene, id)).toEqual(['opened:app_silent']);
    await play(scene, START + 3 * DAY, others);
    expect(platformNotices(scene)).toHaveLength(2);
  });

  it('stay ours while nobody comes through', async () => {
    const scene = await sceneOf(accounts(12));
    await play(scene, START + 3 * DAY);
    expect(platformNotices(scene)).toEqual(['platform_opened']);
    expect(scene.notices).toHaveLength(1);
  });

  it('are counted by account: one tenant mutes nobody', async () => {
    const victims = accounts(10);
    const own = Array.from({ length: 8 }, (_, index) => `evil.${index}`);
    const scene = await sceneOf([...own, ...victims]);
    await play(scene, START + DAY + HOUR, async () => {
      for (const id of victims.slice(1)) await scene.chat(id);
    });
    expect(platformNotices(scene)).toEqual([]);
    expect(toldOf(scene, 't0.1')).toEqual(['opened:app_silent']);
  });
});
