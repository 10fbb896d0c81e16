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

  it('stay ours while nobody comes through, and are told of again after two hours', async () => {
    const scene = await sceneOf(accounts(12));
    await play(scene, START + 3 * DAY);
    expect(platformNotices(scene)).toEqual(['platform_opened', 'platform_escalated']);
    expect(scene.notices).toHaveLength(2);
    expect(scene.notices[1]?.id).not.toBe(scene.notices[0]?.id);
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

describe('many that are refused alike together', () => {
  const refuseAll = async (scene: WatchScene, ids: readonly string[]) => {
    for (const id of ids) await scene.refuseEvents(id);
  };
  const chatAll = async (scene: WatchScene, ids: readonly string[]) => {
    for (const id of ids) await scene.chat(id);
  };

  it('are one incident of ours, that began with the first of them: a release that refuses everybody', async () => {
    const shops = accounts(12);
    const scene = await sceneOf(shops);
    const [refused, well] = [shops.slice(0, 6), shops.slice(6)];
    const from = START + 2 * HOUR;
    await play(scene, from, () => chatAll(scene, shops));
    await play(scene, from + HOUR, async () => {
      await refuseAll(scene, refused);
      await chatAll(scene, well);
    });
    expect(platformNotices(scene)).toEqual(['platform_opened']);
    expect(scene.notices).toMatchObject([
      { from: new Date(from + 5 * MINUTE).toISOString(), reason: { key: 'platform_refused_opened' } },
    ]);
    await play(scene, from + 2 * HOUR, () => chatAll(scene, shops));
    expect(platformNotices(scene)).toEqual(['platform_opened', 'platform_closed']);
    expect(scene.notices).toHaveLength(2);
    expect((await scene.memory.read()).state.ourOutages).toMatchObject([{ from: from + 5 * MINUTE }]);
  });

  it('are told of after two hours, each for itself and once, when others are accepted', async () => {
    const shops = accounts(12);
    const scene = await sceneOf(shops);
    const refused = shops.slice(0, 6);
    await play(scene, START + 5 * HOUR, async () => {
      await refuseAll(scene, refused);
      await chatAll(scene, shops.slice(6));
    });
    expect(platformNotices(scene)).toEqual(['platform_opened', 'platform_closed']);
    expect(scene.notices[1]).toMatchObject({ reason: { key: 'platform_refused_not_ours' } });
    for (const id of refused) expect(toldOf(scene, id)).toEqual(['opened:events_invalid']);
  });

  it('stay ours, and are told of again after two hours, while nobody is accepted', async () => {
    const shops = accounts(6);
    const scene = await sceneOf(shops);
    await play(scene, START + 25 * HOUR, () => refuseAll(scene, shops));
    expect(platformNotices(scene)).toEqual(['platform_opened', 'platform_escalated']);
    expect(scene.notices).toHaveLength(2);
  });

  it('are nothing of ours when they began one after the other, are few, or belong to one account', async () => {
    const shops = accounts(20);
    const own = Array.from({ length: 8 }, (_, index) => `evil.${index}`);
    const scene = await sceneOf([...shops, ...own]);
    await play(scene, START + 20 * HOUR, async (now) => {
      // One more every two hours, but three at once in the end.
      const many = Math.min(6, Math.floor((now - START) / (2 * HOUR))) + (now > START + 15 * HOUR ? 3 : 0);
      await refuseAll(scene, [...shops.slice(0, many), ...own]);
      await chatAll(scene, shops.slice(many));
    });
    expect(platformNotices(scene)).toEqual([]);
    for (const id of [...shops.slice(0, 9), ...own]) expect(toldOf(scene, id)).toEqual(['opened:events_invalid']);
  });

  it('mute neither who is refused for another reason, nor who began long before or joins long after', async () => {
    const shops = accounts(14);
    const scene = await sceneOf(shops);
    const [long, other, late] = ['t6.1', 't7.1', 't8.1'];
    await play(scene, START + 6.9 * HOUR, async (now) => {
      await scene.refuseEvents(long);
      const hours = (now - START) / HOUR;
      if (hours > 5) {
        await refuseAll(scene, shops.slice(0, 6));
        await scene.refuse(other);
      } else await chatAll(scene, [...shops.slice(0, 6), other]);
      if (hours > 6.5) await scene.refuseEvents(late);
      else await scene.chat(late);
      await chatAll(scene, shops.slice(9));
    });
    expect(platformNotices(scene)).toEqual(['platform_opened']);
    expect(toldOf(scene, long)).toEqual(['opened:events_invalid']);
    expect(toldOf(scene, other)).toEqual(['opened:key_rejected']);
    expect(toldOf(scene, late)).toEqual(['opened:events_invalid']);
    expect(toldOf(scene, 't0.1')).toEqual([]);
  });

  it('do not mute whose key is dead by our own table, and are not made of such', async () => {
    const shops = accounts(12);
    const play6 = async (isDead: (index: number) => boolean) => {
      const scene = await sceneOf(shops);
      for (const [index, id] of shops.entries()) {
        const life = isDead(index) ? { createdAt: START, revokedAt: START } : { createdAt: START };
        scene.addKey(id, { keyId: `k-${index}`, ...life });
      }
      await play(scene, START + HOUR, async () => {
        for (const [index, id] of shops.entries()) {
          if (index < 6) await scene.refuse(id, `k-${index}`);
          else await scene.chat(id);
        }
      });
      return scene;
    };
    const certain = await play6(() => true);
    expect(platformNotices(certain)).toEqual([]);
    for (const id of shops.slice(0, 6)) expect(toldOf(certain, id)).toEqual(['opened:key_rejected']);
    const doubtful = await play6((index) => index === 0);
    expect(platformNotices(doubtful)).toEqual(['platform_opened']);
    expect(toldOf(doubtful, 't0.1')).toEqual(['opened:key_rejected']);
    for (const id of shops.slice(1, 6)) expect(toldOf(doubtful, id)).toEqual([]);
  });
});
