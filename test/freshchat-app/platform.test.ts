import { describe, expect, it } from 'vitest';
import { createHttpApi, HOST } from './http-api.ts';
import { withMistake } from './platform/app-files.ts';
import { type Assumptions, USUAL } from './platform/assumptions.ts';
import { type Fate, goWell, inOrder } from './platform/fates.ts';
import { createPlatform, type Platform } from './platform/platform.ts';
import { sampleApp } from './platform/sample-app.ts';
import { createVirtualClock } from './platform/virtual-clock.ts';

const START = Date.parse('2026-11-23T09:00:00Z');
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

type Scene = {
  readonly assumptions?: Partial<Assumptions>;
  readonly fates?: readonly Fate[];
  readonly settings?: Readonly<Record<string, string>>;
};

const openScene = (handlers: Parameters<typeof sampleApp>[0], { assumptions, fates, settings }: Scene = {}) => {
  const clock = createVirtualClock(START);
  const api = createHttpApi(clock);
  const platform = createPlatform({
    app: sampleApp(handlers),
    clock,
    network: api.network,
    settings: { endpoint_host: HOST, injixo_api_key: api.makeKey().text, ...settings },
    secure: ['injixo_api_key'],
    assumptions: { ...USUAL, ...assumptions },
    nextFate: fates ? inOrder(fates) : goWell,
  });
  const logs = () => platform.invocations().flatMap((invocation) => invocation.logs.map((line) => JSON.parse(line)));
  return { clock, api, platform, logs };
};

const deliver = (platform: Platform, data: unknown) =>
  platform.deliver(platform.payloadOf('onConversationUpdate', data));

/** Runs the code in a handler and returns what it logged. */
const logsOf = async (update: string, scene: Scene = {}): Promise<unknown[]> => {
  const { clock, platform, logs } = openScene({ update }, scene);
  void deliver(platform, {});
  await clock.runUntil(START + HOUR_MS);
  return logs();
};

const TRY = (code: string) => `try { console.log(await ${code}); } catch (error) { console.error(error); }`;

describe('the sandbox', () => {
  it('has none of the names that Node and browsers add', async () => {
    const names =
      'Buffer process setTimeout setInterval setImmediate queueMicrotask URL URLSearchParams TextEncoder structuredClone fetch crypto atob module global';
    const update = names
      .split(' ')
      .map((name) => `if (typeof ${name} !== 'undefined') console.log('${name}');`)
      .join('');
    expect(await logsOf(`${update} console.log(Object.keys(console).join());`)).toEqual([['log', 'log,info,error']]);
  });

  it('tells the virtual time', async () => {
    const update =
      'console.log(Date.now(), new Date().toISOString(), new Date(0).getTime(), new Date() instanceof Date)';
    expect(await logsOf(update)).toEqual([['log', START, '2026-11-23T09:00:00.000Z', 0, true]]);
  });

  it('starts every module anew in each invocation, and requires by a name without its ending', async () => {
    const { clock, platform, logs } = openScene({
      update: "const count = require('./lib/count'); count.next(); console.log(require('./lib/count').next());",
      files: { 'server/lib/count.js': 'let n = 0; exports = { next: function() { n += 1; return n; } };' },
    });
    void deliver(platform, {});
    void deliver(platform, {});
    await clock.runUntil(START + MINUTE_MS);
    expect(logs()).toEqual([
      ['log', 2],
      ['log', 2],
    ]);
  });

  it.each(['./lib/gone', '../config/requests', './lib/count.js', 'node:fs'])('cannot require %s', async (name) => {
    const { clock, platform } = openScene({
      update: `require('${name}');`,
      files: { 'server/lib/count.js': 'exports = {};' },
    });
    const end = deliver(platform, {});
    await clock.runUntil(START + MINUTE_MS);
    expect(await end).toMatchObject({ kind: 'failed', error: expect.stringContaining('Cannot find module') });
  });

  it('throws at module.exports', async () => {
    const { clock, platform } = openScene({
      update: "require('./lib/node');",
      files: { 'server/lib/node.js': 'module.exports = {};' },
    });
    const end = deliver(platform, {});
    await clock.runUntil(START + MINUTE_MS);
    expect(await end).toMatchObject({ kind: 'failed', error: expect.stringContaining('module is not defined') });
  });
});

