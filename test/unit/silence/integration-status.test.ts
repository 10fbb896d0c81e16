import { describe, expect, it } from 'vitest';
import type { EvidenceSinceCreation } from '../../../shared/silence/evidence.ts';
import {
  areManySilent,
  type PipelineHealth,
  silenceDeadline,
  statusOf,
} from '../../../shared/silence/integration-status.ts';
import { DEFAULT_SILENCE_POLICY } from '../../../shared/silence/silence-policy.ts';
import { toNoticeText, toStatusReason, toStatusText } from '../../../shared/silence/status-text.ts';

const at = (text: string): number => Date.parse(`2026-11-${text}:00Z`);
const CREATED = at('01T09:00');
const NOW = at('20T12:00');
const RECENT = at('20T11:00');
const OLD = at('18T11:00');
const minutesAfter = (instant: number, minutes: number) => instant + minutes * 60_000;

const look = (seen: Partial<EvidenceSinceCreation>, pipeline: PipelineHealth = {}, now = NOW) =>
  statusOf({ createdAt: CREATED, ...seen }, DEFAULT_SILENCE_POLICY, now, pipeline);

const alive = { acceptedAt: RECENT, chatEventAt: RECENT };
const lost = { acceptedAt: OLD, chatEventAt: OLD };
const dead = (instant: number) => ({
  refusedAt: instant,
  refusal: { reason: 'key_revoked' as const, keyId: '0123456d7f3k' },
});

describe('the status of an integration', () => {
  it('is waiting until the first chat event or the deadline', () => {
    expect(look({}, {}, minutesAfter(CREATED, 60))).toEqual({ status: 'waiting' });
    expect(look({ createdAt: RECENT, acceptedAt: NOW, heartbeatAt: NOW })).toEqual({ status: 'waiting' });
  });

  it('turns silent at the deadline and not a millisecond before', () => {
    const deadline = silenceDeadline({ createdAt: CREATED, ...lost }, DEFAULT_SILENCE_POLICY);
    expect(deadline).toBe(minutesAfter(OLD, 24 * 60 + 5));
    expect(look(lost, {}, deadline - 1).status).toBe('operational');
    expect(look(lost, {}, deadline).status).toBe('silent');
  });

  it('is paused until the pause ends, also when silent', () => {
    const paused = { ...DEFAULT_SILENCE_POLICY, pausedUntil: NOW };
    const seen = { createdAt: CREATED, ...lost };
    expect(statusOf(seen, paused, NOW - 1, {})).toEqual({ status: 'paused' });
    expect(statusOf(seen, paused, NOW, {}).status).toBe('silent');
  });

  it('is unknown when we are at fault or many fell silent together', () => {
    const stalled = { manySilentSince: OLD, stalledSince: RECENT };
    expect(look(lost, stalled)).toEqual({ status: 'unknown', cause: 'pipeline_stalled' });
    expect(look(lost, { manySilentSince: OLD })).toEqual({ status: 'unknown' });
    expect(look(alive, stalled)).toEqual({ status: 'operational' });
  });
});

describe('the cause of silence', () => {
  const SILENT = { status: 'silent', severity: 'critical' };

  it.each([
    ['key_rejected', { ...lost, ...dead(minutesAfter(OLD, 1)) }],
    ['events_invalid', { ...lost, invalidAt: minutesAfter(OLD, 1) }],
    ['app_uninstalled', { ...lost, acceptedAt: minutesAfter(OLD, 9), uninstalledAt: minutesAfter(OLD, 9) }],
    ['app_silent', lost],
    ['events_invalid', { ...lost, typesUnknownAt: NOW }],
    ['app_silent', { ...lost, heartbeatAt: minutesAfter(NOW, -126) }],
    ['never_connected', {}],
  ])('is %s', (cause, seen) => expect(look(seen)).toEqual({ ...SILENT, cause }));

  it('is no chats, and a warning only, while heartbeats arrive', () => {
    const quiet = { status: 'silent', cause: 'no_chats', severity: 'warning' };
    expect(look({ ...lost, heartbeatAt: minutesAfter(NOW, -125) })).toEqual(quiet);
    expect(look({ acceptedAt: RECENT, heartbeatAt: RECENT })).toEqual(quiet);
  });

  it('is no dead key once a good one was seen after it', () => {
    expect(look({ ...lost, ...dead(OLD - 1) })).toMatchObject({ cause: 'app_silent' });
    const both = { ...lost, ...dead(minutesAfter(OLD, 1)), invalidAt: minutesAfter(OLD, 2) };
    expect(look(both)).toMatchObject({ cause: 'events_invalid' });
  });

  it('is no uninstalled app once it was installed again or a heartbeat came', () => {
    const gone = { ...lost, uninstalledAt: OLD };
    expect(look({ ...gone, installedAt: minutesAfter(OLD, 1) })).toMatchObject({ cause: 'app_silent' });
    expect(look({ ...gone, heartbeatAt: minutesAfter(OLD, 6) })).toMatchObject({ cause: 'app_silent' });
    expect(look({ ...gone, chatEventAt: minutesAfter(OLD, 1) })).toMatchObject({ cause: 'app_uninstalled' });
  });
});

