/** Plays shops through the real flows under a virtual clock, and keeps what people are told. */

import type { SilencePolicy } from '../../shared/silence/silence-policy.ts';
import { type Shop, type ShopEvent, YEAR_END, YEAR_START } from './shop-year.ts';
import { eventsMessage, refusalMessage } from './watch-messages.ts';
import { createWatchScene, type WatchScene } from './watch-scene.ts';

const MINUTE = 60_000;

export type Told = {
  readonly at: number;
  readonly integrationId: string;
  readonly kind: string;
  readonly cause: string;
};

export type Play = {
  readonly shops: readonly Shop[];
  /** Not run at all. */
  readonly isDead?: (now: number) => boolean;
  /** What one tick of the schedule does; one run when absent. */
  readonly tick?: (scene: WatchScene) => Promise<void>;
  readonly clockErrorMs?: (now: number) => number;
  readonly stall?: { readonly from: number; readonly until: number };
  readonly start?: number;
  readonly end?: number;
};

export const playYear = async ({
  shops,
  isDead,
  tick,
  clockErrorMs,
  stall,
  start = YEAR_START,
  end = YEAR_END,
}: Play) => {
  const scene = createWatchScene(start);
  const told: Told[] = [];
  const alarmedAt: number[] = [];
  const queues = shops.map((shop) => ({ shop, next: 0, isCreated: false, changes: [...changesOf(shop)] }));
  for (let now = start + 5 * MINUTE; now <= end; now += 5 * MINUTE) {
    const isStalled = stall !== undefined && now > stall.from && now <= stall.until;
    scene.stall(isStalled);
    scene.setClockError(clockErrorMs?.(now) ?? 0);
    for (const queue of queues) {
      const { shop } = queue;
      if (!queue.isCreated && shop.createdAt <= now) {
        scene.integrations.add(shop.integrationId, shop.createdAt, shop.policy);
        queue.isCreated = true;
      }
      while ((queue.changes[0]?.at ?? Number.POSITIVE_INFINITY) <= now) {
        const policy = queue.changes.shift()?.policy;
        if (policy) scene.integrations.setPolicy(shop.integrationId, policy, now);
      }
      // What is received in a stall is noted after it, with the instant of its reception.
      for (; !isStalled; queue.next += 1) {
        const event = shop.events[queue.next];
        if (!event || event.at > now) break;
        await scene.note([toMessage(shop.integrationId, event)]);
      }
    }
    scene.at(now);
    if (isDead?.(now)) continue;
    const before = scene.notices.length;
    if (tick) await tick(scene);
    else {
      const { silentCritical, silentWarning } = await scene.run();
      if (silentCritical + silentWarning > 0) alarmedAt.push(now);
    }
    for (const { integrationId = 'platform', kind, cause = '' } of scene.notices.slice(before)) {
      told.push({ at: now, integrationId, kind, cause });
    }
  }
  return { told, alarmedAt, errors: scene.errors };
};

const changesOf = ({ policy, pause, changes = [] }: Shop): readonly { at: number; policy: SilencePolicy }[] =>
  pause ? [{ at: pause.at, policy: { ...policy, pausedUntil: pause.until } }] : changes;

const toMessage = (integrationId: string, { at, kind }: ShopEvent) => {
  switch (kind) {
    case 'chat':
      return eventsMessage(integrationId, at, 'chat.resolved');
    case 'heartbeat':
      return eventsMessage(integrationId, at, 'app.heartbeat');
    case 'installed':
      return eventsMessage(integrationId, at, 'app.installed');
    case 'uninstalled':
      return eventsMessage(integrationId, at, 'app.uninstalled');
    case 'refused':
      return refusalMessage(integrationId, at, 'key_revoked', 'k-1');
    case 'invalid':
      return refusalMessage(integrationId, at, 'events_invalid', 'k-1');
  }
};
