import { describe, expect, it } from 'vitest';
import { type Incident, nextIncident, outageOf } from '../../../shared/silence/incident.ts';
import type { IntegrationStatus } from '../../../shared/silence/integration-status.ts';
import { toNoticeText } from '../../../shared/silence/status-text.ts';

const CREATED = Date.parse('2026-11-02T08:00:00Z');
const minute = (minutes: number): number => CREATED + minutes * 60_000;

const HEALTHY: IntegrationStatus = { status: 'operational' };
const SILENT: IntegrationStatus = { status: 'silent', cause: 'app_silent', severity: 'critical' };
const EARLY: IntegrationStatus = { status: 'operational', cause: 'key_rejected', severity: 'warning' };
const REJECTED: IntegrationStatus = { status: 'silent', cause: 'key_rejected', severity: 'critical' };

type Look = readonly [atMinute: number, status: IntegrationStatus, lastChatMinute?: number, keyId?: string];

/** What each look did, `action` or `action:notice`, and the incident in the end. */
const play = (...looks: readonly Look[]) => {
  let incident: Incident | undefined;
  const steps = looks.map(([at, status, chat, keyId]) => {
    const lastChat = chat === undefined ? {} : { chatEventAt: minute(chat) };
    const look = { status, createdAt: CREATED, ...lastChat, ...(keyId !== undefined && { keyId }) };
    const step = nextIncident(incident, look, minute(at));
    if (step.action === 'none') return 'none';
    incident = step.incident;
    return step.notice ? `${step.action}:${step.notice}` : step.action;
  });
  return { steps, incident };
};

describe('an incident', () => {
  it('opens once, and closes with its duration at the first chat event after it', () => {
    const { steps, incident } = play([100, SILENT, 10], [105, SILENT, 10], [110, HEALTHY, 107], [115, HEALTHY, 107]);
    expect(steps).toEqual(['open:opened', 'continue', 'close:closed', 'none']);
    expect(incident && outageOf(incident, minute(115))).toEqual({
      from: minute(10),
      until: minute(107),
      durationMs: 97 * 60_000,
    });
  });

  it('says so when its cause changes', () => {
    const { steps } = play([100, SILENT, 10], [105, REJECTED, 10, 'a'], [110, REJECTED, 10, 'a']);
    expect(steps).toEqual(['open:opened', 'change_cause:cause_changed', 'continue']);
  });

  it('grows from a warning to critical without another notice', () => {
    const { steps, incident } = play([100, EARLY, 10, 'a'], [900, REJECTED, 10, 'a']);
    expect(steps).toEqual(['open:opened', 'continue']);
    expect(incident?.severity).toBe('critical');
  });

  it('does not close by an accepted request without a chat', () => {
    expect(play([100, EARLY, 10, 'a'], [105, HEALTHY, 10]).steps).toEqual(['open:opened', 'continue']);
  });

  it('continues when trouble returns within half an hour, and then closes only when all is well for as long', () => {
    const { steps, incident } = play(
      [100, SILENT],
      [110, HEALTHY, 107],
      [136, SILENT, 107],
      [140, HEALTHY, 138],
      [165, HEALTHY, 164],
      [168, HEALTHY, 167],
    );
    expect(steps).toEqual(['open:opened', 'close:closed', 'reopen:opened', 'continue', 'continue', 'close:closed']);
    expect(incident).toMatchObject({ openedAt: minute(100), closedAt: minute(138) });
  });

  it('is a new one half an hour after closing', () => {
    const { incident } = play([100, SILENT], [110, HEALTHY, 107], [137, SILENT, 107]);
    expect(incident).toMatchObject({ openedAt: minute(137), silentFrom: minute(107) });
  });

  it('of one rejected key is told of once a day, and of another key again', () => {
    const again = play([0, EARLY, 0, 'a'], [5, HEALTHY, 4], [60, EARLY, 4, 'a'], [65, HEALTHY, 64]);
    expect(again.steps).toEqual(['open:opened', 'close:closed', 'open', 'close']);
    expect(play([0, EARLY, 0, 'a'], [5, HEALTHY, 4], [60, EARLY, 4, 'b']).steps.at(-1)).toBe('open:opened');
  });

  it('that was kept quiet is told of when the day is over and it still goes on', () => {
    const { steps } = play(
      [0, EARLY, 0, 'a'],
      [5, HEALTHY, 4],
      [60, EARLY, 4, 'a'],
      [1_439, EARLY, 4, 'a'],
      [1_440, EARLY, 4, 'a'],
    );
    expect(steps.slice(2)).toEqual(['open', 'continue', 'continue:opened']);
  });

  it('recovers by a chat that was received before it opened, and was noted late', () => {
    const { steps, incident } = play([100, SILENT, 10], [105, HEALTHY, 98]);
    expect(steps).toEqual(['open:opened', 'close:closed']);
    expect(incident).toMatchObject({ closedAt: minute(98) });
    expect(incident).not.toHaveProperty('endedBy');
  });

  it('neither opens nor ends because we do not know', () => {
    expect(play([100, { status: 'unknown' }]).steps).toEqual(['none']);
    expect(play([100, SILENT], [105, { status: 'unknown' }]).steps).toEqual(['open:opened', 'continue']);
  });
});

