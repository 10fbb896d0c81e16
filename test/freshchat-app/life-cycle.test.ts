/** Installing, living and removing the app, on a platform that may refuse at each step. */

import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { type Condition, createHttpApi, HOST } from './http-api.ts';
import { resolveData } from './payloads.ts';
import { readFreshchatApp } from './platform/app-files.ts';
import { USUAL } from './platform/assumptions.ts';
import { type Fate, inOrder } from './platform/fates.ts';
import { createPlatform } from './platform/platform.ts';
import { createVirtualClock } from './platform/virtual-clock.ts';

const APP = readFreshchatApp();
const START = Date.parse('2026-11-23T09:00:00Z');
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

type Scene = {
  readonly condition?: Condition;
  readonly key?: string;
  readonly fates?: readonly Fate[];
  readonly doSchedulesSurviveEdits?: boolean;
};

const openScene = ({ condition = 'up', key, fates = [], doSchedulesSurviveEdits = true }: Scene = {}) => {
  const clock = createVirtualClock(START);
  const api = createHttpApi(clock);
  api.setCondition(condition);
  const platform = createPlatform({
    app: APP,
    clock,
    network: api.network,
    settings: { endpoint_host: HOST, injixo_api_key: key ?? api.makeKey().text },
    secure: ['injixo_api_key'],
    assumptions: { ...USUAL, doSchedulesSurviveEdits },
    nextFate: inOrder(fates),
    realms: 'one_for_all',
  });
  return { clock, api, platform };
};

const install = async (scene: Scene = {}) => {
  const opened = openScene(scene);
  const end = opened.platform.install();
  await opened.clock.runUntil(START + MINUTE_MS);
  return { ...opened, end: await end };
};

const appSchema = z.object({ account: z.string(), version: z.string() });
const bodySchema = z.object({
  events: z.array(z.looseObject({ type: z.string(), app: appSchema.loose().optional() })),
});
const sent = (api: ReturnType<typeof createHttpApi>) =>
  api.requests().flatMap(({ body }) => bodySchema.parse(JSON.parse(body)).events);

const REFUSED: Fate = { fault: 'refused', cut: 'none', beforeMs: 1, afterMs: 1 };

describe('the installation', () => {
  it('reports itself with version and account, and ticks every ten minutes', async () => {
    const { clock, api, end } = await install();
    await clock.runUntil(START + HOUR_MS);
    expect(end).toEqual({ kind: 'finished' });
    expect(sent(api).map(({ type }) => type)).toEqual([
      'app.installed',
      ...Array.from({ length: 6 }, () => 'app.heartbeat'),
    ]);
    expect(sent(api).every(({ app }) => app?.account === 'nordlicht-handel.freshchat.com')).toBe(true);
  });

  it('is refused with a sentence when the API does not know the key', async () => {
    const { end, platform } = await install({ key: 'ijx_nobody_knows_this' });
    expect(end).toMatchObject({ kind: 'said_no', message: expect.stringContaining('key') });
    expect(platform.isInstalled()).toBe(false);
  });

  it.each<Condition>(['no_connection', 'html_503', 'gateway_500', 'throttled_429', 'stranger_200'])(
    'goes on when the API is in the condition %s',
    async (condition) => expect((await install({ condition })).end).toEqual({ kind: 'finished' }),
  );

  it('fails when the API hangs, for the platform may give it no more than 10 seconds', async () => {
    expect((await install({ condition: 'silence' })).end).toEqual({ kind: 'timed_out' });
  });

  it('is refused when the platform gives it no schedule: it could never deliver what waits', async () => {
    expect((await install({ fates: [REFUSED] })).end).toMatchObject({ kind: 'said_no' });
  });

  it('goes on when a schedule of an earlier installation is still there', async () => {
    const { clock, platform } = await install();
    const again = platform.install();
    await clock.runUntil(START + 2 * MINUTE_MS);
    expect(await again).toEqual({ kind: 'finished' });
  });
});

describe('the settings', () => {
  it('are used from the next call on, and a schedule that their edit dropped is made again by a resolve', async () => {
    const { clock, api, platform } = await install({ doSchedulesSurviveEdits: false });
    platform.edit({ injixo_api_key: api.makeKey().text });
    const before = api.requests().length;
    for (let index = 0; index < 200; index += 1) {
      const story = { chatId: `chat-${index}`, createdAt: START };
      void platform.deliver(platform.payloadOf('onConversationUpdate', resolveData(story, clock.now())));
      await clock.runUntil(clock.now() + 2_000);
    }
    await clock.runUntil(START + HOUR_MS);
    const types = sent(api)
      .slice(before)
      .map(({ type }) => type);
    expect(types.filter((type) => type === 'chat.resolved')).toHaveLength(200);
    expect(types).toContain('app.heartbeat');
  });
});

describe('the removal', () => {
  const remove = async (condition: Condition) => {
    const { clock, api, platform } = await install();
    api.setCondition(condition);
    const end = platform.uninstall();
    await clock.runUntil(START + 2 * MINUTE_MS);
    return { end: await end, types: sent(api).map(({ type }) => type) };
  };

  it.each<Condition>(['up', 'no_connection', 'html_503', 'gateway_401'])(
    'is told and never refused: %s',
    async (condition) => {
      const { end, types } = await remove(condition);
      expect(end).toEqual({ kind: 'finished' });
      expect(types.at(-1)).toBe('app.uninstalled');
    },
  );

  it('goes through when the schedule is gone already', async () => {
    const { clock, platform } = await install();
    platform.schedules.clear();
    const end = platform.uninstall();
    await clock.runUntil(START + 2 * MINUTE_MS);
    expect(await end).toEqual({ kind: 'finished' });
  });
});
