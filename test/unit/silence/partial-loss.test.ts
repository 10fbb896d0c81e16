/**
 * Days of a shop, from its requests to what people see: the HTTP API, the queue's messages, the recorder and the monitor
 * are the real ones. The monitor runs every five minutes, 576 times in two days.
 */

import { describe, expect, it } from 'vitest';
import { createAuthenticate } from '../../../shared/intake/authenticate.ts';
import { createLookUpKey } from '../../../shared/intake/look-up-key.ts';
import { parseQueueMessage, type QueueMessage, toBody } from '../../../shared/intake/queue-message.ts';
import { createReceiveEvents } from '../../../shared/intake/receive-events.ts';
import { type RefusedShare, steadyLossAt } from '../../../shared/silence/refused-share.ts';
import { shownStatusOf } from '../../../shared/silence/shown-status.ts';
import { DEFAULT_SILENCE_POLICY } from '../../../shared/silence/silence-policy.ts';
import { toStatusReason } from '../../../shared/silence/status-text.ts';
import { apiKey } from '../../support/api-keys.ts';
import { MINUTE_MS, NOW, resolved, toWire } from '../../support/events.ts';
import { createFakeApiKeys } from '../../support/fakes/api-keys.ts';
import { INTEGRATION } from '../../support/messages.ts';
import { createWatchScene } from '../../support/watch-scene.ts';

const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const RUN_EVERY_MS = 5 * MINUTE_MS;

const { text, known } = apiKey(1);
const dead = apiKey(2, { revokedAt: NOW - DAY_MS });

type Request = { readonly events?: readonly unknown[]; readonly key?: string; readonly body?: string };
/** What the app sends at a time; nothing at most times. */
type Shop = (at: number) => readonly Request[];

type Seen = { readonly at: number; readonly share: RefusedShare | undefined; readonly losingEvents: number };

/** `deliver`: what the recorder gets of a message. */
const live = async (shop: Shop, days = 2, deliver: (message: QueueMessage) => QueueMessage = (same) => same) => {
  const scene = createWatchScene(NOW);
  scene.integrations.add(INTEGRATION, NOW);
  const store = createFakeApiKeys(known, dead.known);
  const { now: clock } = scene;
  const lookUpKey = createLookUpKey({ findKey: store.findKey, clock });
  const receive = createReceiveEvents({
    authenticate: createAuthenticate({ lookUpKey, clock }),
    sendToQueue: async (sent) => {
      const parsed = parseQueueMessage(toBody(sent));
      if (!parsed.ok) throw new Error(parsed.reason);
      await scene.note([deliver(parsed.message)]);
    },
    clock,
  });
  const seen: Seen[] = [];
  for (let at = NOW; at < NOW + days * DAY_MS; at += MINUTE_MS) {
    scene.at(at);
    for (const { events, key = text, body } of shop(at)) {
      const sent = body ?? JSON.stringify({ events });
      await receive({ authorization: `Bearer ${key}`, isJson: true, body: Buffer.from(sent) });
    }
    if (at % RUN_EVERY_MS !== 0) continue;
    const { losingEvents } = await scene.run();
    seen.push({ at, share: scene.integrations.rows.get(INTEGRATION)?.evidence.refusedShare, losingEvents });
  }
  const evidence = { ...scene.integrations.rows.get(INTEGRATION)?.evidence, createdAt: NOW };
  const status = shownStatusOf(evidence, DEFAULT_SILENCE_POLICY, {}, scene.now());
  return { seen, status, reason: toStatusReason(status, { evidence }), notices: scene.notices };
};

const good = (at: number) => toWire(resolved({ chatId: `c-${at}`, id: `e-${at}` }));
const bad = (at: number) => ({ ...good(at), id: 'x'.repeat(201) });
const isTime = (at: number, everyMs: number): boolean => at % everyMs === 0;
const isSecond = (at: number, everyMs: number): boolean => (at / everyMs) % 2 === 1;

/** Each ten minutes a request; the second of two is `lost`. */
const everySecond =
  (lost: (at: number) => Request): Shop =>
  (at) => {
    if (!isTime(at, 10 * MINUTE_MS)) return [];
    return [isSecond(at, 10 * MINUTE_MS) ? lost(at) : { events: [good(at)] }];
  };

