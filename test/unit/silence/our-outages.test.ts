/** The monitor knows that it slept: an outage of ours is no silence of theirs. */

import { describe, expect, it } from 'vitest';
import { outagesBetween, withOutage } from '../../../shared/silence/our-outages.ts';
import { deadlineAfter, type SilencePolicy } from '../../../shared/silence/silence-policy.ts';
import { createWatchScene, type WatchScene } from '../../support/watch-scene.ts';

const START = Date.parse('2026-11-02T08:00:00Z');
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const sceneOf = async (windowMs: number, ...ids: readonly string[]): Promise<WatchScene> => {
  const scene = createWatchScene(START);
  for (const id of ids) {
    scene.integrations.add(id, START, { windowMs });
    await scene.chat(id);
  }
  await scene.run();
  return scene;
};

const play = async (scene: WatchScene, end: number, beside: (now: number) => Promise<unknown> = async () => 0) => {
  for (let now = scene.now() + 5 * MINUTE; now <= end; now += 5 * MINUTE) {
    scene.at(now);
    await beside(now);
    await scene.run();
  }
};

describe('after an outage of the whole system', () => {
  it.each([
    ['30 hours', 24 * HOUR, 30 * HOUR],
    ['70 minutes', HOUR, 70 * MINUTE],
  ])('of %s nobody is blamed, and its time is no silence', async (_, windowMs, outageMs) => {
    const scene = await sceneOf(windowMs, 'a.1', 'b.1', 'c.1');
    await play(scene, START + 10 * MINUTE);
    // Something comes between the last run and the outage.
    scene.at(START + 12 * MINUTE);
    await scene.chat('b.1');
    const downFrom = scene.now();
    const upAt = downFrom + outageMs;
    scene.at(upAt);
    await scene.run();
    expect(scene.notices).toEqual([]);
    await play(scene, upAt + 20 * MINUTE);
    for (const id of ['a.1', 'b.1']) await scene.chat(id);
    await play(scene, upAt + windowMs, async (now) => {
      if (now < upAt + windowMs - 30 * MINUTE) await Promise.all(['a.1', 'b.1'].map((id) => scene.chat(id)));
    });
    const silent = scene.notices.map(({ integrationId, kind, cause }) => `${integrationId} ${kind} ${cause}`);
    expect(silent).toEqual(windowMs === HOUR ? ['c.1 opened no_chats'] : ['c.1 opened app_silent']);
    expect((await scene.memory.read()).state.ourOutages).toEqual([{ from: downFrom, until: upAt }]);
  });

  it('a probe that waited in the queue is no stall', async () => {
    const scene = await sceneOf(HOUR, 'a.1');
    scene.stall(true);
    await play(scene, START + 5 * MINUTE);
    scene.at(START + 5 * HOUR);
    expect(await scene.run()).toMatchObject({ isStalled: false, probeAgeMs: 0 });
  });

  it('the closing notice names our outage', async () => {
    const scene = await sceneOf(HOUR, 'a.1');
    await play(scene, START + 70 * MINUTE, () => scene.heartbeat('a.1'));
    expect(scene.notices).toMatchObject([{ kind: 'opened', cause: 'no_chats' }]);
    scene.at(START + 3 * HOUR);
    await scene.run();
    await scene.chat('a.1');
    await play(scene, START + 3 * HOUR + 10 * MINUTE);
    expect(scene.notices[1]).toMatchObject({
      kind: 'closed',
      message: expect.stringContaining(
        'Our own service was interrupted from 2026-11-02 09:10 UTC to 2026-11-02 11:00 UTC. Mark',
      ),
    });
  });
});

describe('a monitor that alone was dead', () => {
  it('finds what became silent meanwhile, for others came through all the time', async () => {
    const others = ['b.1', 'c.1', 'd.1', 'e.1', 'f.1', 'g.1'];
    const scene = await sceneOf(HOUR, 'a.1', ...others);
    for (const [index, id] of others.entries()) {
      scene.at(START + (index + 1) * 10 * MINUTE);
      await scene.chat(id);
    }
    scene.at(START + 66 * MINUTE);
    await scene.run();
    expect(scene.notices).toMatchObject([{ integrationId: 'a.1', kind: 'opened' }]);
  });
});

describe('a deadline', () => {
  const policy: SilencePolicy = { windowMs: HOUR };

  it('counts no time of an outage of ours', () => {
    const outages = [
      { from: START - HOUR, until: START + 10 * MINUTE },
      { from: START + 20 * MINUTE, until: START + 50 * MINUTE },
      { from: START + 5 * HOUR, until: START + 6 * HOUR },
    ];
    expect(deadlineAfter(START, policy, outages)).toBe(deadlineAfter(START, policy) + 40 * MINUTE);
  });
});

describe('outages of ours', () => {
  it('are kept once, joined where they meet', () => {
    const one = { from: 0, until: 10 };
    const both = withOutage(withOutage([one], { from: 20, until: 30 }, 40), { from: 5, until: 12 }, 40);
    expect(both).toEqual([
      { from: 0, until: 12 },
      { from: 20, until: 30 },
    ]);
    expect(withOutage(both, { from: 10, until: 25 }, 40)).toEqual([{ from: 0, until: 30 }]);
    expect(outagesBetween(both, 10, 25)).toEqual([
      { from: 10, until: 12 },
      { from: 20, until: 25 },
    ]);
  });
});
