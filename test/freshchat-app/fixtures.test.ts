/** Payloads of Freshchat with the events expected of them, through the real handlers in a bare context each. */

import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { createHttpApi, HOST } from './http-api.ts';
import { readFreshchatApp } from './platform/app-files.ts';
import { createPlatform } from './platform/platform.ts';
import { createVirtualClock } from './platform/virtual-clock.ts';

const DIRECTORY = new URL('../../freshchat-app/tests/fixtures/', import.meta.url);
const NAMES = globSync('*.payloads.json', { cwd: DIRECTORY.pathname })
  .map((file) => file.replace('.payloads.json', ''))
  .sort();

const payloadsSchema = z.array(z.looseObject({ event: z.string() }));
const expectedSchema = z.object({
  why: z.string(),
  now: z.iso.datetime(),
  /** `compare types only`: ids and versions are the app's own. */
  note: z.string().optional(),
  events: z.array(z.looseObject({ type: z.string() })),
});
const bodySchema = z.object({ events: z.array(z.looseObject({ type: z.string() })) });

const read = (name: string, kind: string): unknown =>
  JSON.parse(readFileSync(new URL(`${name}.${kind}.json`, DIRECTORY), 'utf8'));

const playFixture = async (name: string, now: string) => {
  const clock = createVirtualClock(Date.parse(now));
  const api = createHttpApi(clock);
  const settings = { endpoint_host: HOST, injixo_api_key: api.makeKey().text };
  const secure = ['injixo_api_key'];
  const platform = createPlatform({ app: readFreshchatApp(), clock, network: api.network, settings, secure });
  for (const payload of payloadsSchema.parse(read(name, 'payloads'))) {
    void platform.deliver({ ...payload, iparams: settings });
    await clock.runUntil(clock.now() + 30_000);
  }
  const sent = api.requests().flatMap(({ body }) => bodySchema.parse(JSON.parse(body)).events);
  return { platform, api, sent };
};

/** Every text of a payload but those that the API is meant to get: the chat, its group, the account and the times. */
const textsOf = (value: unknown, path = ''): readonly string[] => {
  if (typeof value === 'string') return MAY_BE_SENT.test(path) ? [] : [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => textsOf(member, `${path}.${key}`));
};

const MAY_BE_SENT =
  /\.(?:conversation_id|associations\.group\.(?:id|name)|\w+_time|endpoint_urls\.freshchat|domain|event|region|status\.\d|status|endpoint_host|assigned_group_id(?:\.\d)?)$/;
const LONG_ENOUGH_TO_TELL = 5;

describe('the fixtures', () => {
  it('are all there', () => expect(NAMES).toHaveLength(8));

  it.each(NAMES)('%s becomes the events that are expected of it', async (name) => {
    const expected = expectedSchema.parse(read(name, 'expected'));
    const { platform, api, sent } = await playFixture(name, expected.now);
    const types = (events: readonly { readonly type: string }[]) => events.map(({ type }) => type);
    if (expected.note) expect(types(sent)).toEqual(types(expected.events));
    else expect(sent).toEqual(expected.events);
    expect(platform.invocations().map((invocation) => invocation.end()?.kind)).not.toContain('failed');
    expect([...platform.leftovers()]).toEqual([]);
    expect(api.events()).toHaveLength(expected.events.length);
  });

  it.each(NAMES)('%s: nothing personal leaves the sandbox, and no key but in the header', async (name) => {
    const { platform, api } = await playFixture(name, expectedSchema.parse(read(name, 'expected')).now);
    const forbidden = textsOf(read(name, 'payloads')).filter(({ length }) => length >= LONG_ENOUGH_TO_TELL);
    expect(forbidden.length).toBeGreaterThan(0);
    const left = [
      ...api.requests().flatMap(({ url, body }) => [url, body]),
      ...platform.invocations().flatMap(({ calls, logs }) => [...logs, ...calls.map(({ args }) => args)]),
    ].join('\n');
    expect(forbidden.filter((text) => left.includes(text))).toEqual([]);
    expect(left).not.toContain('ijx_');
  });
});