describe('the early word', () => {
  const refusedFor = (minutes: number) => ({
    ...alive,
    refusedSince: minutesAfter(RECENT, 1),
    ...dead(minutesAfter(RECENT, 1 + minutes)),
  });

  it('comes when a dead key has been refused for two minutes', () => {
    expect(look(refusedFor(1.99))).toEqual({ status: 'operational' });
    expect(look(refusedFor(2))).toEqual({ status: 'operational', cause: 'key_rejected', severity: 'warning' });
  });

  it('comes when all events have been invalid for two minutes, also before the first chat', () => {
    const invalid = { createdAt: RECENT, invalidSince: minutesAfter(RECENT, 1), invalidAt: minutesAfter(RECENT, 3) };
    expect(look(invalid)).toEqual({ status: 'waiting', cause: 'events_invalid', severity: 'warning' });
  });

  it('counts from the last accepted request when the streak was written late', () => {
    const late = { acceptedAt: RECENT, refusedSince: minutesAfter(RECENT, -30) };
    expect(look({ ...refusedFor(0.5), ...late })).toEqual({ status: 'operational' });
  });

  it('ends at the next accepted request', () => {
    expect(look({ ...refusedFor(10), acceptedAt: NOW })).toEqual({ status: 'operational' });
  });
});

describe('many silent integrations', () => {
  it('are at least five and 30 percent', () => {
    expect(areManySilent(4, 4)).toBe(false);
    expect(areManySilent(5, 16)).toBe(true);
    expect(areManySilent(5, 17)).toBe(false);
    expect(areManySilent(30, 100)).toBe(true);
  });
});

describe('the words for people', () => {
  const evidence = { createdAt: CREATED, ...lost, ...dead(RECENT), refusedSince: at('19T08:30') };
  const rejected = look(evidence);

  it('name the key that the app still uses', () => {
    expect(toStatusText(rejected, { evidence, keyDeadAt: at('20T09:00') })).toEqual({
      message:
        'The app uses the API key …7f3k, which was revoked on 2026-11-20 09:00 UTC. We have refused its chats since 2026-11-19 08:30 UTC.',
      nextStep: 'Generate a key and paste it into the app.',
    });
  });

  it('leave out what is not known', () => {
    expect(toStatusText(rejected, { evidence }).message).toBe(
      'The app uses the revoked API key …7f3k. We have refused its chats since 2026-11-19 08:30 UTC.',
    );
  });

  it('come as key and facts too, for readers with words of their own', () => {
    expect(toStatusReason(rejected, { evidence, keyDeadAt: at('20T09:00') })).toEqual({
      key: 'key_revoked',
      facts: { keyHint: '…7f3k', keyDeadAt: '2026-11-20T09:00:00.000Z', refusedSince: '2026-11-19T08:30:00.000Z' },
    });
    expect(toStatusReason({ status: 'waiting' }, { evidence: { createdAt: CREATED } })).toEqual({
      key: 'waiting',
      facts: {},
    });
  });

  it('tell an expired key from a revoked one', () => {
    const expired = {
      ...evidence,
      ...dead(RECENT),
      refusal: { reason: 'key_expired' as const, keyId: '0123456d7f3k' },
    };
    expect(toStatusText(rejected, { evidence: expired }).message).toContain('expired API key …7f3k');
  });

  it('tell a connected app from one that never came', () => {
    const waiting = { status: 'waiting' as const };
    expect(toStatusText(waiting, { evidence: { createdAt: CREATED } }).message).toContain('received nothing');
    expect(toStatusText(waiting, { evidence: { createdAt: CREATED, acceptedAt: OLD } }).message).toContain('connected');
  });

  const incident = {
    openedAt: at('19T11:05'),
    silentFrom: OLD,
    cause: 'app_silent' as const,
    severity: 'critical' as const,
    closedAt: at('20T14:20'),
    keyNotices: {},
  };
  const text = { message: 'M.', nextStep: 'N.' };

  it('tell the outage to mark when chats arrive again', () => {
    expect(toNoticeText('closed', 'Shop {from}', incident, text)).toEqual({
      subject: 'Chats arrive again: Shop {from}',
      message:
        'Chats arrive again since 2026-11-20 14:20 UTC. We counted none from 2026-11-18 11:00 UTC to 2026-11-20 14:20 UTC (2 d 3 h 20 min). Mark this time range as an outage in forecasting.',
      reason: {
        key: 'closed',
        facts: { name: 'Shop {from}', from: '2026-11-18T11:00:00.000Z', until: '2026-11-20T14:20:00.000Z' },
      },
    });
  });

  it('leave it to the reader whether quiet hours were an outage', () => {
    const quiet = { ...incident, cause: 'no_chats' as const };
    expect(toNoticeText('closed', 'Shop', quiet, text).message).toContain('If there were chats');
  });

  it('open with the cause and the next step', () => {
    expect(toNoticeText('opened', 'Shop', incident, text).message).toBe('M. N.');
    expect(toNoticeText('opened', 'Shop', { ...incident, severity: 'warning' }, text).subject).toContain(
      'may be missing',
    );
  });
});
