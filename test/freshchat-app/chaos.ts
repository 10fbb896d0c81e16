/** One history: resolves, and everything that can go wrong around them for an hour and a half; then calm for hours. */

import type { Condition } from './http-api.ts';
import { createHttpApi, HOST } from './http-api.ts';
import type { Resolve } from './law.ts';
import { resolveData } from './payloads.ts';
import type { AppFiles } from './platform/app-files.ts';
import type { Assumptions } from './platform/assumptions.ts';
import { type Fate, goWell, inOrder } from './platform/fates.ts';
import { RATES } from './platform/limits.ts';
import { createPlatform } from './platform/platform.ts';
import { createVirtualClock } from './platform/virtual-clock.ts';

export type Chaos = {
  readonly assumptions: Assumptions;
  /** Of `$request`, a minute. */
  readonly requestRate: number;
  /** Seconds from the start; `againAfter` more seconds the same payload comes once more. */
  readonly resolves: readonly { readonly at: number; readonly againAfter?: number }[];
  readonly burst?: { readonly at: number; readonly size: number };
  /** What stands in the way, from one minute for some minutes. */
  readonly conditions: readonly { readonly from: number; readonly minutes: number; readonly condition: Condition }[];
  /** The key is revoked in one minute, and another one pasted some minutes later. */
  readonly keyGap?: { readonly from: number; readonly minutes: number };
  /** A second tick beside one of the schedule's own, so many milliseconds later. */
  readonly extraTicks: readonly { readonly tick: number; readonly afterMs: number }[];
  /** What befalls the calls from the installation on, in their order. */
  readonly fates: readonly (Fate | 'slow')[];
};

/** Ten minutes before an hour that lies whole within what goes wrong: it can be claimed, rightly or not. */
const START = Date.parse('2026-11-23T07:50:00Z');
const MINUTE_MS = 60_000;
const CALM_AT = START + 90 * MINUTE_MS;
const QUIET_MS = 2 * 60 * MINUTE_MS;
const FIRST_TICK_MS = 5 * MINUTE_MS;
const TICK_MS = 10 * MINUTE_MS;
/** One of 32 resolves looks after the schedule: so many are enough, whatever the hash. */
const MOST_HEALERS = 600;

const GROUPS = [
  { id: '77aa77aa-0001-4bbb-8ccc-ddddeeeeffff', name: 'Support' },
  { id: '77aa77aa-0002-4bbb-8ccc-ddddeeeeffff', name: 'Verkauf & Beratung' },
  undefined,
] as const;

export const runChaos = async (app: AppFiles, chaos: Chaos) => {
  const clock = createVirtualClock(START);
  const api = createHttpApi(clock);
  const first = api.makeKey();
  let nextFate = goWell;
  const platform = createPlatform({
    app,
    clock,
    network: api.network,
    settings: { endpoint_host: HOST, injixo_api_key: first.text },
    secure: ['injixo_api_key'],
    assumptions: chaos.assumptions,
    rates: { ...RATES, request: chaos.requestRate },
    nextFate: (service) => (clock.now() < CALM_AT ? nextFate(service) : goWell(service)),
    realms: 'one_for_all',
  });
  const resolves: Resolve[] = [];
  const resolve = async (at: number, againAfterMs?: number): Promise<void> => {
    await clock.sleepUntil(at);
    const group = GROUPS[resolves.length % GROUPS.length];
    const story = { chatId: `chat-${resolves.length}-of`, createdAt: at - 20 * MINUTE_MS, ...(group && { group }) };
    const payload = platform.payloadOf('onConversationUpdate', resolveData(story, at));
    resolves.push({ ...story, resolvedAt: at });
    void platform.deliver(payload);
    if (againAfterMs === undefined) return;
    await clock.sleep(againAfterMs);
    void platform.deliver(payload);
  };

  void platform.install();
  await clock.runUntil(START + MINUTE_MS / 6);
  nextFate = inOrder(chaos.fates);

  for (const { at, againAfter } of chaos.resolves) {
    void resolve(START + 1_000 * at, againAfter === undefined ? undefined : 1_000 * againAfter);
  }
  const { at: burstAt = 0, size = 0 } = chaos.burst ?? {};
  for (let index = 0; index < size; index += 1) void resolve(START + 1_000 * burstAt + 5 * index);

  const at = async (minute: number, act: () => void): Promise<void> => {
    await clock.sleepUntil(Math.min(START + minute * MINUTE_MS, CALM_AT));
    act();
  };
  for (const { from, minutes, condition } of chaos.conditions) {
    void at(from, () => api.setCondition(condition));
    void at(from + minutes, () => api.setCondition('up'));
  }
  if (chaos.keyGap) {
    const { from, minutes } = chaos.keyGap;
    void at(from, first.revoke);
    void at(from + minutes, () => platform.edit({ injixo_api_key: api.makeKey().text }));
  }
  for (const { tick, afterMs } of chaos.extraTicks) {
    void at((FIRST_TICK_MS + tick * TICK_MS + afterMs) / MINUTE_MS, () => void platform.tick());
  }

  await clock.runUntil(CALM_AT);
  const isTicking = () => platform.schedules.all().some(({ everyMs }) => everyMs !== undefined);
  for (let healers = 0; !isTicking() && healers < MOST_HEALERS; healers += 1) {
    void resolve(clock.now() + 2_000);
    await clock.runUntil(clock.now() + 4_000);
  }
  await clock.runUntil(clock.now() + QUIET_MS);
  return { platform, api, resolves, isTicking: isTicking() };
};