const PAUSED: IntegrationStatus = { status: 'paused' };

describe('an incident in a pause', () => {
  it('ends with it, says so once, and is told anew when the pause is over and nothing came', () => {
    const { steps } = play(
      [100, SILENT, 10],
      [105, PAUSED, 10],
      [110, PAUSED, 107],
      [900, PAUSED, 107],
      [905, SILENT, 107],
    );
    expect(steps).toEqual(['open:opened', 'close:closed', 'none', 'none', 'open:opened']);
    const ended = play([100, SILENT, 10], [105, PAUSED, 10]).incident;
    expect(ended).toMatchObject({ closedAt: minute(105), endedBy: 'pause' });
    const text = ended && toNoticeText('closed', 'Shop', ended, { message: 'M.', nextStep: 'N.' });
    expect(text).toMatchObject({ subject: 'Notices are paused: Shop', message: expect.stringContaining('1 h 35 min') });
    expect(text?.reason).toEqual({
      key: 'closed_pause',
      facts: {
        name: 'Shop',
        from: new Date(minute(10)).toISOString(),
        until: new Date(minute(105)).toISOString(),
      },
    });
  });

  it('is told anew after a pause of minutes, also of a key that was told of today', () => {
    const { steps } = play([100, REJECTED, 10, 'a'], [105, PAUSED, 10, 'a'], [110, REJECTED, 10, 'a']);
    expect(steps).toEqual(['open:opened', 'close:closed', 'reopen:opened']);
  });

  it('does not wait for half an hour of health', () => {
    const looks: Look[] = [
      [100, SILENT],
      [110, HEALTHY, 107],
      [120, SILENT, 107],
      [125, HEALTHY, 124],
      [130, PAUSED, 124],
    ];
    const { steps, incident } = play(...looks);
    expect(steps.slice(-2)).toEqual(['continue', 'close:closed']);
    expect(incident).toMatchObject({ closedAt: minute(124) });
  });

  it('ends without a word when nobody was told of it', () => {
    const { steps } = play([0, EARLY, 0, 'a'], [5, HEALTHY, 4], [60, EARLY, 4, 'a'], [65, PAUSED, 4]);
    expect(steps).toEqual(['open:opened', 'close:closed', 'open', 'close']);
  });
});

describe('an incident whose settings change', () => {
  it('closes and says so when it is no silence under them, and the next breach is told', () => {
    const { steps, incident } = play(
      [100, SILENT, 10],
      [105, HEALTHY, 10],
      [110, HEALTHY, 10],
      [900, SILENT, 10],
      [905, HEALTHY, 903],
    );
    expect(steps).toEqual(['open:opened', 'close:closed', 'none', 'open:opened', 'close:closed']);
    expect(incident).not.toHaveProperty('endedBy');
    const changed = play([100, SILENT, 10], [105, HEALTHY, 10]).incident;
    expect(changed).toMatchObject({ closedAt: minute(105), endedBy: 'settings' });
    const text = changed && toNoticeText('closed', 'Shop', changed, { message: 'M.', nextStep: 'N.' });
    expect(text?.message).toContain('settings of the integration were changed');
  });

  it('is told anew within half an hour, too', () => {
    expect(play([100, SILENT, 10], [105, HEALTHY, 10], [120, SILENT, 10]).steps).toEqual([
      'open:opened',
      'close:closed',
      'reopen:opened',
    ]);
  });
});
