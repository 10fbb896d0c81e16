/** Every alarm of the template against the day that must not wake anybody, and against the fault that must. */

import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { ALARMS, METRICS } from '../../shared/names.ts';
import { alarmsOf, type Datum, firstRaised } from '../support/alarm-evaluator.ts';
import { runAsFunction } from '../support/monitor-metrics.ts';
import { EVERYTHING_SET, synthesise } from '../support/pipeline-template.ts';
import { at, resourcesOf } from '../support/template-promise.ts';
import { createWatchScene, type WatchScene } from '../support/watch-scene.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const START = Date.parse('2026-11-02T00:00:00Z');
/** Somewhere in the middle of the day, and of no period. */
const FAULT_AT = START + 13 * HOUR + 7 * MINUTE;

const template = synthesise(EVERYTHING_SET);
const alarms = alarmsOf(template);
const alarmNamed = (name: string) => {
  const alarm = alarms.find((one) => one.name === name);
  if (!alarm) throw new Error(`The template has no alarm ${name}.`);
  return alarm;
};

type Day = {
  /** What happens each minute besides the shops' own traffic. */
  readonly minute?: (scene: WatchScene, now: number) => Promise<unknown>;
  readonly until?: number;
  readonly shops?: number;
  readonly isMonitorDeadAt?: (now: number) => boolean;
};

/** A day of shops that are open from 8 to 20 o'clock and send a chat every quarter of an hour, and of the monitor. */
const playDay = async ({ minute, until = START + DAY, shops = 6, isMonitorDeadAt = () => false }: Day = {}) => {
  const scene = createWatchScene(START);
  const names = Array.from({ length: shops }, (_, index) => `shop${index}.1`);
  for (const name of names) scene.integrations.add(name, START, { windowMs: 13 * HOUR });
  const { data, run } = runAsFunction(scene);
  for (let now = START; now < until; now += MINUTE) {
    scene.at(now);
    const hour = new Date(now).getUTCHours();
    if (hour >= 8 && hour < 20 && now % (15 * MINUTE) === 0 && now < FAULT_AT) {
      for (const name of names) await scene.chat(name);
    }
    await minute?.(scene, now);
    // Not on the boundary of a period, and a few seconds early or late.
    if (now % (5 * MINUTE) === 2 * MINUTE && !isMonitorDeadAt(now)) await run();
  }
  return data;
};

const everyMinute = (metric: string, value: (now: number) => number | undefined, from = START, until = START + DAY) => {
  const data: Datum[] = [];
  for (let now = from; now < until; now += MINUTE) {
    const known = value(now);
    if (known !== undefined) data.push({ at: now, metric, value: known });
  }
  return data;
};

/** What AWS reports of a healthy system; nothing at all at night. */
const healthyMetrics = (): readonly Datum[] => {
  const byDay = (value: number) => (now: number) => {
    const hour = new Date(now).getUTCHours();
    return hour >= 8 && hour < 20 ? value : undefined;
  };
  const lambdas = alarms.filter(({ metric }) => /^(Errors|Throttles)@/.test(metric)).map(({ metric }) => metric);
  return [
    ...everyMinute('ApproximateAgeOfOldestMessage@EventsQueue', byDay(4)),
    ...everyMinute('IteratorAge@ContactTallyTallyContactsFunction', byDay(31_000)),
    ...everyMinute(METRICS.requestsUnauthorized, byDay(2)),
    ...everyMinute('5xx@FrontDoorApi', (now) => (now === START + 10 * HOUR ? 2 : byDay(0)(now))),
    ...lambdas.flatMap((metric) => everyMinute(metric, byDay(0))),
    // One failed batch is retried and forgotten.
    { at: START + 11 * HOUR, metric: 'Errors@ChatRecorderRecordChatsFunction', value: 1 },
    ...alarms
      .filter(({ metric }) => metric.startsWith('ApproximateNumberOfMessagesVisible@'))
      .flatMap(({ metric }) => everyMinute(metric, byDay(0))),
  ];
};

describe('24 healthy hours with a silent night', async () => {
  const healthy = [...healthyMetrics(), ...(await playDay({ minute: (scene, now) => keepChatting(scene, now) }))];

  test.each(alarms.map(({ name }) => name))('do not raise %s', (name) => {
    expect(firstRaised(alarmNamed(name), healthy, START + 15 * MINUTE, START + DAY)).toBeUndefined();
  });

  it('are watched: the monitor beats in each of their hours', () => {
    const beats = healthy.filter(({ metric }) => metric === METRICS.monitorHeartbeat);
    expect(new Set(beats.map((beat) => Math.floor(beat.at / HOUR))).size).toBe(24);
  });
});

async function keepChatting(scene: WatchScene, now: number, except: readonly string[] = []): Promise<void> {
  const hour = new Date(now).getUTCHours();
  if (hour < 8 || hour >= 20 || now % (15 * MINUTE) !== 0) return;
  for (const name of scene.integrations.rows.keys()) if (!except.includes(name)) await scene.chat(name);
}

