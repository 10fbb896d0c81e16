import { describe, expect, it } from 'vitest';
import { createAskForRecovery, createListRecoveries } from '../../../shared/recovery/ask-for-recovery.ts';
import { newJob, type RecoveryJob, rangeProblem } from '../../../shared/recovery/recovery-job.ts';
import { at, NOW } from '../../support/events.ts';

const DAY = 24 * 60 * 60_000;
const A_WEEK_LATER = at('12:30') + 7 * DAY;
const wish = { integrationId: 'acme.1', trigger: 'hole', from: at('05:00'), until: at('08:00') } as const;

describe('the reports of a recovery', () => {
  it('are the resolutions with a day on each side, and the creations of the week before', () => {
    const { reports } = newJob(wish, A_WEEK_LATER);
    expect(reports).toEqual([
      { kind: 'Conversation-Resolved', from: wish.from - DAY, until: wish.until + DAY, repeats: 0 },
      { kind: 'Conversation-Created', from: wish.from - 7 * DAY, until: wish.until, repeats: 0 },
    ]);
  });

  it('do not reach behind the last whole hour', () => {
    expect(newJob(wish, at('08:30')).reports[0]?.until).toBe(wish.until);
    expect(newJob(wish, at('10:30')).reports[0]?.until).toBe(at('10:00'));
  });

  it('are of their day at night', () => {
    const { reports } = newJob({ ...wish, trigger: 'night' }, A_WEEK_LATER);
    expect(reports[0]).toMatchObject({ from: wish.from, until: wish.until });
  });

  it('are of 28 days at most, one behind the other', () => {
    const { reports } = newJob({ ...wish, from: wish.until - 98 * DAY }, A_WEEK_LATER);
    const resolved = reports.filter(({ kind }) => kind === 'Conversation-Resolved');
    expect(resolved.map(({ from, until }) => (until - from) / DAY)).toEqual([28, 28, 28, 16]);
    expect(resolved.slice(1).map(({ from }) => from)).toEqual(resolved.slice(0, -1).map(({ until }) => until));
  });
});

describe('a range', () => {
  it.each([
    ['from_not_before_to', at('08:00'), at('08:00')],
    ['not_a_whole_hour', at('05:30'), at('08:00')],
    ['in_future', at('05:00'), at('08:00') + DAY],
    ['too_old', at('05:00') - 450 * DAY, at('08:00')],
    [undefined, at('05:00') - 440 * DAY, at('08:00')],
  ] as const)('%s', (problem, from, until) => expect(rangeProblem(from, until, NOW)).toBe(problem));
});

const integration = {
  integrationId: 'acme.1',
  accountId: 'acme',
  name: 'Support',
  template: 'freshchat',
  freshchatDomain: 'acme.freshchat.com',
  freshchatKey: 'ciphertext',
  keyIds: [],
  version: 1,
  revision: 1,
  createdAt: NOW,
} as const;
const range = { from: at('05:00'), until: at('08:00'), isConfirmed: false };
const ref = { accountId: 'acme', integrationId: 'acme.1', by: 'u-1' };

describe('an administrator', () => {
  const ask = (found: object, created: RecoveryJob[] = [], outcome: 'created' | 'busy' = 'created') =>
    createAskForRecovery({
      findIntegration: async () => ({ ...integration, ...found }),
      createJob: async (job) => {
        created.push(job);
        return outcome;
      },
      clock: () => NOW,
    });

  it('asks for a recovery', async () => {
    const created: RecoveryJob[] = [];
    const answer = await ask({}, created)(ref, range);
    expect(answer).toEqual({ kind: 'created', job: created[0] });
    expect(created).toMatchObject([{ trigger: 'admin', requestedBy: 'u-1', state: 'queued', nextStepAt: NOW }]);
  });

  it.each([
    ['not_found', { deletedAt: NOW }],
    ['no_key', { freshchatKey: undefined }],
  ])('is told %s', async (kind, found) => {
    const created: RecoveryJob[] = [];
    expect(await ask(found, created)(ref, range)).toEqual({ kind });
    expect(created).toEqual([]);
  });

  it('is told that one is under way, and what is wrong with the range', async () => {
    expect(await ask({}, [], 'busy')(ref, range)).toEqual({ kind: 'busy' });
    const empty = { ...range, until: range.from };
    expect(await ask({})(ref, empty)).toEqual({ kind: 'bad_range', problem: 'from_not_before_to' });
  });

  it('sees only the recoveries of his own', async () => {
    const list = createListRecoveries({
      findIntegration: async () => integration,
      pageOfJobs: async () => ({ items: [newJob(wish, NOW)] }),
    });
    expect((await list(ref, { limit: 5 }))?.items).toHaveLength(1);
    expect(await list({ ...ref, accountId: 'other' }, { limit: 5 })).toBeUndefined();
  });
});
