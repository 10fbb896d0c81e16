import { describe, expect, it } from 'vitest';
import type { QueueMessage } from '../../../shared/intake/queue-message.ts';
import { type Evidence, isUninstalled } from '../../../shared/silence/evidence.ts';
import { KEY_USE_EVERY_MS, SPARING_MS } from '../../../shared/silence/evidence-write.ts';
import type { KnownHealth } from '../../../shared/silence/integration-health.port.ts';
import { createNoteEvidence } from '../../../shared/silence/note-evidence.ts';
import { figuresOf } from '../../../shared/silence/refused-share.ts';
import { appEvent, heartbeat, MINUTE_MS, NOW, resolved } from '../../support/events.ts';
import { createFakeIntegrationHealth } from '../../support/fakes/integration-health.ts';
import { eventsMessage, INTEGRATION, refusalMessage } from '../../support/messages.ts';

const setUp = (health = createFakeIntegrationHealth(INTEGRATION), caughtUpTo?: number) => {
  const errors: unknown[] = [];
  const note = createNoteEvidence({
    health,
    findCaughtUpTo: async () => caughtUpTo,
    onError: (error) => errors.push(error),
  });
  const noteAll = (...messages: readonly QueueMessage[]) => note(messages);
  return { health, errors, note: noteAll, evidence: () => shownOf(health.healthOf(INTEGRATION)) };
};

/** The rest has tests of its own. */
const shownOf = (known: KnownHealth | undefined): Evidence | undefined => {
  if (!known) return undefined;
  const { keyUses: _, refusedSince: _1, invalidSince: _2, ...evidence } = known.evidence;
  return evidence;
};

const chatAt = (receivedAt: number) => eventsMessage([resolved()], { receivedAt });
const beatAt = (receivedAt: number) => eventsMessage([heartbeat()], { receivedAt });
const refusedAt = (receivedAt: number) => refusalMessage({ receivedAt });

describe('what a message is evidence of', () => {
  it.each([
    ['a chat event', eventsMessage([resolved()]), { acceptedAt: NOW, chatEventAt: NOW }],
    ['a heartbeat', eventsMessage([heartbeat('1.2')]), { acceptedAt: NOW, heartbeatAt: NOW, appVersion: '1.2' }],
    [
      'an installation',
      eventsMessage([appEvent('app.installed')]),
      { acceptedAt: NOW, installedAt: NOW, installedOccurredAt: expect.any(Number) },
    ],
    [
      'an uninstallation',
      eventsMessage([appEvent('app.uninstalled')]),
      { acceptedAt: NOW, uninstalledAt: NOW, uninstalledOccurredAt: expect.any(Number) },
    ],
    ['no valid event', refusalMessage({ reason: 'events_invalid' }), { invalidAt: NOW }],
    [
      'an expired key',
      refusalMessage({ reason: 'key_expired', source: { kind: 'key', keyId: 'old' } }),
      { refusedAt: NOW, refusal: { reason: 'key_expired', keyId: 'old' } },
    ],
  ] as const)('%s, by our clock', async (_, message, expected) => {
    const { note, evidence } = setUp();
    await note(message);
    const { refusedShare: _share, refusedShareVersion: _version, ...instants } = evidence() ?? {};
    expect(instants).toEqual(expected);
  });

  it('the latest of each kind, in one write for a whole batch', async () => {
    const { health, note, evidence } = setUp();
    await note(chatAt(NOW + 2), beatAt(NOW + 1), chatAt(NOW), refusedAt(NOW + 3));
    expect(evidence()).toMatchObject({
      acceptedAt: NOW + 2,
      chatEventAt: NOW + 2,
      heartbeatAt: NOW + 1,
      refusedAt: NOW + 3,
    });
    expect(health.writes).toHaveLength(1);
  });

  it('each integration for itself', async () => {
    const { health, note } = setUp(createFakeIntegrationHealth('a.one', 'b.one'));
    await note({ ...chatAt(NOW), integrationId: 'a.one' }, { ...beatAt(NOW + 1), integrationId: 'b.one' });
    expect(shownOf(health.healthOf('a.one'))).toEqual({ acceptedAt: NOW, chatEventAt: NOW });
    expect(shownOf(health.healthOf('b.one'))).toEqual({ acceptedAt: NOW + 1, heartbeatAt: NOW + 1 });
  });
});