describe('$request', () => {
  const POST = "$request.invokeTemplate('sendEvents', { body: '{\"events\":[]}' })";

  it('sends what the template says, with the key in the header only', async () => {
    const { clock, api, platform } = openScene({ update: TRY(POST) });
    void deliver(platform, {});
    await clock.runUntil(START + MINUTE_MS);
    expect(api.requests()).toEqual([
      {
        method: 'POST',
        url: `https://${HOST}/v1/events`,
        headers: { authorization: expect.stringMatching(/^Bearer ijx_/), 'content-type': 'application/json' },
        body: '{"events":[]}',
      },
    ]);
  });

  it("rejects with the receiver's own answer from 400 on", async () => {
    expect(await logsOf(TRY(POST))).toMatchObject([
      ['error', { status: 422, attempts: 1, errorSource: 'APP', response: expect.stringContaining('"accepted":0') }],
    ]);
  });

  it.each([
    ['leakKey', { endpoint_host: HOST }, { status: 400, response: 'Error while substituting the templates' }],
    ['unknown', { endpoint_host: HOST }, { status: 400, response: 'Error while substituting the templates' }],
    ['sendEvents', { endpoint_host: '127.0.0.1' }, { status: 400, response: 'Invalid URL - Must be FQDN' }],
    ['sendEvents', { endpoint_host: 'localhost' }, { status: 400, response: 'Invalid URL - Must be FQDN' }],
  ])('refuses the template %s with %j', async (template, settings, error) => {
    const logs = await logsOf(TRY(`$request.invokeTemplate('${template}', { body: '{}' })`), { settings });
    expect(logs).toMatchObject([['error', { ...error, errorSource: 'PLATFORM' }]]);
  });

  it('refuses more than 100 KB', async () => {
    const logs = await logsOf(TRY("$request.invokeTemplate('sendEvents', { body: 'x'.repeat(100001) })"));
    expect(logs).toMatchObject([['error', { errorSource: 'PLATFORM' }]]);
  });

  it('tells silence after 15 seconds, and cuts off who then waits as long again', async () => {
    const { clock, api, platform, logs } = openScene({
      update: `${TRY(POST)} console.log(Date.now()); await $request.invokeTemplate('tryTwice', { body: '{}' }); console.log('never');`,
    });
    api.setCondition('silence');
    const end = deliver(platform, {});
    await clock.runUntil(START + MINUTE_MS);
    expect(logs()).toMatchObject([
      ['error', { status: 504, response: 'Timeout error while processing the request' }],
      ['log', expect.closeTo(START + 15_000, -2)],
    ]);
    expect(await end).toEqual({ kind: 'timed_out' });
  });

  it.each([
    [true, 100],
    [false, 50],
  ])('takes 50 a minute, of the calendar or not (%s)', async (areMinutesOfTheCalendar, taken) => {
    const { clock, platform } = openScene(
      { update: "await $request.invokeTemplate('sendEvents', { body: '{}' });" },
      { assumptions: { areMinutesOfTheCalendar } },
    );
    for (const seconds of [58, 61]) {
      await clock.runUntil(START + seconds * 1_000);
      for (let index = 0; index < 60; index += 1) void deliver(platform, {});
    }
    await clock.runUntil(START + HOUR_MS);
    const calls = platform.invocations().flatMap((invocation) => invocation.calls);
    expect(calls.filter(({ told }) => told?.kind === 'refused' && told.reason !== 'limit')).toHaveLength(taken);
  });

  it('takes 50 a minute from one handler', async () => {
    const update = `
      let taken = 0;
      for (let i = 0; i < 60; i += 1) {
        try { await $request.invokeTemplate('sendEvents', { body: '{}' }); } catch (error) { if (error.status !== 429) taken += 1; }
      }
      console.log(taken);`;
    expect(await logsOf(update)).toEqual([['log', 50]]);
  });
});

