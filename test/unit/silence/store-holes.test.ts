import { describe, expect, it } from 'vitest';
import type { ClaimingHeartbeat } from '../../../shared/completeness/claims.ts';
import { holeCauseOf } from '../../../shared/silence/hole-cause.ts';
import { createWatchScene } from '../../support/watch-scene.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const START = Date.parse('2026-11-02T08:10:00Z');
const hour = (count: number) => Date.parse('2026-11-02T08:00:00Z') + count * HOUR;

const heartbeatOf = (
  integrationId: string,
  { receivedAt, account, aliveForMs }: Omit<ClaimingHeartbeat, 'undeliveredForMs'>,
) =>
  ({
    v: 2,
    kind: 'events',
    integrationId,
    source: { kind: 'key', keyId: 'k-1' },
    receivedAt,
    events: [
      {
        id: `beat-${receivedAt}`,
        type: 'app.heartbeat',
        occurredAt: receivedAt,
        app: { account, aliveForSeconds: aliveForMs / 1_000, undeliveredForSeconds: 0 },
      },
    ],
  }) as const;

/** The app beats every ten minutes, lives since `START` and is born again at `rebornAt`; it is dead from `diesAt` until then. */
const play = async (diesAt: number, rebornAt: number, endAt: number, outOf = ['a.1']) => {
  const scene = createWatchScene(START);
  for (const id of outOf) scene.integrations.add(id, START);
  for (let now = START; now <= endAt; now += 5 * MINUTE) {
    scene.at(now);
    scene.measure({ iterator: { at: now, ageMs: 0 }, queue: { at: now, ageMs: 0 } });
    const isBeating = (now - START) % (10 * MINUTE) === 0 && (now < diesAt || now >= rebornAt);
    const aliveForMs = now >= rebornAt ? now - rebornAt : now - START;
    if (isBeating)
      for (const id of outOf) await scene.note([heartbeatOf(id, { receivedAt: now, account: 'acme', aliveForMs })]);
    await scene.run();
  }
  return scene;
};

describe('an app that was dead for two hours', () => {
  it('leaves a hole in the hours that it touched, and only there; what follows becomes final', async () => {
    const scene = await play(hour(4), hour(6) + 1, hour(9));
    const row = scene.integrations.rows.get('a.1');
    expect(row?.holes).toEqual([
      { account: 'acme', from: hour(3), until: hour(7), cause: 'app_silent', recovery: 'none' },
    ]);
    const acme = row?.stored?.claims.accounts.get('acme');
    expect(acme?.gaps).toEqual([]);
    expect(acme?.until).toBe(hour(8));
    expect(row?.stored?.claims.completeFrom).toBe(hour(1));
  });

  it('is looked at on the next run after it speaks again', async () => {
    // The first whole hour of the new life ends at seven; its claim comes with the first heartbeat after that.
    const scene = await play(hour(4), hour(6), hour(7) + 15 * MINUTE);
    expect(scene.integrations.rows.get('a.1')?.holes).toHaveLength(1);
  });
});

describe('a hole that cannot be written', () => {
  it('stays a gap, and its integration stays due', async () => {
    const scene = await play(hour(4), hour(6), hour(7));
    const { store, rows } = scene.integrations;
    const write = store.writeHoles;
    Object.assign(store, { writeHoles: () => Promise.reject(new Error('the table is away')) });
    scene.at(hour(7) + 10 * MINUTE);
    await scene.note([
      heartbeatOf('a.1', { receivedAt: scene.now(), account: 'acme', aliveForMs: scene.now() - hour(6) }),
    ]);
    expect((await scene.run()).failures).toBe(1);
    expect(rows.get('a.1')?.holes).toEqual([]);
    Object.assign(store, { writeHoles: write });
    scene.at(hour(7) + 15 * MINUTE);
    expect(await scene.run()).toMatchObject({ holesStored: 1, failures: 0 });
    expect(rows.get('a.1')?.holes).toHaveLength(1);
  });
});

describe('the cause of a hole', () => {
  const gap = { from: hour(4), until: hour(6) };
  const incident = {
    openedAt: hour(5),
    silentFrom: hour(4),
    cause: 'key_rejected',
    severity: 'critical',
    keyNotices: {},
  } as const;

  it.each([
    [
      'our own outage, before anybody is blamed',
      { evidence: {}, incident, stall: { startedAt: hour(5) } },
      'our_outage',
    ],
    [
      'an outage of ours that was noticed after it',
      { evidence: {}, incident, ourOutages: [{ from: hour(1), until: hour(5) }] },
      'our_outage',
    ],
    ['the incident of that time', { evidence: {}, incident }, 'key_rejected'],
    ['not an incident that was over', { evidence: {}, incident: { ...incident, closedAt: hour(4) } }, 'app_silent'],
    ['not an outage that was over', { evidence: {}, stall: { startedAt: hour(1), endedAt: hour(4) } }, 'app_silent'],
    ['an uninstallation in it', { evidence: { uninstalledAt: hour(4) } }, 'app_uninstalled'],
    ['a refusal in it', { evidence: { refusedAt: hour(5) } }, 'key_rejected'],
    ['a request without a valid event', { evidence: { invalidAt: hour(5) } }, 'events_invalid'],
    ['not what came after it', { evidence: { uninstalledAt: hour(6) } }, 'app_silent'],
    ['otherwise an app that did not speak', { evidence: {} }, 'app_silent'],
  ] as const)('is %s', (_, known, expected) => {
    expect(holeCauseOf(gap, { ourOutages: [], ...known })).toBe(expected);
  });
});
