/** The scenarios of the outbox as one plays them: when resolves come, and what stands between the app and our HTTP API. */

import { type Condition, createHttpApi, HOST, type HttpApi } from './http-api.ts';
import { acceptedChats, type Resolve } from './law.ts';
import { createData, resolveData } from './payloads.ts';
import type { AppFiles } from './platform/app-files.ts';
import { type Assumptions, USUAL } from './platform/assumptions.ts';
import type { Service } from './platform/fates.ts';
import { RATES, type Rates } from './platform/limits.ts';
import { createPlatform, type Platform } from './platform/platform.ts';
import { createVirtualClock } from './platform/virtual-clock.ts';
import { refusePoison } from './poison.ts';

export type Scenario = {
  readonly name: string;
  readonly perMinute: number;
  readonly minutes: number;
  /** As many creations as resolves. */
  readonly withCreations?: boolean;
  /** Every tenth chat is one that our HTTP API refuses for good. */
  readonly withPoison?: boolean;
  /** What stands in the way, in minutes from the start. */
  readonly conditions?: readonly { readonly from: number; readonly until: number; readonly condition: Condition }[];
  /** The key is dead for so many minutes from the start; then another one is pasted. */
  readonly deadKeyMinutes?: number;
  readonly rates?: Rates;
  readonly assumptions?: Partial<Assumptions>;
  /** Minutes from the start until nothing more is expected. */
  readonly until: number;
};

const MINUTE_MS = 60_000;
const HOURS = 60;
const DAYS = 24 * HOURS;
/** Its first tick comes at 08:05, so the resolves of a minute meet none. */
const INSTALLED_AT = Date.parse('2026-11-23T07:00:00Z');
const START = Date.parse('2026-11-23T08:00:00Z');

const DOWN_3_HOURS = [{ from: 0, until: 3 * HOURS, condition: 'no_connection' }] as const;
const RAISED: Rates = { ...RATES, request: 250, db: 250 };

export const SCENARIOS = {
  sixtyInAMinute: { name: '60 resolves in 1 min, up', perMinute: 60, minutes: 1, until: 120 },
  downThreeHours: {
    name: '600 in 10 min, down 3 h',
    perMinute: 60,
    minutes: 10,
    conditions: DOWN_3_HOURS,
    until: 5 * HOURS,
  },
  burst: { name: '600 in 1 min, up', perMinute: 600, minutes: 1, until: 120 },
  burstWhileDown: {
    name: '600 in 1 min, down 3 h',
    perMinute: 600,
    minutes: 1,
    conditions: DOWN_3_HOURS,
    until: 5 * HOURS,
  },
  steadyWhileDown: {
    name: '20/min for 3 h, down 3 h',
    perMinute: 20,
    minutes: 3 * HOURS,
    conditions: DOWN_3_HOURS,
    until: 5 * HOURS,
  },
  keyRevoked: {
    name: 'key revoked 3 days, 5/min',
    perMinute: 5,
    minutes: 3 * DAYS,
    deadKeyMinutes: 3 * DAYS,
    until: 3 * DAYS + 12 * HOURS,
  },
  busy: { name: '80/min for 2 h, up', perMinute: 80, minutes: 2 * HOURS, until: 4 * HOURS },
  atTheLimit: { name: '95/min for 2 h, up', perMinute: 95, minutes: 2 * HOURS, until: 5 * HOURS },
  tooMuch: { name: '130/min for 2 h, up', perMinute: 130, minutes: 2 * HOURS, until: 5 * HOURS },
  hugeBurst: { name: '1500 in 1 min, up', perMinute: 1_500, minutes: 1, until: 120 },
  scheduleLimited: {
    name: '600 in 1 min, $schedule 50/min',
    perMinute: 600,
    minutes: 1,
    assumptions: { isScheduleLimited: true },
    until: 120,
  },
  raisedLimits: { name: '600 in 1 min, limits 250', perMinute: 600, minutes: 1, rates: RAISED, until: 120 },
  poison: {
    name: '600 in 10 min, 10 % poison, flapping',
    perMinute: 60,
    minutes: 10,
    withPoison: true,
    conditions: [1, 4, 7, 12, 22].map((from) => ({ from, until: from + 2, condition: 'gateway_500' as const })),
    until: 120,
  },
  withCreations: {
    name: '40/min for 2 h, as many creations',
    perMinute: 40,
    minutes: 2 * HOURS,
    withCreations: true,
    until: 4 * HOURS,
  },
} as const satisfies Readonly<Record<string, Scenario>>;

export type Played = {
  readonly platform: Platform;
  readonly api: HttpApi;
  readonly resolves: readonly Resolve[];
  readonly figures: Figures;
};