describe('events that were refused', () => {
  const partly = (receivedAt: number, refused = 1) =>
    eventsMessage([resolved()], { receivedAt, refused: { too_long: refused } });
  const figures = (seen: Evidence | undefined) => seen?.refusedShare && figuresOf(seen.refusedShare);

  it('beside an accepted one leave a trace at once, however soon after the last write', async () => {
    const { note, evidence } = setUp();
    await note(chatAt(NOW));
    await note(partly(NOW + 1, 99));
    expect(figures(evidence())).toEqual({ countedFrom: NOW + 1, refused: { too_long: 99 }, received: 100 });
  });

  it('and accepted ones are added up between two writes, and cost no write of their own', async () => {
    const { health, note, evidence } = setUp();
    for (let second = 0; second < 3_600; second += 10) {
      await note(chatAt(NOW + second * 1_000));
      await note(partly(NOW + second * 1_000 + 1));
    }
    // Two at the start, where the share is new.
    expect(health.writes.length).toBeLessThanOrEqual(2 + 3_600_000 / SPARING_MS);
    await note(partly(NOW + 65 * MINUTE_MS));
    expect(figures(evidence())).toMatchObject({ refused: { too_long: 361 }, received: 3 * 360 + 1 });
  });

  it('are counted from the first refused one on: who loses nothing pays nothing', async () => {
    const { note, evidence } = setUp();
    for (let minute = 0; minute < 60; minute += 1) await note(chatAt(NOW + minute * MINUTE_MS));
    expect(evidence()).not.toHaveProperty('refusedShare');
  });

  it('of a write that failed come again with their message, and count once', async () => {
    const { health, note, evidence } = setUp();
    await note(chatAt(NOW));
    health.outage.next('request_lost');
    expect(await note(partly(NOW + 1, 9))).toEqual(new Set([INTEGRATION]));
    await note(partly(NOW + 1, 9));
    expect(figures(evidence())).toMatchObject({ refused: { too_long: 9 }, received: 10 });
  });

  it('are counted by all recorders together', async () => {
    const { health, note, evidence } = setUp();
    const other = setUp(health);
    await note(partly(NOW));
    await other.note(partly(NOW + 6 * MINUTE_MS));
    await note(partly(NOW + 12 * MINUTE_MS));
    await other.note(partly(NOW + 18 * MINUTE_MS));
    expect(figures(evidence())).toMatchObject({ refused: { too_long: 4 }, received: 8 });
  });

  it('are counted once when two batches of one process write at the same time', async () => {
    const { health, note, evidence } = setUp();
    await note(partly(NOW));
    await note(partly(NOW + 1));
    health.beforeWrite(() => note(partly(NOW + 6 * MINUTE_MS)));
    await note(partly(NOW + 6 * MINUTE_MS + 1));
    await note(partly(NOW + 12 * MINUTE_MS));
    expect(figures(evidence())).toMatchObject({ refused: { too_long: 5 }, received: 10 });
  });

  it('and were remembered are written once the store answers again', async () => {
    const { health, note, evidence } = setUp();
    await note(partly(NOW));
    await note(partly(NOW + 1));
    health.outage.next(undefined, 'request_lost');
    await note(partly(NOW + 6 * MINUTE_MS));
    await note(partly(NOW + 6 * MINUTE_MS));
    expect(figures(evidence())).toMatchObject({ refused: { too_long: 3 }, received: 6 });
  });

  it('of requests that a sender of before did not count are counted as one each', async () => {
    const { note, evidence } = setUp();
    await note(
      refusalMessage({ reason: 'events_invalid' }),
      refusedAt(NOW),
      refusalMessage({ reason: 'types_unknown' }),
    );
    expect(figures(evidence())?.refused).toEqual({ events_invalid: 1, key_revoked: 1 });
  });
});