type Fault = {
  /** When the fault is there: what the design calls so. */
  readonly since?: number;
  readonly withinMinutes?: number;
  readonly data: () => Promise<readonly Datum[]> | readonly Datum[];
};

const failing = (metric: string, value = 1, everyMs = MINUTE): Fault => ({
  data: () => everyMinute(metric, (now) => (now % everyMs === 0 ? value : undefined), FAULT_AT),
});
const sinceFault = (perMinute: number) => (now: number) => ((now - FAULT_AT) / MINUTE) * perMinute;
/** One more shop, whose last chat before the fault comes at its creation, while the others go on. */
const oneShop = (windowMs: number, createdAt: number, minute: NonNullable<Day['minute']>) => async () =>
  playDay({
    until: FAULT_AT + 3 * HOUR,
    minute: async (scene, now) => {
      await keepChatting(scene, now, ['odd.1']);
      if (now === createdAt) scene.integrations.add('odd.1', now, { windowMs });
      if (now === createdAt) await scene.chat('odd.1');
      await minute(scene, now);
    },
  });

const FAULTS: Readonly<Record<string, Fault>> = {
  [ALARMS.apiServerErrors]: failing('5xx@FrontDoorApi', 2),
  [ALARMS.unauthorizedJump]: failing(METRICS.requestsUnauthorized, 100),
  [ALARMS.eventsRejected]: failing(METRICS.eventsRejected, 100),
  [ALARMS.staleKeyUsed]: failing(METRICS.staleKeyUsed),
  [ALARMS.eventsQueueAge]: {
    data: () => everyMinute('ApproximateAgeOfOldestMessage@EventsQueue', sinceFault(60), FAULT_AT),
  },
  [ALARMS.eventsDlqNotEmpty]: failing('ApproximateNumberOfMessagesVisible@EventsDeadLetters'),
  [ALARMS.repairQueueNotEmpty]: failing('ApproximateNumberOfMessagesVisible@ContactTallyRepairs'),
  [ALARMS.monitorUndelivered]: failing('ApproximateNumberOfMessagesVisible@WatchSilenceUndelivered'),
  [ALARMS.tallyIteratorAge]: {
    data: () => everyMinute('IteratorAge@ContactTallyTallyContactsFunction', sinceFault(60_000), FAULT_AT),
  },
  [ALARMS.receiveEventsErrors]: failing('Errors@EventDoorReceiveEventsFunction'),
  [ALARMS.receiveEventsThrottles]: failing('Throttles@EventDoorReceiveEventsFunction'),
  // A batch that fails comes back after its visibility time-out of three minutes.
  [ALARMS.recordChatsErrors]: failing('Errors@ChatRecorderRecordChatsFunction', 1, 3 * MINUTE),
  [ALARMS.recordChatsThrottles]: failing('Throttles@ChatRecorderRecordChatsFunction'),
  [ALARMS.tallyContactsErrors]: failing('Errors@ContactTallyTallyContactsFunction'),
  [ALARMS.tallyContactsThrottles]: failing('Throttles@ContactTallyTallyContactsFunction'),
  [ALARMS.manageIntegrationsErrors]: failing('Errors@AdminDoorManageIntegrationsFunction'),
  [ALARMS.manageIntegrationsThrottles]: failing('Throttles@AdminDoorManageIntegrationsFunction'),
  [ALARMS.readCountsErrors]: failing('Errors@CountsApiReadCountsFunction'),
  [ALARMS.readCountsThrottles]: failing('Throttles@CountsApiReadCountsFunction'),
  [ALARMS.readOperationsErrors]: failing('Errors@OperationsApiReadOperationsFunction'),
  [ALARMS.readOperationsThrottles]: failing('Throttles@OperationsApiReadOperationsFunction'),
  [ALARMS.verifyConnectionErrors]: failing('Errors@AdminDoorVerifyConnectionFunction'),
  [ALARMS.verifyConnectionThrottles]: failing('Throttles@AdminDoorVerifyConnectionFunction'),
  [ALARMS.nameAccountErrors]: failing('Errors@AdminPoolNameAccountFunction'),
  [ALARMS.nameAccountThrottles]: failing('Throttles@AdminPoolNameAccountFunction'),
  [ALARMS.eraserUndelivered]: failing('ApproximateNumberOfMessagesVisible@IntegrationEraserUndelivered'),
  [ALARMS.eraseIntegrationsErrors]: failing('Errors@IntegrationEraserEraseIntegrationsFunction', 1, 5 * MINUTE),
  [ALARMS.eraseIntegrationsThrottles]: failing('Throttles@IntegrationEraserEraseIntegrationsFunction', 1, 5 * MINUTE),
  [ALARMS.watchSilenceErrors]: failing('Errors@WatchSilenceFunction', 1, 5 * MINUTE),
  [ALARMS.watchSilenceThrottles]: failing('Throttles@WatchSilenceFunction', 1, 5 * MINUTE),
  [ALARMS.monitorHeartbeatMissing]: {
    withinMinutes: 15,
    data: () => playDay({ isMonitorDeadAt: (now) => now >= FAULT_AT }),
  },
  [ALARMS.monitorFailures]: {
    // Its silence is due: an hour's window and five minutes of grace after the last chat.
    since: FAULT_AT + 5 * MINUTE,
    data: oneShop(HOUR, FAULT_AT - HOUR, async (scene) => scene.breakTopic(true)),
  },
  [ALARMS.silentIntegrationsCritical]: {
    // Nothing is heard of its app for longer than two hours: no heartbeats either.
    since: FAULT_AT + 2 * HOUR + 5 * MINUTE,
    data: oneShop(3 * HOUR, FAULT_AT - HOUR, async () => undefined),
  },
  [ALARMS.silentIntegrationsWarning]: {
    // Two minutes of refusals are no slip any more.
    since: FAULT_AT + 2 * MINUTE,
    data: oneShop(13 * HOUR, FAULT_AT - HOUR, async (scene, now) => {
      if (now >= FAULT_AT) await scene.refuse('odd.1');
    }),
  },
  [ALARMS.integrationsLosingEvents]: {
    // The third hour in which events are refused beside accepted requests.
    since: FAULT_AT + 2 * HOUR,
    data: oneShop(13 * HOUR, FAULT_AT - HOUR, async (scene, now) => {
      if (now >= FAULT_AT && now % (10 * MINUTE) === 0) await scene.refuseEvents('odd.1');
      if (now >= FAULT_AT && now % (10 * MINUTE) === 5 * MINUTE) await scene.chat('odd.1');
    }),
  },
  [ALARMS.manySilentTogether]: {
    // The last chats were sent at 13:00; 13 hours and the grace later all six are silent.
    since: START + 13 * HOUR + 13 * HOUR + 5 * MINUTE,
    data: () => playDay({ until: START + 2 * DAY, shops: 6 }),
  },
  [ALARMS.pipelineStalled]: {
    // A stall is a probe of more than 15 minutes; the last one that came through was sent before the fault.
    since: FAULT_AT + 20 * MINUTE,
    data: () =>
      playDay({
        until: FAULT_AT + HOUR,
        minute: async (scene, now) => {
          scene.stall(now >= FAULT_AT);
          await keepChatting(scene, now);
        },
      }),
  },
};

