/**
 * A day of an installation, in virtual time, against a real HTTP API:
 *
 *   00:00  the app is installed
 *   09:20  our HTTP API cannot be reached, for an hour
 *   11:00  a group is renamed
 *   14:00  the key is rotated, and the new one revoked by mistake
 *   15:00  another key is pasted into the app
 *
 * The revoked key is one that the HTTP API has not seen before: a key that it knows, it remembers for up to a minute.
 */

import type { AppFiles } from '../platform/app-files.ts';
import { createPlatform, type Platform } from '../platform/platform.ts';
import type { HttpAnswer, Network } from '../platform/request.ts';
import { createVirtualClock, type VirtualClock } from '../platform/virtual-clock.ts';
import type { Administrator } from './local-target.ts';
import type { Story } from './stories.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const HOST = 'events.eu.injixo.example';
export const FRESHCHAT_HOST = 'nordlicht-handel.freshchat.com';

type Day = {
  readonly app: AppFiles;
  /** The HTTP API: the platform takes names only, so a name is mapped to this. */
  readonly url: string;
  readonly administrator: Administrator;
  readonly integrationId: string;
  readonly dayStart: number;
  readonly stories: readonly Story[];
  /** Milliseconds of the day that are over. */
  readonly onProgress: (ms: number) => void;
};

/** Answers 401 or nothing: how often the app met each. */
export type Trouble = { unreachable: number; refusedKey: number };

export const playDay = async (day: Day): Promise<{ readonly platform: Platform; readonly trouble: Trouble }> => {
  const { administrator, integrationId, dayStart } = day;
  const clock = createVirtualClock(dayStart);
  const trouble: Trouble = { unreachable: 0, refusedKey: 0 };
  let isReachable = true;
  const first = await administrator.generateKey(integrationId);
  const platform = createPlatform({
    app: day.app,
    clock,
    network: createNetwork(clock, day.url, () => isReachable, trouble),
    settings: { endpoint_host: HOST, injixo_api_key: first.key },
    secure: ['injixo_api_key'],
    freshchatHost: FRESHCHAT_HOST,
    realms: 'one_each',
  });
  const at = async (time: string, act: () => unknown): Promise<void> => {
    await clock.sleepUntil(timeOfDay(dayStart, time));
    // The clock stands still while the administrator works.
    await clock.outside((async () => act())());
  };

  const end = platform.install();
  await clock.runUntil(dayStart + 15_000);
  if ((await end).kind !== 'finished') throw new Error(`The app refused to be installed: ${JSON.stringify(await end)}`);
  void at('09:20', () => {
    isReachable = false;
  });
  void at('10:20', () => {
    isReachable = true;
  });
  void at('14:00', async () => {
    const second = await administrator.generateKey(integrationId);
    await administrator.revokeKey(integrationId, second.keyId);
    platform.edit({ injixo_api_key: second.key });
  });
  void at('15:00', async () => {
    const third = await administrator.generateKey(integrationId);
    await administrator.revokeKey(integrationId, first.keyId);
    platform.edit({ injixo_api_key: third.key });
  });
  for (const { steps } of day.stories) {
    for (const step of steps) {
      void clock.sleepUntil(step.at).then(() => platform.deliver(platform.payloadOf(step.event, step.data)));
    }
  }
  for (let ms = 0; ms <= DAY_MS + HOUR_MS; ms += 10 * MINUTE_MS) {
    await clock.runUntil(dayStart + ms);
    day.onProgress(Math.min(ms, DAY_MS));
  }
  return { platform, trouble };
};

const timeOfDay = (dayStart: number, time: string): number => {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return dayStart + hours * HOUR_MS + minutes * MINUTE_MS;
};

const createNetwork = (clock: VirtualClock, url: string, isReachable: () => boolean, trouble: Trouble): Network => {
  const post = async (path: string, method: string, headers: Readonly<Record<string, string>>, body: string) => {
    const response = await fetch(new URL(path, url), { method, headers, body });
    return { status: response.status, headers: Object.fromEntries(response.headers), body: await response.text() };
  };
  return async (request): Promise<HttpAnswer> => {
    if (!isReachable()) {
      trouble.unreachable += 1;
      return 'no_connection';
    }
    const { pathname, search, host } = new URL(request.url);
    if (host !== HOST) return 'no_connection';
    const answer = await clock.outside(post(`${pathname}${search}`, request.method, request.headers, request.body));
    if (answer.status === 401) trouble.refusedKey += 1;
    return answer;
  };
};