describe('sparing writes', () => {
  it('one in five minutes of steady traffic', async () => {
    const { health, note } = setUp();
    for (let second = 0; second < 3_600; second += 10) await note(chatAt(NOW + second * 1_000));
    expect(health.writes).toHaveLength(3_600_000 / SPARING_MS);
  });

  it('hardly more when heartbeats come between', async () => {
    const { health, note } = setUp();
    for (let minute = 0; minute < 60; minute += 1) {
      await note(chatAt(NOW + minute * MINUTE_MS));
      await note(beatAt(NOW + minute * MINUTE_MS + 30_000));
    }
    // Two at the start, where each kind is new; then they go together, and the later kind is due half a minute early.
    expect(health.writes.length).toBeLessThanOrEqual(2 + 60 / 4.5);
  });

  it('at once when a kind is new after a pause', async () => {
    const { health, note } = setUp();
    await note(beatAt(NOW));
    await note(chatAt(NOW + 1));
    await note(refusedAt(NOW + 2));
    expect(health.writes).toHaveLength(3);
  });

  it('what was not worth a write goes along with the next one', async () => {
    const { note, evidence } = setUp();
    await note(chatAt(NOW), beatAt(NOW));
    await note(chatAt(NOW + 4 * MINUTE_MS));
    expect(evidence()?.chatEventAt).toBe(NOW);
    await note(beatAt(NOW + 5 * MINUTE_MS));
    expect(evidence()).toMatchObject({
      chatEventAt: NOW + 4 * MINUTE_MS,
      heartbeatAt: NOW + 5 * MINUTE_MS,
    });
  });

  it('what a failed write did not say is said by the next one', async () => {
    const { health, note, evidence, errors } = setUp();
    health.outage.next('request_lost');
    expect(await note(refusedAt(NOW))).toEqual(new Set([INTEGRATION]));
    expect(errors).toHaveLength(1);
    expect(await note(chatAt(NOW + 1))).toEqual(new Set());
    expect(evidence()).toMatchObject({ refusedAt: NOW, refusal: { keyId: 'key-1' }, chatEventAt: NOW + 1 });
  });

  it('a write whose answer was lost is not repeated in vain for ever', async () => {
    const { health, note, evidence } = setUp();
    health.outage.next(undefined, 'answer_lost');
    expect(await note(chatAt(NOW))).toEqual(new Set([INTEGRATION]));
    expect(await note(chatAt(NOW))).toEqual(new Set());
    expect(evidence()).toEqual({ acceptedAt: NOW, chatEventAt: NOW });
    await note(chatAt(NOW + 1));
    expect(health.writes).toHaveLength(1);
  });

  it('at once while the integration is flagged, so that recovery shows promptly', async () => {
    const health = createFakeIntegrationHealth();
    health.create(INTEGRATION, { isFlagged: true });
    const { note, evidence } = setUp(health);
    for (const seconds of [0, 1, 2]) {
      await note(chatAt(NOW + seconds * 1_000));
      expect(evidence()?.chatEventAt).toBe(NOW + seconds * 1_000);
    }
  });
});

describe('the use of a key', () => {
  const usedAt = (receivedAt: number, keyId: string) =>
    eventsMessage([resolved()], { receivedAt, source: { kind: 'key', keyId } });
  const uses = (health: ReturnType<typeof createFakeIntegrationHealth>) =>
    health.healthOf(INTEGRATION)?.evidence.keyUses;

  it('goes along with every write', async () => {
    const { health, note } = setUp();
    await note(usedAt(NOW, 'a'), usedAt(NOW + 2, 'a'), usedAt(NOW + 1, 'b'));
    expect(uses(health)).toEqual({ a: NOW + 2, b: NOW + 1 });
    await note(usedAt(NOW + SPARING_MS + 2, 'b'));
    expect(uses(health)).toEqual({ a: NOW + 2, b: NOW + SPARING_MS + 2 });
    expect(health.writes).toHaveLength(2);
  });

  it('is written at once the first time, and then at least hourly', async () => {
    const { health, note } = setUp();
    const minute = (minutes: number) => NOW + minutes * MINUTE_MS;
    await note(usedAt(NOW, 'a'));
    await note(usedAt(NOW + 1, 'b'));
    expect(uses(health)).toEqual({ a: NOW, b: NOW + 1 });
    const hour = KEY_USE_EVERY_MS / MINUTE_MS;
    health.create(INTEGRATION, {
      evidence: { acceptedAt: minute(hour), chatEventAt: minute(hour), keyUses: { a: NOW } },
    });
    const other = setUp(health);
    await other.note(usedAt(minute(hour) - 1, 'a'));
    expect(uses(health)).toEqual({ a: NOW });
    await other.note(usedAt(minute(hour), 'a'));
    expect(uses(health)).toEqual({ a: minute(hour) });
  });

  it('is no refusal: a dead key was not used', async () => {
    const { health, note } = setUp();
    await note(refusedAt(NOW), refusalMessage({ reason: 'events_invalid' }));
    expect(uses(health)).toBeUndefined();
  });
});