export type Figures = {
  readonly expected: number;
  readonly delivered: number;
  readonly lost: number;
  /** Minutes from the start until the last of them was accepted. */
  readonly lastAfter: number;
  readonly requests: Calls;
  readonly db: Calls;
  readonly schedules: Calls;
  readonly mostSchedules: number;
  readonly mostKeys: number;
  readonly largestBytes: number;
};

export type Calls = { readonly made: number; readonly refused: number };

/** Plays it from beginning to end; `onMinute` tells how far it is. */
export const play = async (
  app: AppFiles,
  scenario: Scenario,
  onMinute: (minute: number) => void = () => undefined,
): Promise<Played> => {
  const clock = createVirtualClock(INSTALLED_AT);
  const api = createHttpApi(clock);
  const key = api.makeKey();
  const platform = createPlatform({
    app,
    clock,
    network: scenario.withPoison ? refusePoison(api.network) : api.network,
    settings: { endpoint_host: HOST, injixo_api_key: key.text },
    secure: ['injixo_api_key'],
    assumptions: { ...USUAL, ...scenario.assumptions },
    ...(scenario.rates && { rates: scenario.rates }),
    realms: 'one_for_all',
  });
  void platform.install();
  await clock.runUntil(START);
  const before = platform.invocations().length;

  const at = async (minute: number, act: () => void): Promise<void> => {
    await clock.sleepUntil(START + minute * MINUTE_MS);
    act();
  };
  for (const { from, until, condition } of scenario.conditions ?? []) {
    void at(from, () => api.setCondition(condition));
    void at(until, () => api.setCondition('up'));
  }
  if (scenario.deadKeyMinutes !== undefined) {
    key.revoke();
    void at(scenario.deadKeyMinutes, () => platform.edit({ injixo_api_key: api.makeKey().text }));
  }
  const resolves: Resolve[] = [];
  const total = scenario.perMinute * scenario.minutes;
  const comeIn = async (): Promise<void> => {
    for (let index = 0; index < total; index += 1) {
      await clock.sleepUntil(START + Math.floor((index * MINUTE_MS) / scenario.perMinute));
      resolves.push(sendChat(platform, clock.now(), index, scenario));
    }
  };
  void comeIn();
  for (let minute = 1; minute <= scenario.until; minute += 1) {
    await clock.runUntil(START + minute * MINUTE_MS);
    onMinute(minute);
  }
  const expected = resolves.filter(({ chatId }) => !chatId.startsWith('poison')).length;
  return { platform, api, resolves, figures: figuresOf(platform, api, expected, before) };
};

const GROUP = { id: '77aa77aa-0001-4bbb-8ccc-ddddeeeeffff', name: 'Support' };
const POISON_EVERY = 10;

const sendChat = (platform: Platform, now: number, index: number, scenario: Scenario): Resolve => {
  const isPoison = scenario.withPoison && index % POISON_EVERY === 0;
  const story = {
    chatId: `${isPoison ? 'poison' : 'chat'}-4f0c-8a51-${`${index}`.padStart(20, '0')}`,
    createdAt: now - 20 * MINUTE_MS,
    group: GROUP,
  };
  if (scenario.withCreations) {
    void platform.deliver(platform.payloadOf('onConversationCreate', createData({ ...story, createdAt: now })));
  }
  void platform.deliver(platform.payloadOf('onConversationUpdate', resolveData(story, now)));
  return { ...story, resolvedAt: now };
};

const figuresOf = (platform: Platform, api: HttpApi, expected: number, before: number): Figures => {
  const invocations = platform.invocations().slice(before);
  const callsTo = (service: Service): Calls => {
    const calls = invocations.flatMap((invocation) => invocation.calls.filter((call) => call.service === service));
    const isOverLimit = calls.filter(({ told }) => told?.kind === 'refused' && told.reason === 'limit');
    return { made: calls.length, refused: isOverLimit.length };
  };
  const lostLines = invocations.flatMap(({ logs }) => logs.filter((line) => line.startsWith('["error","lost"')));
  const chatTimes = api.accepted().filter(({ body }) => body.includes('chat.resolved'));
  return {
    expected,
    delivered: acceptedChats(api).size,
    lost: lostLines.length,
    lastAfter: Math.ceil(((chatTimes.at(-1)?.at ?? START) - START) / MINUTE_MS),
    requests: callsTo('request'),
    db: callsTo('db'),
    schedules: callsTo('schedule'),
    mostSchedules: platform.schedules.mostAtOnce(),
    mostKeys: platform.db.mostKeys(),
    largestBytes: platform.db.largestBytes(),
  };
};
