import { describe, expect, it } from 'vitest';
import type { EvidenceSinceCreation } from '../../../shared/silence/evidence.ts';
import type { RefusedShare } from '../../../shared/silence/refused-share.ts';
import { shownStatusOf } from '../../../shared/silence/shown-status.ts';
import { DEFAULT_SILENCE_POLICY } from '../../../shared/silence/silence-policy.ts';
import { sinceOf } from '../../../shared/silence/status-since.ts';
import { toStatusReason, toStatusText } from '../../../shared/silence/status-text.ts';
import { urgencyOf } from '../../../shared/silence/urgency.ts';

const at = (text: string): number => Date.parse(`2026-11-${text}:00Z`);
const NOW = at('20T12:00');

const share = (changed: Partial<RefusedShare> = {}, refused = { too_long: 40, missing: 2 }): RefusedShare => ({
  since: at('18T09:00'),
  lastAt: at('20T11:50'),
  mixedAt: at('20T11:50'),
  isSteady: true,
  day: { from: at('20T09:00'), accepted: 58, refused, mixedHours: 3 },
  ...changed,
});
const both = [
  { account: 'emea', heardAt: NOW, heardSince: at('19T08:00') },
  { account: 'acme', heardAt: NOW, heardSince: at('02T08:00') },
];
const ALIVE = { createdAt: at('01T09:00'), acceptedAt: at('20T11:55'), chatEventAt: at('20T11:55') };
const OLD = at('18T11:00');

const shown = (seen: Partial<EvidenceSinceCreation>, now = NOW) => {
  const evidence = { ...ALIVE, ...seen };
  const status = shownStatusOf(evidence, DEFAULT_SILENCE_POLICY, {}, now);
  return { status, evidence, text: toStatusText(status, { evidence }), reason: toStatusReason(status, { evidence }) };
};

describe('a steady loss', () => {
  it('is a warning beside the status, with code, since when, how many, and what to do', () => {
    const { status, evidence, text, reason } = shown({ refusedShare: share() });
    expect(status).toEqual({ status: 'operational', cause: 'partial_loss', severity: 'warning' });
    expect(urgencyOf(status)).toBe('needs_you');
    expect(sinceOf(status, { evidence, pipeline: {} })).toBe(at('18T09:00'));
    expect(text.message).toBe(
      'Since 2026-11-18 09:00 UTC we have refused some events of the app: 42 of 100 since 2026-11-20 09:00 UTC, most of them with the code too_long. The last one was refused at 2026-11-20 11:50 UTC. Their chats are not counted.',
    );
    expect(text.nextStep).toContain('Update the app');
    expect(reason).toEqual({
      key: 'partial_loss',
      facts: {
        since: '2026-11-18T09:00:00.000Z',
        countedFrom: '2026-11-20T09:00:00.000Z',
        lastRefusedAt: '2026-11-20T11:50:00.000Z',
        code: 'too_long',
        refused: '42',
        of: '100',
      },
    });
  });

  it('of requests with a dead key sends people to the other installation', () => {
    const { reason, text } = shown({ refusedShare: share({ day: { ...share().day, refused: { key_revoked: 5 } } }) });
    expect(reason).toMatchObject({ key: 'partial_loss_by_key', facts: { refused: '5' } });
    expect(text.nextStep).toContain('old key');
  });

  it('is nothing while it is not steady, and once nothing was refused for a day', () => {
    expect(shown({ refusedShare: share({ isSteady: false }) }).status).toEqual({ status: 'operational' });
    const over = share({ lastAt: at('19T11:55') });
    expect(shown({ refusedShare: over }, at('20T11:54')).status).toMatchObject({ cause: 'partial_loss' });
    expect(shown({ refusedShare: over }, at('20T11:55')).status).toEqual({ status: 'operational' });
  });

  it('explains a silence, when what was refused came after the last chat', () => {
    const quiet = { chatEventAt: OLD, acceptedAt: NOW, heartbeatAt: NOW };
    const { status, text } = shown({ ...quiet, refusedShare: share() });
    expect(status).toEqual({ status: 'silent', cause: 'events_invalid', severity: 'critical' });
    expect(text.message).toBe(
      'The API key is valid, but we refuse events of the app: 42 of 100 since 2026-11-20 09:00 UTC, most of them with the code too_long.',
    );
    expect(shown({ ...quiet, refusedShare: share({ lastAt: OLD - 1, isSteady: true }) }).status).toMatchObject({
      cause: 'no_chats',
    });
  });
});

describe('nobody says every event', () => {
  const everySince = (seen: Partial<EvidenceSinceCreation>) => shown(seen).text.message;

  it('unless all requests since then were refused', () => {
    const invalid = { invalidSince: at('20T11:56'), invalidAt: at('20T11:59') };
    expect(everySince(invalid)).toContain('every event of the app since 2026-11-20 11:56 UTC');
    const late = { ...invalid, invalidSince: at('20T11:30') };
    expect(everySince({ ...late, invalidAt: at('20T11:58') })).toContain(
      'every event of the app since 2026-11-20 11:55',
    );
  });

  it('where heartbeats are accepted and chats are of an unknown type', () => {
    const newer = { chatEventAt: OLD, acceptedAt: NOW, heartbeatAt: NOW, typesUnknownAt: at('20T11:00') };
    expect(everySince(newer)).toBe('The API key is valid, but we refuse events of the app.');
    const streakBefore = { invalidSince: at('18T12:00'), invalidAt: at('18T13:00') };
    expect(everySince({ ...newer, ...streakBefore })).toBe('The API key is valid, but we refuse events of the app.');
  });
});

describe('two accounts on one key', () => {
  it('are a warning with both names and a next step of its own', () => {
    const { status, evidence, text, reason } = shown({ freshchatAccounts: both });
    expect(status).toEqual({ status: 'operational', cause: 'two_accounts', severity: 'warning' });
    expect(sinceOf(status, { evidence, pipeline: {} })).toBe(at('19T08:00'));
    expect(text).toEqual({
      message:
        'More than one Freshchat account has sent with the keys of this integration since 2026-11-19 08:00 UTC: acme, emea. Their chats are counted together.',
      nextStep: 'Create an integration of its own for each Freshchat account, and paste its key into the app there.',
    });
    expect(reason).toEqual({
      key: 'two_accounts',
      facts: { since: '2026-11-19T08:00:00.000Z', accounts: 'acme, emea' },
    });
  });

  it('come after a loss of chats, and both after what stops all of them', () => {
    const troubled = { freshchatAccounts: both, refusedShare: share() };
    expect(shown(troubled).status).toMatchObject({ cause: 'partial_loss' });
    const dead = { refusedAt: NOW, refusal: { reason: 'key_revoked', keyId: 'k' } } as const;
    expect(shown({ ...troubled, ...dead }).status).toMatchObject({ cause: 'key_rejected' });
    expect(shown({ ...troubled, uninstalledAt: NOW }).status).toMatchObject({ cause: 'app_uninstalled' });
  });

  it('are no word where the status is silent, paused or unknown', () => {
    expect(shown({ freshchatAccounts: both, chatEventAt: OLD }).status).toMatchObject({ status: 'silent' });
  });
});