describe('recovery from a refusal', () => {
  it.each([refusalMessage({ receivedAt: NOW + 1 }), refusalMessage({ reason: 'events_invalid', receivedAt: NOW + 1 })])(
    'is written at once, and once: $reason',
    async (refusal) => {
      const { health, note, evidence } = setUp();
      await note(chatAt(NOW));
      await note(refusal);
      await note(chatAt(NOW + 2));
      expect(evidence()?.acceptedAt).toBe(NOW + 2);
      await note(chatAt(NOW + 3));
      expect(evidence()?.acceptedAt).toBe(NOW + 2);
      expect(health.writes).toHaveLength(3);
    },
  );

  it('is none when the accepted request came before it', async () => {
    const { note, evidence } = setUp();
    await note(chatAt(NOW));
    await note(refusedAt(NOW + 2));
    await note(chatAt(NOW + 1));
    expect(evidence()?.acceptedAt).toBe(NOW);
  });
});

describe('evidence beside other writers', () => {
  it('never moves backwards', async () => {
    const { health, note, evidence } = setUp();
    await setUp(health).note(chatAt(NOW));
    await note(chatAt(NOW - MINUTE_MS));
    expect(evidence()).toEqual({ acceptedAt: NOW, chatEventAt: NOW });
  });

  it('of one kind is written although another kind is older than what stands there', async () => {
    const { health, note, evidence } = setUp();
    await setUp(health).note(chatAt(NOW));
    await note(chatAt(NOW - 1), refusedAt(NOW - 1));
    expect(evidence()).toMatchObject({ acceptedAt: NOW, chatEventAt: NOW, refusedAt: NOW - 1 });
  });

  it('looks before it writes, and learns that it is too early', async () => {
    const { health, note } = setUp();
    await setUp(health).note(chatAt(NOW));
    for (const later of [1, 2, SPARING_MS - 1]) await note(chatAt(NOW + later));
    expect(health.writes).toHaveLength(1);
    expect(health.looks).toHaveLength(2);
    await note(chatAt(NOW + SPARING_MS));
    expect(health.writes).toHaveLength(2);
  });

  it('of many integrations is read and written together', async () => {
    const ids = Array.from({ length: 30 }, (_, number) => `acc-${number}.one`);
    const { health, note } = setUp(createFakeIntegrationHealth(...ids));
    await note(...ids.map((integrationId) => ({ ...chatAt(NOW), integrationId })));
    expect(health.looks).toEqual([ids]);
    expect(health.calls()).toBe(3);
  });

  it('that another process noted since the look is joined, and nothing of it is lost', async () => {
    const { health, note, evidence } = setUp();
    health.beforeWrite(() => setUp(health).note(refusedAt(NOW + 1)));
    expect(await note(chatAt(NOW))).toEqual(new Set());
    expect(evidence()).toMatchObject({ acceptedAt: NOW, chatEventAt: NOW, refusedAt: NOW + 1 });
    expect(health.healthOf(INTEGRATION)?.evidence.refusedSince).toBe(NOW + 1);
  });

  it.each([0, 1, 2, 3, 4, 5, 6, 8, 10])(
    'of two batches that one process notes side by side is all written (%i turns apart)',
    async (turns) => {
      const { health, note, evidence } = setUp();
      const first = note(chatAt(NOW));
      for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
      const second = note(eventsMessage([appEvent('app.uninstalled')], { receivedAt: NOW + 1 }));
      expect(await Promise.all([first, second])).toEqual([new Set(), new Set()]);
      expect(evidence()).toMatchObject({ chatEventAt: NOW, uninstalledAt: NOW + 1 });
      expect(health.writes.length).toBeLessThanOrEqual(3);
    },
  );

  it('is looked for once more, strongly, where a replica knows of no integration yet', async () => {
    const { health, note, evidence } = setUp();
    health.hideFromReplicas(INTEGRATION);
    expect(await note(eventsMessage([appEvent('app.installed')]))).toEqual(new Set());
    expect(evidence()?.installedAt).toBe(NOW);
  });

  it('learns from a look that the integration was flagged', async () => {
    const { health, note, evidence } = setUp();
    await note(chatAt(NOW));
    health.create(INTEGRATION, { evidence: { acceptedAt: NOW + 10 * MINUTE_MS }, isFlagged: true });
    await note(chatAt(NOW + 6 * MINUTE_MS));
    await note(chatAt(NOW + 10 * MINUTE_MS + 1));
    expect(evidence()?.acceptedAt).toBe(NOW + 10 * MINUTE_MS + 1);
  });

  it('does not bring an erased integration back', async () => {
    const { health, note, evidence, errors } = setUp();
    await note(chatAt(NOW));
    health.erase(INTEGRATION);
    expect(await note(chatAt(NOW + 10 * MINUTE_MS))).toEqual(new Set());
    expect(evidence()).toBeUndefined();
    expect(errors).toEqual([]);
  });

  it('of an erased integration is not told of one that was made anew', async () => {
    const { health, note, evidence } = setUp();
    health.erase(INTEGRATION);
    await note(refusedAt(NOW));
    health.create(INTEGRATION);
    await note(chatAt(NOW + 1));
    expect(evidence()).toEqual({ acceptedAt: NOW + 1, chatEventAt: NOW + 1 });
  });

  it('is left to a later message once a call failed: a store that hangs would hang for each integration', async () => {
    const { health, note } = setUp(createFakeIntegrationHealth('a.one', 'b.one'));
    health.outage.next('request_lost');
    const messages = ['a.one', 'b.one'].map((integrationId) => ({ ...chatAt(NOW), integrationId }));
    expect(await note(...messages)).toEqual(new Set(['a.one', 'b.one']));
    expect(health.healthOf('b.one')?.evidence.acceptedAt).toBeUndefined();
    expect(await note(...messages)).toEqual(new Set());
    expect(health.healthOf('b.one')?.evidence.acceptedAt).toBe(NOW);
  });
});