describe('$db', () => {
  it.each([
    ["$db.get('k')", ['error', { status: 404, message: 'Record not found' }]],
    ["$db.set('', { a: 1 })", ['error', { status: 400 }]],
    ["$db.set('x'.repeat(61), { a: 1 })", ['error', { status: 400 }]],
    ["$db.set('k', {})", ['error', { status: 400 }]],
    ["$db.set('k', 'text')", ['error', { status: 422 }]],
    ["$db.set('k', { a: 'x'.repeat(40000) })", ['error', { status: 400 }]],
    ["$db.set('k', { a: 1 }, { setIf: 'exist' })", ['error', { status: 400 }]],
    ["$db.set('k', { a: 1 }, { setIf: 'not_exist' })", ['log', { Created: true }]],
    ["$db.update('k', 'append', { e: [] })", ['error', { status: 400 }]],
    ["$db.update('k', 'append', { e: ['row'] })", ['log', { Updated: true }]],
    ["$db.update('k', 'increment', { n: 2 })", ['log', { Updated: true }]],
    ["$db.update('k', 'increment', { n: 'two' })", ['error', { status: 400 }]],
    ["$db.update('k', 'remove', ['n'])", ['error', { status: 400 }]],
    ["$db.delete('k')", ['log', { Deleted: true }]],
  ])('answers %s as documented', async (call, expected) => {
    expect(await logsOf(TRY(call))).toMatchObject([expected]);
  });

  it('appends to what is there, and forgets it after its ttl', async () => {
    const update = `if (!args.data.isLater) {
        await $db.set('k', { e: ['a'], empty: '' }, { ttl: 60 });
        await $db.update('k', 'append', { e: ['b'] });
      }
      ${TRY("$db.get('k')")}`;
    const { clock, platform, logs } = openScene({ update });
    void deliver(platform, {});
    await clock.runUntil(START + 2 * MINUTE_MS);
    void deliver(platform, { isLater: true });
    await clock.runUntil(START + 3 * MINUTE_MS);
    expect(logs()).toEqual([
      ['log', { e: ['a', 'b'], empty: null }],
      ['error', { status: 404, message: 'Record not found' }],
    ]);
  });

  it.each([
    [true, 'The size of the value exceeds 40 KB'],
    [false, 'Bad request'],
  ])('says why it refuses what grew too large, where that is assumed (%s)', async (doesFullValueSaySo, message) => {
    const append = "$db.update('k', 'append', { e: ['x'.repeat(40000)] })";
    const logs = await logsOf(TRY(append), { assumptions: { doesFullValueSaySo } });
    expect(logs).toEqual([['error', { status: 400, message }]]);
  });

  it.each([
    [true, ['a', 'b']],
    [false, ['b']],
  ])('keeps both of two appends of one moment where appends are atomic (%s)', async (isAppendAtomic, kept) => {
    const { clock, platform } = openScene(
      { update: "await $db.update('k', 'append', { e: [args.data.row] });" },
      { assumptions: { isAppendAtomic } },
    );
    void deliver(platform, { row: 'a' });
    void deliver(platform, { row: 'b' });
    await clock.runUntil(START + MINUTE_MS);
    expect(platform.db.rows()).toEqual([['k', { e: kept }]]);
    expect(platform.db.overwritten()).toEqual(isAppendAtomic ? [] : ['"a"']);
  });
});

describe('$schedule', () => {
  const inMinutes = (minutes: number, rest = '') =>
    `$schedule.create({ name: 'n', data: { row: 'r' }, schedule_at: new Date(Date.now() + ${minutes} * 60000).toISOString()${rest} })`;
  const EVERY = (unit: string, frequency: number) => `, repeat: { time_unit: '${unit}', frequency: ${frequency} }`;

  it.each([
    [inMinutes(6), ['log', { status: 200 }]],
    [inMinutes(4), ['error', { status: 400 }]],
    [inMinutes(5, EVERY('minutes', 10)), ['log', { status: 200 }]],
    [inMinutes(5, EVERY('minutes', 61)), ['error', { status: 400 }]],
    [inMinutes(5, EVERY('weeks', 1)), ['error', { status: 400 }]],
    [
      "$schedule.create({ name: 'x'.repeat(31), data: {}, schedule_at: '2026-11-24T00:00:00Z' })",
      ['error', { status: 400 }],
    ],
    ["$schedule.create({ name: 'n', data: {}, schedule_at: '24 Nov 2026' })", ['error', { status: 400 }]],
    [
      "$schedule.create({ name: 'n', data: { a: 'x'.repeat(4000) }, schedule_at: '2026-11-24T00:00:00Z' })",
      ['error', { status: 400 }],
    ],
    ["$schedule.fetch({ name: 'n' })", ['error', { status: 404, message: 'Schedule does not exist' }]],
    ["$schedule.delete({ name: 'n' })", ['error', { status: 404 }]],
  ])('answers %s as documented', async (call, expected) => {
    expect(await logsOf(TRY(call))).toMatchObject([expected]);
  });

  it('fires once with its data, and the current settings', async () => {
    const { clock, platform, logs } = openScene({
      update: `await ${inMinutes(6)};`,
      scheduled: 'console.log(args.data, args.iparams.region, Date.now());',
    });
    void deliver(platform, {});
    await clock.runUntil(START + MINUTE_MS);
    platform.edit({ region: 'eu' });
    await clock.runUntil(START + HOUR_MS);
    expect(logs()).toEqual([['log', { row: 'r' }, 'eu', START + 6 * MINUTE_MS]]);
  });

  it('fires again and again where it repeats, until it is deleted or dropped by an edit', async () => {
    const { clock, platform } = openScene(
      { update: `await ${inMinutes(5, EVERY('minutes', 10))};` },
      { assumptions: { doSchedulesSurviveEdits: false } },
    );
    void deliver(platform, {});
    await clock.runUntil(START + 26 * MINUTE_MS);
    expect(platform.invocations()).toHaveLength(4);
    platform.edit({});
    await clock.runUntil(START + HOUR_MS);
    expect(platform.invocations()).toHaveLength(4);
    expect(platform.dropped()).toEqual(['{"row":"r"}']);
  });

  it.each([
    [true, 'Schedule created'],
    [false, 'Schedule already exists'],
  ])('has its name free when it is due, where that is assumed (%s)', async (isNameFreeWhenDue, message) => {
    const { clock, platform, logs } = openScene(
      {
        update: `await ${inMinutes(6)};`,
        scheduled: `if (!args.data.isNext) ${TRY(inMinutes(7).replace("row: 'r'", 'isNext: true'))}`,
      },
      { assumptions: { isNameFreeWhenDue } },
    );
    void deliver(platform, {});
    await clock.runUntil(START + HOUR_MS);
    expect(logs()).toMatchObject([[expect.any(String), { message }]]);
  });

  it.each([
    [true, 50],
    [false, 60],
  ])('has a limit of its own where that is assumed (%s)', async (isScheduleLimited, taken) => {
    const update = `
      let taken = 0;
      for (let i = 0; i < 60; i += 1) {
        try {
          await $schedule.create({ name: 'n' + i, data: { i }, schedule_at: new Date(Date.now() + 600000).toISOString() });
          taken += 1;
        } catch (error) { if (error.status !== 429) throw error; }
      }
      console.log(taken);`;
    expect(await logsOf(update, { assumptions: { isScheduleLimited } })).toEqual([['log', taken]]);
  });
});