describe('the fault behind', () => {
  test.each(Object.entries(FAULTS))('%s raises it in time', async (name, { since = FAULT_AT, withinMinutes, data }) => {
    const alarm = alarmNamed(name);
    const series = await data();
    expect(firstRaised(alarm, series, START + 15 * MINUTE, FAULT_AT)).toBeUndefined();
    const raisedAt = firstRaised(alarm, series, FAULT_AT, START + 2 * DAY) ?? Number.POSITIVE_INFINITY;
    expect((raisedAt - since) / MINUTE).toBeLessThanOrEqual(withinMinutes ?? 10);
    expect(raisedAt).toBeGreaterThan(FAULT_AT);
  });

  it('every alarm is known, and the composite one is the sum of its members', () => {
    const composites = resourcesOf(template, 'AWS::CloudWatch::CompositeAlarm');
    expect([...Object.keys(FAULTS), ALARMS.dataAtRisk].toSorted()).toEqual(Object.values(ALARMS).toSorted());
    expect(composites).toHaveLength(1);
    const rule = JSON.stringify(at(composites[0]?.resource.Properties, 'AlarmRule'));
    const named = resourcesOf(template, 'AWS::CloudWatch::Alarm').filter(({ id }) => rule.includes(`"${id}"`));
    expect(named.map(({ resource }) => String(at(resource.Properties, 'AlarmName'))).toSorted()).toEqual(
      [
        'events-dlq-not-empty',
        'events-queue-age',
        'pipeline-stalled',
        'repair-queue-not-empty',
        'tally-iterator-age',
      ].map((name) => `pipeline-${name}`),
    );
    expect(rule).not.toContain(' AND ');
  });
});

describe('no alarm watches what is never emitted', () => {
  const handlers = readdirSync(new URL('../../functions/', import.meta.url)).map((folder) =>
    readFileSync(new URL(`../../functions/${folder}/handler.ts`, import.meta.url), 'utf8'),
  );
  const ours = alarms.filter(({ namespace }) => namespace === 'FreshchatContacts/pipeline');
  const keyOf = (metric: string) => Object.entries(METRICS).find(([, name]) => name === metric)?.[0] ?? 'unknown';

  test.each(ours.map(({ name, metric }) => [name, metric]))('%s watches %s, which a handler writes', (_, metric) => {
    expect(handlers.some((source) => source.includes(`[METRICS.${keyOf(metric)}]`))).toBe(true);
  });

  test.each(
    alarms
      .filter(({ namespace }) => namespace !== 'FreshchatContacts/pipeline')
      .map(({ name, metric, namespace }) => [name, metric, namespace]),
  )('%s watches %s of %s, of a resource that is there', (_, metric, namespace) => {
    const [, place = ''] = metric.split('@');
    expect(Object.keys(template.Resources).some((id) => id.replace(/[0-9A-F]{8}$/, '') === place)).toBe(true);
    expect(['AWS/Lambda', 'AWS/SQS', 'AWS/ApiGateway']).toContain(namespace);
  });
});