describe('the claims of heartbeats', () => {
  const HOUR_MS = 60 * MINUTE_MS;
  const claiming = (receivedAt: number, aliveForSeconds: number, account = 'acme') =>
    eventsMessage([appEvent('app.heartbeat', { account, aliveForSeconds, undeliveredForSeconds: 0 })], { receivedAt });
  const claimsOf = (health: ReturnType<typeof createFakeIntegrationHealth>) => health.healthOf(INTEGRATION)?.stored;

  it('are written with the evidence, one write a heartbeat, however soon it comes', async () => {
    const { health, note, evidence } = setUp();
    await note(claiming(NOW, 60));
    await note(claiming(NOW + MINUTE_MS, 120));
    expect(health.writes).toHaveLength(2);
    expect(evidence()).toMatchObject({ heartbeatAt: NOW + MINUTE_MS });
    expect(claimsOf(health)?.version).toBe(2);
    expect(claimsOf(health)?.claims.accounts.get('acme')?.heardAt).toBe(NOW + MINUTE_MS);
  });

  it('of one batch are applied one by one, in the order of their receipt, in one write', async () => {
    const { health, note } = setUp();
    await note(claiming(NOW + 3 * HOUR_MS, 3 * 3_600), claiming(NOW, 60), claiming(NOW + 1, 60, 'emea'));
    expect(health.writes).toHaveLength(1);
    expect([...(claimsOf(health)?.claims.accounts.keys() ?? [])]).toEqual(['acme', 'emea']);
    expect(claimsOf(health)?.claims.accounts.get('acme')?.next).toBeDefined();
  });

  it('become decided by what the monitor found', async () => {
    const { health, note } = setUp(undefined, NOW + 4 * HOUR_MS);
    await note(...[0, 3, 4].map((hours) => claiming(NOW + hours * HOUR_MS, 60 + hours * 3_600)));
    const [account] = claimsOf(health)?.claims.accounts.values() ?? [];
    expect(account?.until).toBeGreaterThan(claimsOf(health)?.claims.completeFrom ?? Number.POSITIVE_INFINITY);
  });

  it('that another process wrote are read again, and kept', async () => {
    const health = createFakeIntegrationHealth(INTEGRATION);
    const [one, other] = [setUp(health), setUp(health)];
    await one.note(claiming(NOW, 60));
    await other.note(claiming(NOW + MINUTE_MS, 60, 'emea'));
    await one.note(claiming(NOW + 2 * MINUTE_MS, 180));
    expect(claimsOf(health)?.version).toBe(3);
    expect(claimsOf(health)?.claims.accounts.size).toBe(2);
  });

  it('cost nothing when they say nothing new, and a heartbeat without an account claims nothing', async () => {
    const { health, note } = setUp();
    await note(claiming(NOW, 60));
    await note(claiming(NOW, 60));
    await note(eventsMessage([appEvent('app.heartbeat', { aliveForSeconds: 1, undeliveredForSeconds: 0 })]));
    expect(health.writes).toHaveLength(1);
    expect(claimsOf(health)?.version).toBe(1);
  });

  it('of an integration that is gone bring nothing back', async () => {
    const { health, note } = setUp(createFakeIntegrationHealth());
    expect(await note(claiming(NOW, 60))).toEqual(new Set());
    expect(health.healthOf(INTEGRATION)).toBeUndefined();
  });
});