const healthy: Shop = (at) => (isTime(at, 10 * MINUTE_MS) ? [{ events: [good(at)] }] : []);
const withSlip =
  (slip: Request, when = NOW + 6 * HOUR_MS): Shop =>
  (at) =>
    at === when ? [...healthy(at), slip] : healthy(at);

const firstFlag = ({ seen }: Awaited<ReturnType<typeof live>>) => seen.find(({ losingEvents }) => losingEvents > 0)?.at;

describe('every second request refused, for two days', () => {
  it.each<readonly [string, (at: number) => Request, string, string]>([
    ['for its event', (at) => ({ events: [bad(at)] }), 'partial_loss', 'too_long'],
    ['as no JSON', () => ({ body: '{' }), 'partial_loss', 'not_json'],
    ['for a dead key', (at) => ({ events: [good(at)], key: dead.text }), 'partial_loss_by_key', 'key_revoked'],
    [
      'but for one event of ten',
      (at) => ({ events: [good(at), ...Array(9).fill(bad(at))] }),
      'partial_loss',
      'too_long',
    ],
  ])('%s, is flagged within three hours, and stays so, with its code', async (_, lost, key, code) => {
    const days = await live(everySecond(lost));
    expect(firstFlag(days)).toBeLessThanOrEqual(NOW + 3 * HOUR_MS);
    expect(days.seen.filter(({ at, losingEvents }) => at >= NOW + 3 * HOUR_MS && losingEvents === 0)).toEqual([]);
    expect(days.status).toEqual({ status: 'operational', cause: 'partial_loss', severity: 'warning' });
    expect(days.reason.key).toBe(key);
    if (key === 'partial_loss') expect(days.reason.facts).toMatchObject({ code });
    expect(Number(days.reason.facts['refused'])).toBeGreaterThan(100);
    // Chats arrive: nobody is told that they do not.
    expect(days.notices).toEqual([]);
  });

  it('is invisible to a recorder that drops the counts', async () => {
    const blind = ({ refused: _, ...message }: QueueMessage): QueueMessage => message;
    const partly = (at: number) => ({ events: [good(at), bad(at)] });
    expect(firstFlag(await live(everySecond(partly), 2, blind))).toBeUndefined();
  });

  it('is over a day after it stopped', async () => {
    const stopAt = NOW + 8 * HOUR_MS;
    const shop: Shop = (at) => (at < stopAt ? everySecond((now) => ({ events: [bad(now)] }))(at) : healthy(at));
    const { seen, status } = await live(shop, 2);
    const lastFlag = seen.findLast(({ losingEvents }) => losingEvents > 0)?.at ?? 0;
    expect(lastFlag).toBeGreaterThan(stopAt);
    expect(lastFlag).toBeLessThanOrEqual(stopAt + DAY_MS);
    expect(status).toEqual({ status: 'operational' });
  });
});

describe('a healthy shop', () => {
  const SLIPS: readonly (readonly [string, Shop])[] = [
    ['without any', healthy],
    ['one bad event', withSlip({ events: [bad(NOW)] })],
    ['a request with 1 good and 99 bad events', withSlip({ events: [good(NOW), ...Array(99).fill(bad(NOW))] })],
    ['a request with the old key', withSlip({ events: [good(NOW)], key: dead.text })],
  ];

  it.each(SLIPS)('is never flagged for a slip: %s', async (_, shop) => {
    const days = await live(shop);
    expect(firstFlag(days)).toBeUndefined();
    expect(days.status).toEqual({ status: 'operational' });
    expect(days.notices).toEqual([]);
  });

  it('would be flagged by a rule that takes one slip for a loss, and every slip leaves a trace', async () => {
    const [, ...slips] = SLIPS;
    for (const [, shop] of slips) {
      const { seen } = await live(shop);
      const hasAny = ({ share }: Seen) => share !== undefined;
      const isLosing = ({ share, at }: Seen) => steadyLossAt(share, at) !== undefined;
      expect([seen.some(hasAny), seen.some(isLosing)]).toEqual([true, false]);
    }
  });
});
