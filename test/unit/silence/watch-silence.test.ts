import { describe, expect, it } from 'vitest';
import { eventsMessage } from '../../support/watch-messages.ts';
import { createWatchScene, type WatchScene } from '../../support/watch-scene.ts';

const START = Date.parse('2026-11-02T08:00:00Z');
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const WINDOW_MS = 24 * HOUR;

const scene = (...ids: readonly string[]): WatchScene => {
  const made = createWatchScene(START);
  for (const id of ids) made.integrations.add(id, START);
  return made;
};

/** Runs every five minutes until then, and whatever happens beside. */
const runUntil = async (one: WatchScene, end: number, beside: (now: number) => Promise<unknown> = async () => 0) => {
  const reports = [];
  for (let now = one.now() + 5 * MINUTE; now <= end; now += 5 * MINUTE) {
    one.at(now);
    await beside(now);
    reports.push(await one.run());
  }
  return reports;
};

const kindsOf = ({ notices }: WatchScene) => notices.map(({ kind, cause }) => (cause ? `${kind}:${cause}` : kind));

describe('the monitor', () => {
  it('looks at a healthy integration once in its window', async () => {
    const one = scene('a.1');
    const reports = await runUntil(one, START + 3 * 24 * HOUR, () => one.chat('a.1'));
    expect(reports.filter(({ due }) => due > 0)).toHaveLength(3);
    expect(one.notices).toEqual([]);
  });

  it('tells once that an integration fell silent, and once that its chats arrive again', async () => {
    const one = scene('a.1');
    await one.chat('a.1');
    const reports = await runUntil(one, START + WINDOW_MS + 2 * HOUR);
    expect(reports.at(-1)).toMatchObject({ silentCritical: 1, silentWarning: 0, failures: 0 });
    expect(kindsOf(one)).toEqual(['opened:app_silent']);
    await one.chat('a.1');
    const [after] = (await runUntil(one, START + WINDOW_MS + 3 * HOUR)).slice(-1);
    expect(after).toMatchObject({ silentCritical: 0, due: 0 });
    expect(kindsOf(one)).toEqual(['opened:app_silent', 'closed:app_silent']);
    expect(one.notices[1]).toMatchObject({
      from: '2026-11-02T08:00:00.000Z',
      until: '2026-11-03T10:00:00.000Z',
      message: expect.stringContaining('(1 d 2 h)'),
    });
  });

  it('says an early word about a refused key within minutes', async () => {
    const one = scene('a.1');
    await one.chat('a.1');
    await runUntil(one, START + HOUR);
    const revokedAt = one.now();
    const reports = [];
    for (let minute = 1; kindsOf(one).length === 0 && minute < 60; minute += 1) {
      one.at(revokedAt + minute * MINUTE);
      await one.refuse('a.1');
      if (minute % 5 === 0) reports.push(await one.run());
    }
    expect(kindsOf(one)).toEqual(['opened:key_rejected']);
    expect(one.notices[0]).toMatchObject({ severity: 'warning' });
    expect(one.now() - revokedAt).toBeLessThanOrEqual(10 * MINUTE);
    expect(reports.at(-1)).toMatchObject({ silentCritical: 0, silentWarning: 1 });
  });

  const refuseFor15Minutes = async (one: WatchScene) => {
    const from = one.now();
    await runUntil(one, from + 15 * MINUTE, () => one.refuse('a.1', 'k-old1'));
    return one.notices.map(({ message }) => message);
  };

  it('points in the notice at the newest key that works, and says since when the other one is dead', async () => {
    const one = scene('a.1');
    one.addKey('a.1', { keyId: 'k-new1', createdAt: START + 2, expiresAt: START + WINDOW_MS });
    one.addKey('a.1', { keyId: 'k-old1', createdAt: START, revokedAt: START + MINUTE });
    one.addKey('a.1', { keyId: 'k-new0', createdAt: START + 1 });
    one.addKey('a.1', { keyId: 'k-dead', createdAt: START + 3, expiresAt: START + 4 });
    await one.chat('a.1');
    const [message] = await refuseFor15Minutes(one);
    expect(message).toContain('the API key …old1, which was revoked on 2026-11-02 08:01 UTC.');
    expect(message).toContain('Paste the API key …new1 into the app');
  });

  it('asks for a new key where none works', async () => {
    const one = scene('a.1');
    one.addKey('a.1', { keyId: 'k-old1', createdAt: START, revokedAt: START + MINUTE });
    await one.chat('a.1');
    expect(await refuseFor15Minutes(one)).toMatchObject([expect.stringContaining('Generate a key')]);
  });

  it('tells of a refused key though the keys cannot be read', async () => {
    const one = scene('a.1');
    one.addKey('a.1', { keyId: 'k-new1', createdAt: START });
    await one.chat('a.1');
    one.breakKeys(true);
    expect(await refuseFor15Minutes(one)).toHaveLength(1);
    expect(one.errors).toHaveLength(1);
  });

  it('says an early word about events that are all invalid', async () => {
    const one = scene('a.1');
    await one.chat('a.1');
    await runUntil(one, START + HOUR);
    await runUntil(one, START + HOUR + 15 * MINUTE, () => one.refuseEvents('a.1'));
    expect(kindsOf(one)).toEqual(['opened:events_invalid']);
  });

  it('opens one incident when two runs overlap', async () => {
    const one = scene('a.1');
    await one.chat('a.1');
    one.at(START + WINDOW_MS + HOUR);
    const reports = await Promise.all([one.watch(), one.watch(), one.watch()]);
    expect(reports.map(({ kind }) => kind).toSorted()).toEqual(['overtaken', 'overtaken', 'watched']);
    one.at(one.now() + 10_000);
    await one.watch();
    expect(kindsOf(one)).toEqual(['opened:app_silent']);
  });

  it('says nothing of an integration whose chat event came while it looked', async () => {
    const one = scene('a.1');
    await one.chat('a.1');
    one.at(START + WINDOW_MS + HOUR);
    const { writeIncident } = one.integrations.store;
    Object.assign(one.integrations.store, {
      writeIncident: async (write: Parameters<typeof writeIncident>[0]) => {
        await one.chat('a.1');
        return writeIncident(write);
      },
    });
    await one.run();
    expect(one.notices).toEqual([]);
    expect(one.integrations.rows.get('a.1')?.incident).toBeUndefined();
  });

  it('tells later what the topic did not take', async () => {
    const one = scene('a.1');
    await one.chat('a.1');
    one.breakTopic(true);
    const reports = await runUntil(one, START + WINDOW_MS + 30 * MINUTE);
    expect(reports.at(-1)).toMatchObject({ failures: 1 });
    one.breakTopic(false);
    await runUntil(one, one.now() + 20 * MINUTE);
    expect(kindsOf(one)).toEqual(['opened:app_silent']);
  });

  it('blames nobody while our own probe does not come through', async () => {
    const one = scene('a.1');
    await one.chat('a.1');
    await runUntil(one, START + WINDOW_MS - HOUR);
    one.stall(true);
    const reports = await runUntil(one, START + WINDOW_MS + HOUR);
    expect(reports.findIndex(({ isStalled }) => isStalled)).toBe(4);
    expect(reports.at(-1)).toMatchObject({ silentCritical: 0, isStalled: true });
    one.stall(false);
    await one.chat('a.1');
    const [last] = (await runUntil(one, one.now() + HOUR)).slice(-1);
    expect(last).toMatchObject({ isStalled: false, probeAgeMs: 0 });
    expect(one.notices).toEqual([]);
  });

  it('calls no pipeline stalled on its first run, nor after it was dead itself', async () => {
    const one = scene('a.1');
    expect(await one.run()).toMatchObject({ isStalled: false });
    one.at(START + 10 * HOUR);
    expect(await one.run()).toMatchObject({ isStalled: false, probeAgeMs: 0 });
  });

  it('makes one platform incident of many that fell silent together', async () => {
    const ids = Array.from({ length: 20 }, (_, index) => `a${index}.1`);
    const one = scene(...ids);
    for (const id of ids) await one.chat(id);
    const healthy = ids.slice(0, 12);
    const keep = async () => {
      for (const id of healthy) await one.chat(id);
    };
    const reports = await runUntil(one, START + WINDOW_MS + HOUR, keep);
    expect(reports.at(-1)).toMatchObject({ silentCritical: 0, areManySilent: true });
    expect(kindsOf(one)).toEqual(['platform_opened']);
    for (const id of ids.slice(0, 17)) await one.chat(id);
    await runUntil(one, one.now() + HOUR, keep);
    expect(kindsOf(one)).toEqual([
      'platform_opened',
      'platform_closed',
      'opened:app_silent',
      'opened:app_silent',
      'opened:app_silent',
    ]);
  });

  it('makes no platform incident of as many that fell silent one day after the other', async () => {
    const ids = Array.from({ length: 12 }, (_, index) => `a${index}.1`);
    const one = scene(...ids);
    const dayOf = (id: string) => Number(id.slice(1, -2));
    const lives = (id: string, now: number) => now < START + dayOf(id) * 24 * HOUR || dayOf(id) > 6;
    await runUntil(one, START + 8 * 24 * HOUR, async (now) => {
      for (const id of ids) if (lives(id, now)) await one.chat(id);
    });
    expect(kindsOf(one)).toEqual(['opened:never_connected', ...Array(6).fill('opened:app_silent')]);
  });

  it('leaves the telling to the run that wrote the notice, while that has time for it', async () => {
    const one = scene('a.1');
    await one.chat('a.1');
    one.at(START + WINDOW_MS + HOUR);
    const others: unknown[] = [];
    one.whilePublishing(async () => {
      one.whilePublishing(undefined);
      one.at(one.now() + 10_000);
      others.push(await one.run());
    });
    await one.run();
    expect(others).toMatchObject([{ due: 1, noticesTold: 0 }]);
    expect(kindsOf(one)).toEqual(['opened:app_silent']);
  });

  it('waits after a stall for the events that its probe overtook', async () => {
    const one = scene('a.1');
    await one.chat('a.1');
    await runUntil(one, START + WINDOW_MS - HOUR);
    one.stall(true);
    await runUntil(one, START + WINDOW_MS + HOUR);
    one.stall(false);
    const received = START + WINDOW_MS;
    await runUntil(one, one.now() + 10 * MINUTE);
    await one.note([eventsMessage('a.1', received, 'chat.resolved')]);
    await runUntil(one, one.now() + HOUR);
    expect(one.notices).toEqual([]);
  });

  it('writes 500 incidents and tells of them in one run, few at a time', async () => {
    const ids = Array.from({ length: 2_000 }, (_, index) => `a.${index}`);
    const one = scene(...ids);
    for (const id of ids) await one.chat(id);
    one.at(START + 20 * HOUR);
    for (const id of ids.slice(500)) await one.chat(id);
    const { writeIncident } = one.integrations.store;
    let inFlight = 0;
    let most = 0;
    Object.assign(one.integrations.store, {
      writeIncident: async (write: Parameters<typeof writeIncident>[0]) => {
        inFlight += 1;
        most = Math.max(most, inFlight);
        const outcome = await writeIncident(write);
        inFlight -= 1;
        return outcome;
      },
    });
    one.at(START + WINDOW_MS + HOUR);
    expect(await one.run()).toMatchObject({ incidentsWritten: 500, noticesTold: 500, failures: 0 });
    expect(most).toBeGreaterThan(1);
    expect(most).toBeLessThanOrEqual(16);
  });

  it('leaves who is paused alone, and looks again when the pause is over', async () => {
    const one = scene('a.1', 'a.2');
    await one.chat('a.1');
    await one.chat('a.2');
    const pausedUntil = START + 3 * 24 * HOUR;
    one.integrations.setPolicy('a.1', { windowMs: WINDOW_MS, pausedUntil }, START);
    one.integrations.setPolicy('a.2', { windowMs: WINDOW_MS, pausedUntil: Number.POSITIVE_INFINITY }, START);
    await runUntil(one, pausedUntil - MINUTE);
    expect(one.notices).toEqual([]);
    await runUntil(one, pausedUntil + 10 * MINUTE);
    expect(one.notices.map(({ integrationId }) => integrationId)).toEqual(['a.1']);
  });

  it('ends an incident when it is paused, and tells of it anew when the pause is over', async () => {
    const one = scene('a.1');
    await one.chat('a.1');
    await runUntil(one, START + WINDOW_MS + HOUR);
    const paused = { windowMs: WINDOW_MS, pausedUntil: Number.POSITIVE_INFINITY };
    one.integrations.setPolicy('a.1', paused, one.now());
    const reports = await runUntil(one, one.now() + 3 * HOUR);
    expect(reports.at(-1)).toMatchObject({ due: 0 });
    expect(one.integrations.rows.get('a.1')).toMatchObject({ incident: { endedBy: 'pause' }, isWatched: false });
    expect(one.integrations.rows.get('a.1')).not.toHaveProperty('flaggedAt');
    one.integrations.setPolicy('a.1', { windowMs: WINDOW_MS }, one.now());
    await runUntil(one, one.now() + 10 * MINUTE);
    expect(kindsOf(one)).toEqual(['opened:app_silent', 'closed:app_silent', 'opened:app_silent']);
    expect(new Set(one.notices.map(({ id }) => id)).size).toBe(3);
  });

  it('says what a notice is about when a pause began before it went out', async () => {
    const one = scene('a.1');
    await one.chat('a.1');
    one.breakTopic(true);
    await runUntil(one, START + WINDOW_MS + HOUR);
    one.breakTopic(false);
    one.integrations.setPolicy('a.1', { windowMs: WINDOW_MS, pausedUntil: Number.POSITIVE_INFINITY }, one.now());
    await runUntil(one, one.now() + 15 * MINUTE);
    expect(one.notices.map(({ subject }) => subject.split(':')[0])).toEqual(['No chats arrive', 'Notices are paused']);
    expect(one.notices[0]?.message).toContain('We have not heard from the app');
  });

  it('ends the incident of an integration that is deleted, says so, and forgets the integration', async () => {
    const one = scene('a.1', 'b.1');
    for (const id of ['a.1', 'b.1']) await one.chat(id);
    await runUntil(one, START + WINDOW_MS + HOUR, () => one.chat('b.1'));
    for (const id of ['a.1', 'b.1']) one.integrations.delete(id, one.now());
    const [first] = await runUntil(one, one.now() + 15 * MINUTE);
    expect(first).toMatchObject({ silentCritical: 0 });
    expect(one.notices.map(({ subject }) => subject.split(':')[0])).toEqual(['No chats arrive', 'Integration deleted']);
    expect([...one.integrations.rows.keys()]).toEqual([]);
  });

  it('looks at an app that was removed in a pause as soon as the pause is over', async () => {
    const one = scene('a.1');
    const pausedUntil = START + 4 * HOUR;
    one.integrations.setPolicy('a.1', { windowMs: WINDOW_MS, pausedUntil }, START);
    await runUntil(one, START + HOUR);
    await one.chat('a.1');
    await one.uninstall('a.1');
    await runUntil(one, pausedUntil + 5 * MINUTE);
    expect(kindsOf(one)).toEqual(['opened:app_uninstalled']);
  });

  it('looks at an app that was removed while we were stalled as soon as we are back', async () => {
    const one = scene('a.1');
    await one.chat('a.1');
    await runUntil(one, START + HOUR);
    one.stall(true);
    await runUntil(one, START + 2 * HOUR);
    await one.uninstall('a.1');
    await runUntil(one, START + 3 * HOUR);
    one.stall(false);
    await runUntil(one, START + 4 * HOUR);
    expect(kindsOf(one)).toEqual(['opened:app_uninstalled']);
  });

  it('continues an incident that comes back within half an hour', async () => {
    const one = scene('a.1');
    await one.chat('a.1');
    await runUntil(one, START + HOUR);
    await runUntil(one, START + HOUR + 20 * MINUTE, () => one.refuse('a.1', 'k-1'));
    await one.chat('a.1');
    await runUntil(one, one.now() + 5 * MINUTE);
    await runUntil(one, one.now() + 20 * MINUTE, () => one.refuse('a.1', 'k-2'));
    expect(kindsOf(one)).toEqual(['opened:key_rejected', 'closed:key_rejected', 'opened:key_rejected']);
    expect(new Set(one.notices.map(({ id }) => id.split('/')[1])).size).toBe(1);
  });

  it('says within minutes that the app was removed, and nothing when it is back at once', async () => {
    const one = scene('a.1', 'b.1');
    for (const id of ['a.1', 'b.1']) await one.chat(id);
    await runUntil(one, START + HOUR);
    for (const id of ['a.1', 'b.1']) await one.uninstall(id);
    one.at(one.now() + MINUTE);
    await one.install('b.1');
    await runUntil(one, START + HOUR + 11 * MINUTE);
    expect(one.notices).toMatchObject([
      { integrationId: 'a.1', kind: 'opened', cause: 'app_uninstalled', severity: 'warning' },
    ]);
    await runUntil(one, START + 20 * HOUR);
    expect(one.notices).toHaveLength(1);
  });

  it('judges an incident anew when the policy changes, and tells of the next breach', async () => {
    const one = scene('a.1');
    await one.chat('a.1');
    await runUntil(one, START + WINDOW_MS + HOUR);
    one.integrations.setPolicy('a.1', { windowMs: 3 * WINDOW_MS }, one.now());
    await runUntil(one, one.now() + 10 * MINUTE);
    expect(kindsOf(one)).toEqual(['opened:app_silent', 'closed:app_silent']);
    expect(one.integrations.rows.get('a.1')).toMatchObject({ incident: { endedBy: 'settings' } });
    expect(one.integrations.rows.get('a.1')).not.toHaveProperty('flaggedAt');
    await runUntil(one, START + 3 * WINDOW_MS + HOUR);
    expect(kindsOf(one)).toEqual(['opened:app_silent', 'closed:app_silent', 'opened:app_silent']);
  });
});