describe('a change of state', () => {
  const moved = (type: 'app.installed' | 'app.uninstalled', receivedAt: number, occurredAt = receivedAt) =>
    eventsMessage([{ ...appEvent(type), occurredAt }], { receivedAt });
  const isGone = (seen: Evidence | undefined) => isUninstalled(seen ?? {});

  it('of the app is written at once, however often it comes and goes', async () => {
    const { note, evidence } = setUp();
    const states = ['app.installed', 'app.uninstalled', 'app.installed', 'app.uninstalled', 'app.installed'] as const;
    for (const [index, type] of states.entries()) {
      await note(moved(type, NOW + index * 1_000));
      expect(isGone(evidence())).toBe(type === 'app.uninstalled');
    }
  });

  it('from accepted to refused is written at once, too', async () => {
    const { note, evidence } = setUp();
    await note(refusedAt(NOW));
    await note(chatAt(NOW + 1));
    await note(refusedAt(NOW + 2));
    expect(evidence()).toMatchObject({ acceptedAt: NOW + 1, refusedAt: NOW + 2 });
  });

  it.each([
    ['app.uninstalled', 'app.installed', false],
    ['app.installed', 'app.uninstalled', true],
  ] as const)(
    'in one request, %s then %s, ends as the later one by its instant',
    async (first, second, isGoneAfter) => {
      const events = [
        { ...appEvent(first), occurredAt: NOW - 2 },
        { ...appEvent(second), occurredAt: NOW - 1 },
      ];
      for (const sent of [events, events.toReversed()]) {
        const { note, evidence } = setUp();
        await note(eventsMessage(sent, { receivedAt: NOW }));
        expect(isGone(evidence())).toBe(isGoneAfter);
      }
    },
  );

  it.each([false, true])(
    'received in the same millisecond ends as the later one by its instant, in one batch: %s',
    async (isOneBatch) => {
      const removed = moved('app.uninstalled', NOW, NOW - 2);
      const back = moved('app.installed', NOW, NOW - 1);
      for (const messages of [
        [removed, back],
        [back, removed],
      ]) {
        const { note, evidence } = setUp();
        if (isOneBatch) await note(...messages);
        else for (const message of messages) await note(message);
        expect(isGone(evidence())).toBe(false);
      }
    },
  );
});
