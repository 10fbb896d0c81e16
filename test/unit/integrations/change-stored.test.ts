import { describe, expect, it } from 'vitest';
import { ContentionError } from '../../../shared/core/contention-error.ts';
import { changeStored, findOwn, findOwnOrDeleted } from '../../../shared/integrations/change-stored.ts';
import type { Integration } from '../../../shared/integrations/integration.ts';
import type { SaveIntegration } from '../../../shared/integrations/integration-store.port.ts';

const INTEGRATION: Integration = {
  integrationId: 'acme.one',
  accountId: 'acme',
  name: 'Support',
  template: 'freshchat',
  freshchatDomain: 'acme.freshchat.com',
  silencePolicy: { windowMs: 3_600_000 },
  keyIds: [],
  version: 1,
  revision: 1,
  createdAt: 0,
};

type Outcome = Awaited<ReturnType<SaveIntegration>>;

/** Somebody else writes between each read and its write, until `outcomes` says that a write stands. */
const change = async (outcomes: readonly Outcome[], { isFound = true, isChange = true } = {}) => {
  const pauses: number[] = [];
  const written: number[] = [];
  const decidedOn: number[] = [];
  let stored = INTEGRATION;
  const rest = [...outcomes];
  const result = await changeStored(
    {
      pause: async (attempt) => void pauses.push(attempt),
      saveIntegration: async ({ before, after }) => {
        written.push(before?.revision ?? Number.NaN);
        stored = { ...stored, revision: stored.revision + 1 };
        expect(after.name).toBe('Other');
        return rest.shift() ?? 'saved';
      },
    },
    async () => (isFound ? stored : undefined),
    async (before) => {
      decidedOn.push(before.revision);
      const answer = { kind: 'changed', revision: before.revision } as const;
      return isChange ? { change: { after: { ...before, name: 'Other' }, checkAt: 0 }, answer } : { answer };
    },
  ).catch((error: unknown) => error);
  return { result, pauses, written, decidedOn };
};

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);
const overtaken = (times: number): readonly Outcome[] => Array(times).fill('overtaken');

describe('a change of what is stored', () => {
  it('is written once where nobody is in the way, without a pause', async () => {
    expect(await change([])).toMatchObject({ result: { kind: 'changed', revision: 1 }, pauses: [], written: [1] });
  });

  it('is decided anew on what another writer left', async () => {
    const { result, pauses, written, decidedOn } = await change(overtaken(2));
    expect(result).toEqual({ kind: 'changed', revision: 3 });
    expect([written, decidedOn, pauses]).toEqual([
      [1, 2, 3],
      [1, 2, 3],
      [1, 2],
    ]);
  });

  it('may still succeed at its twelfth attempt', async () => {
    const { result, pauses } = await change(overtaken(11));
    expect(result).toEqual({ kind: 'changed', revision: 12 });
    expect(pauses).toEqual(upTo(11));
  });

  it('is given up behind the twelfth, and says so', async () => {
    const { result, written } = await change(overtaken(12));
    expect(result).toEqual(new ContentionError(12));
    expect(written).toEqual(upTo(12));
  });

  it('that is none is answered and not written', async () => {
    const { result, written } = await change([], { isChange: false });
    expect([result, written]).toEqual([{ kind: 'changed', revision: 1 }, []]);
  });

  it('of what is not there, or to a name that is taken, is no change', async () => {
    expect(await change([], { isFound: false })).toMatchObject({ result: { kind: 'not_found' }, decidedOn: [] });
    expect(await change(['name_taken'])).toMatchObject({ result: { kind: 'name_taken' }, written: [1] });
  });
});

describe('an integration of an account', () => {
  const DELETED = { ...INTEGRATION, deletedAt: 1 };
  const ERASING = { ...INTEGRATION, erasure: { requestedAt: 1, deletedChats: 0, deletedCounts: 0 } };
  const find = (stored: Integration, accountId = 'acme') => {
    const ref = { accountId, integrationId: 'acme.one' };
    const read = async () => stored;
    return Promise.all([findOwn(ref, read), findOwnOrDeleted(ref, read)]);
  };

  it('is found by its account alone, and no other one causes as much as a read', async () => {
    expect(await find(INTEGRATION)).toEqual([INTEGRATION, INTEGRATION]);
    expect(await find(INTEGRATION, 'other')).toEqual([undefined, undefined]);
  });

  it('that is deleted, or waits to be erased, is found by those alone who look for such', async () => {
    expect(await find(DELETED)).toEqual([undefined, DELETED]);
    expect(await find(ERASING)).toEqual([undefined, ERASING]);
  });
});
