/** The Freshworks platform with one installation of one app: settings, events, schedules, and what the app did with them. */

import * as z from 'zod';
import { type AppFiles, textOf } from './app-files.ts';
import { type Assumptions, USUAL } from './assumptions.ts';
import { createDb } from './db.ts';
import { goWell, type NextFate } from './fates.ts';
import { type End, type Invocation, invoke, type Services } from './invocation.ts';
import {
  createMinuteLimit,
  MAX_PAYLOAD_BYTES,
  MINUTE_MS,
  PRODUCT_EVENT_MS,
  RATES,
  type Rates,
  SETUP_EVENT_MS,
} from './limits.ts';
import { createRealm, type Realm } from './realm.ts';
import { createRequestService, type Network } from './request.ts';
import { createSchedules, type Schedule } from './schedules.ts';
import type { VirtualClock } from './virtual-clock.ts';

export type Payload = { readonly event: string } & Readonly<Record<string, unknown>>;

export type Settings = Readonly<Record<string, string>>;

export type PlatformOptions = {
  readonly app: AppFiles;
  readonly clock: VirtualClock;
  readonly network: Network;
  readonly settings: Settings;
  /** Names of the settings that only a header may hold. */
  readonly secure?: readonly string[];
  readonly assumptions?: Assumptions;
  readonly rates?: Rates;
  readonly nextFate?: NextFate;
  /**
   * A context of its own for each invocation, as the platform has it; or one for all, with modules started anew, which is
   * a hundred times faster and the same for code that leaves nothing on the global object (`leftovers` tells).
   */
  readonly realms?: 'one_each' | 'one_for_all';
  /** As Freshchat names the account. */
  readonly freshchatHost?: string;
  /** Runs the tick at its time; a test that plays the ticks itself says no. */
  readonly isTicking?: boolean;
};

export type Platform = ReturnType<typeof createPlatform>;

const REPEATS = 3;
const REPEAT_AFTER_MS = MINUTE_MS;
const SETUP_EVENTS: ReadonlySet<string> = new Set(['onAppInstall', 'onAppUninstall']);

const eventsSchema = z.object({ events: z.record(z.string(), z.object({ handler: z.string() })).default({}) });
const manifestSchema = z.object({ modules: z.record(z.string(), eventsSchema) });

/** The names of the handlers by event, over all modules. */
const handlersOf = (app: AppFiles): ReadonlyMap<string, string> => {
  const { modules } = manifestSchema.parse(JSON.parse(textOf(app, 'manifest.json')));
  return new Map(
    Object.values(modules).flatMap(({ events }) =>
      Object.entries(events).map(([event, { handler }]) => [event, handler]),
    ),
  );
};

export const createPlatform = (options: PlatformOptions) => {
  const { app, clock, assumptions = USUAL, rates = RATES, nextFate = goWell, secure = [] } = options;
  const handlers = handlersOf(app);
  const invocations: Invocation[] = [];
  /** One-time schedules that an edit of the settings dropped, as JSON of their data. */
  const dropped: string[] = [];
  const leftovers = new Set<string>();
  const currentHost = hostsOf(options.freshchatHost ?? 'nordlicht-handel.freshchat.com');
  let settings = options.settings;
  let isInstalled = false;

  const limitOf = (perMinute: number) => createMinuteLimit(perMinute, clock.now, assumptions);
  const db = createDb({ clock, limit: limitOf(rates.db), assumptions });
  const schedules = createSchedules({
    clock,
    limit: assumptions.isScheduleLimited ? limitOf(rates.schedule) : undefined,
    isHandled: handlers.has('onScheduledEvent'),
    isNameFreeWhenDue: assumptions.isNameFreeWhenDue,
    onDue: (schedule) => {
      if (schedule.everyMs === undefined || options.isTicking !== false) void fire(schedule);
    },
  });
  const services: Services = {
    request: createRequestService({
      app,
      clock,
      network: options.network,
      limit: limitOf(rates.request),
      settings: () => settings,
      secure: new Set(secure),
      currentHost,
    }),
    db: db.service,
    schedule: schedules.service,
  };

  const shared = createRealm(app, clock.now);
  const realmOf = (): Realm => (options.realms === 'one_for_all' ? shared : createRealm(app, clock.now));

  const run = async (event: string, payload: unknown): Promise<End> => {
    const handlerName = handlers.get(event);
    if (handlerName === undefined) return { kind: 'finished' };
    if (JSON.stringify(payload).length > MAX_PAYLOAD_BYTES)
      return { kind: 'failed', error: 'The payload is too large' };
    const isSetUp = SETUP_EVENTS.has(event);
    const realm = realmOf();
    const invocation = invoke({
      event,
      payload,
      handlerName,
      isSetUp,
      limitMs: isSetUp ? SETUP_EVENT_MS : PRODUCT_EVENT_MS,
      clock,
      realm,
      services,
      nextFate,
    });
    invocations.push(invocation);
    const end = await invocation.ended;
    for (const name of realm.leftovers()) leftovers.add(name);
    return end;
  };

  const runAgain = async (event: string, payload: unknown): Promise<End> => {
    for (let repeats = 0; ; repeats += 1) {
      const end = await run(event, payload);
      if (end.kind === 'finished' || !assumptions.areFailedEventsRepeated || repeats === REPEATS) return end;
      await clock.sleep(REPEAT_AFTER_MS);
    }
  };

  const envelope = (event: string) => ({
    currentHost,
    event,
    iparams: settings,
    region: 'EUC',
    timestamp: clock.now(),
  });

  const fire = ({ data }: Schedule): Promise<End> =>
    runAgain('onScheduledEvent', { ...envelope('onScheduledEvent'), data });

  return {
    install: async (): Promise<End> => {
      const end = await run('onAppInstall', envelope('onAppInstall'));
      isInstalled = end.kind === 'finished';
      return end;
    },
    uninstall: async (): Promise<End> => {
      const end = await run('onAppUninstall', envelope('onAppUninstall'));
      isInstalled = false;
      schedules.clear();
      db.clear();
      return end;
    },
    isInstalled: () => isInstalled,
    edit: (changes: Settings): void => {
      settings = { ...settings, ...changes };
      if (assumptions.doSchedulesSurviveEdits) return;
      dropped.push(...schedules.all().map(({ data }) => JSON.stringify(data)));
      schedules.clear();
    },
    /** What the platform makes of a product event's data at this moment. */
    payloadOf: (event: string, data: unknown): Payload => ({ ...envelope(event), data, version: '1.0.0' }),
    /** A payload may come twice. */
    deliver: ({ event, ...rest }: Payload): Promise<End> => runAgain(event, { ...rest, event }),
    /** Fires the recurring schedules now, beside their own time. */
    tick: async (): Promise<void> => {
      await Promise.all(
        schedules.all().flatMap((schedule) => (schedule.everyMs === undefined ? [] : [fire(schedule)])),
      );
    },
    invocations: (): readonly Invocation[] => invocations,
    leftovers: (): ReadonlySet<string> => leftovers,
    dropped: (): readonly string[] => dropped,
    db,
    schedules,
  };
};

const hostsOf = (freshchatHost: string) => ({
  subscribed_modules: ['chat_conversation'],
  endpoint_urls: {
    freshchat: `https://${freshchatHost}`,
    freshworks_crm: `https://${freshchatHost.replace(/\..*/, '')}.myfreshworks.com`,
  },
});
