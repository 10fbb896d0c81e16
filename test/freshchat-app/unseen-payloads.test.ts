/** Payloads that nobody has seen: whatever stands around the fact, the fact arrives, and nothing else does. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createHttpApi, HOST } from './http-api.ts';
import { PERSONAL_WORDS, resolveData } from './payloads.ts';
import { type AppFiles, readFreshchatApp, withMistake } from './platform/app-files.ts';
import { createPlatform } from './platform/platform.ts';
import { createVirtualClock } from './platform/virtual-clock.ts';

const APP = readFreshchatApp();
const NOW = Date.parse('2026-11-23T09:14:05Z');
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** What may stand where a time is expected. */
const time = fc.oneof(
  fc
    .integer({ min: NOW - 9 * HOUR_MS, max: NOW + 9 * HOUR_MS })
    .chain((ms) =>
      fc.constantFrom<unknown>(
        ms,
        ms / 1_000,
        Math.floor(ms / 1_000),
        `${ms}`,
        ms * 1_000,
        new Date(ms).toISOString(),
        new Date(ms).toISOString().replace('Z', ''),
        new Date(ms).toISOString().replace('Z', '456Z'),
        new Date(ms).toISOString().replace('Z', '+05:30'),
        new Date(ms).toString(),
      ),
    ),
  fc.constantFrom<unknown>(
    undefined,
    null,
    '',
    0,
    -1,
    1e300,
    '2001-09-09T01:46:40Z',
    946_684_800,
    '0000-00-00',
    '2026-02-30T00:00:00Z',
    [],
    {},
  ),
);

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.constantFrom('', ' ', '\u0000', '\ud800', 'Support\n', '\u200b', 'x'.repeat(5_000), `e${'\u0301'.repeat(2_000)}`),
);
const anything = fc.oneof(fc.jsonValue({ maxDepth: 3 }), text);

/** What the API gets, with the clock of the platform at NOW. */
const deliver = async (
  payloads: readonly { readonly event: string; readonly payload: unknown }[],
  { gapMs = 1_000, app = APP } = {},
) => {
  const clock = createVirtualClock(NOW);
  const api = createHttpApi(clock);
  const settings = { endpoint_host: HOST, injixo_api_key: api.makeKey().text };
  const secure = ['injixo_api_key'];
  const realms = 'one_for_all';
  const platform = createPlatform({ app, clock, network: api.network, settings, secure, realms });
  for (const { event, payload } of payloads) {
    void platform.deliver({ ...(typeof payload === 'object' ? payload : { payload }), event });
    await clock.runUntil(clock.now() + gapMs);
  }
  const ends = platform.invocations().map((invocation) => invocation.end()?.kind);
  const written = [
    ...api.requests().map(({ body }) => body),
    ...platform.invocations().flatMap(({ logs, calls }) => [...logs, ...calls.map(({ args }) => args)]),
  ].join('\n');
  return { events: api.events(), requests: api.requests().length, ends, written };
};

const STORY = { chatId: 'f1f1f1f1-0001-4aaa', createdAt: NOW - HOUR_MS };
const HANDLERS = ['onConversationCreate', 'onConversationUpdate'];

const oddResolve = fc
  .record({
    timestamp: time,
    resolved: time,
    created: time,
    reopened: time,
    group: anything,
    name: text,
    id: anything,
    actor: anything,
    more: anything,
  })
  .map(({ timestamp, resolved, created, reopened, group, name, id, actor, more }) => {
    const data = resolveData(STORY, NOW - 1_000);
    return {
      timestamp,
      more,
      data: {
        ...data,
        actor,
        associations: { ...data.associations, group: typeof group === 'string' ? { id, name } : group },
        conversation: { ...data.conversation, resolved_time: resolved, created_time: created, reopened_time: reopened },
      },
    };
  });

/** Fails when an odd resolve does not arrive. */
const holdResolves = (app: AppFiles): Promise<void> =>
  fc.assert(
    fc.asyncProperty(oddResolve, async (payload) => {
      const { events, ends } = await deliver([{ event: 'onConversationUpdate', payload }], { app });
      expect(ends).toEqual(['finished']);
      expect(events).toMatchObject([{ type: 'chat.resolved', chat: { id: STORY.chatId } }]);
    }),
    { numRuns: 200 },
  );

describe('a payload that nobody has seen', () => {
  it('never costs the resolve that it tells of', () => holdResolves(APP));

  it.each([
    ['believes a time that is still to come', 'server/lib/time.js', 'instant <= now + MAX_AHEAD', 'instant < Infinity'],
    ['takes an absurd time for a time', 'server/lib/time.js', 'instant >= EARLIEST &&', ''],
  ])('would cost it in an app that %s', async (_, file, instead, write) => {
    await expect(holdResolves(withMistake(APP, { file, instead, write }))).rejects.toThrow('Property failed');
  });

  it('is the same event when it comes again, as long as its envelope has a time', async () => {
    await fc.assert(
      fc.asyncProperty(oddResolve, fc.integer({ min: 0, max: 3 * HOUR_MS }), async (odd, gapMs) => {
        const delivery = { event: 'onConversationUpdate', payload: { ...odd, timestamp: NOW - 500 } };
        const { events } = await deliver([delivery, delivery], { gapMs: gapMs + MINUTE_MS });
        expect(events).toHaveLength(2);
        expect(events[1]).toEqual(events[0]);
      }),
      { numRuns: 100 },
    );
  });

  it('makes no handler throw, and sends nothing where it tells of nothing', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...HANDLERS), anything, async (event, payload) => {
        const { requests, ends } = await deliver([{ event, payload }]);
        expect(ends).toEqual(['finished']);
        expect(requests).toBe(0);
      }),
      { numRuns: 150 },
    );
  });

  it('lets nothing personal out, wherever it stands', async () => {
    const strange = fc.record({ key: text, value: fc.constantFrom(...PERSONAL_WORDS) });
    await fc.assert(
      fc.asyncProperty(oddResolve, strange, async (payload, { key, value }) => {
        const changes = { status: ['assigned', 'resolved'], [key]: [value, value] };
        const data = { ...payload.data, [key]: value, changes: { model_changes: changes } };
        const { written } = await deliver([{ event: 'onConversationUpdate', payload: { ...payload, data } }]);
        expect(PERSONAL_WORDS.filter((word) => written.includes(word))).toEqual([]);
        expect(written).not.toMatch(/ijx_\w/);
      }),
      { numRuns: 100 },
    );
  });
});