describe('an invocation', () => {
  it('of a set-up event ends by renderData, which may refuse in at most 60 characters', async () => {
    const install = async (code: string) => {
      const { clock, platform } = openScene({ install: code });
      const end = platform.install();
      await clock.runUntil(START + MINUTE_MS);
      return { ...(await end), isInstalled: platform.isInstalled() };
    };
    expect(await install('renderData();')).toEqual({ kind: 'finished', isInstalled: true });
    expect(await install("renderData({ message: 'No key' });")).toMatchObject({ kind: 'said_no', isInstalled: false });
    expect(await install("renderData({ message: 'x'.repeat(61) });")).toMatchObject({ kind: 'failed' });
    expect(await install('return;')).toEqual({ kind: 'timed_out', isInstalled: false });
  });

  it.each([
    [true, 4],
    [false, 1],
  ])('that failed comes again where that is assumed (%s)', async (areFailedEventsRepeated, times) => {
    const { clock, platform } = openScene(
      { update: "throw new Error('broken');" },
      { assumptions: { areFailedEventsRepeated } },
    );
    void deliver(platform, {});
    await clock.runUntil(START + HOUR_MS);
    expect(platform.invocations()).toHaveLength(times);
  });

  const SET = "$db.set('k', { a: 1 })";
  const FATE = { fault: 'none', cut: 'none', beforeMs: 5, afterMs: 5 } as const;

  it.each([
    [{ ...FATE, fault: 'refused' } as const, 'finished', ['error', { status: 500 }], 0],
    [{ ...FATE, fault: 'answer_lost' } as const, 'finished', ['error', { status: 500 }], 1],
    [{ ...FATE, cut: 'before' } as const, 'cut', undefined, 0],
    [{ ...FATE, cut: 'after' } as const, 'cut', undefined, 1],
    [{ ...FATE, beforeMs: 30_000 } as const, 'timed_out', undefined, 0],
    [{ ...FATE, afterMs: 30_000 } as const, 'timed_out', undefined, 1],
  ])('meets the fault %j', async (fate, kind, logged, stored) => {
    const { clock, platform, logs } = openScene({ update: TRY(SET) }, { fates: [fate] });
    const end = deliver(platform, {});
    await clock.runUntil(START + MINUTE_MS);
    expect((await end).kind).toBe(kind);
    expect(logs()).toMatchObject(logged ? [logged] : []);
    expect(platform.db.rows()).toHaveLength(stored);
  });

  it('loses what nobody awaited', async () => {
    const { clock, platform } = openScene({ update: `void ${SET};` });
    void deliver(platform, {});
    await clock.runUntil(START + MINUTE_MS);
    expect(platform.db.rows()).toEqual([]);
  });

  it('is told on when it leaves something behind', async () => {
    const { clock, platform } = openScene({ update: 'globalThis.memory = 1;' });
    void deliver(platform, {});
    await clock.runUntil(START + MINUTE_MS);
    expect([...platform.leftovers()]).toEqual(['memory']);
  });
});

describe('a mistake made on purpose', () => {
  it('throws where its text is not there exactly once', () => {
    const app = sampleApp({ update: "await $db.get('a'); await $db.get('b');" });
    const file = 'server/server.js';
    expect(withMistake(app, { file, instead: "$db.get('a')", write: 'null' }).get(file)).toContain('await null;');
    expect(() => withMistake(app, { file, instead: 'gone', write: '' })).toThrow('0 times');
    expect(() => withMistake(app, { file, instead: '$db.get', write: '' })).toThrow('2 times');
  });
});
