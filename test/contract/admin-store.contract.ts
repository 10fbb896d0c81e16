/** What every store of integrations must do: the one in memory, and the one on DynamoDB. */

import { describe, expect, it } from 'vitest';
import { formatIntegrationId } from '../../shared/core/integration-id.ts';
import { formatApiKey, hashApiKey } from '../../shared/intake/api-key.ts';
import { type Integration, MAX_INTEGRATIONS } from '../../shared/integrations/integration.ts';
import type { AdminStore } from '../support/fakes/admin-store.ts';

const NOW = Date.parse('2026-11-22T12:00:00.000Z');

/** Every test has an account of its own, so that one store serves all. */
let accounts = 0;
const newAccount = () => {
  accounts += 1;
  return `acct-${process.pid}-${accounts}`;
};

const integration = (accountId: string, number = 1, options: Partial<Integration> = {}): Integration => ({
  integrationId: formatIntegrationId(accountId, new Uint8Array(8).fill(number)),
  accountId,
  name: `Support ${number}`,
  template: 'freshchat',
  keyIds: [],
  version: 1,
  revision: 1,
  createdAt: NOW,
  ...options,
});

const keyOf = ({ integrationId, accountId }: Integration, number: number) => {
  const { keyId, key } = formatApiKey(
    Buffer.from(`${accounts}`.padStart(7, '0') + String.fromCharCode(number)),
    new Uint8Array(32).fill(number),
  );
  return { keyId, hash: hashApiKey(key), integrationId, accountId, createdAt: NOW };
};

const next = (before: Integration, options: Partial<Integration> = {}): Integration => ({
  ...before,
  version: before.version + 1,
  revision: before.revision + 1,
  ...options,
});

export const adminStoreContract = (storeOf: () => AdminStore): void => {
  const create = async (one: Integration) => storeOf().saveIntegration({ after: one, checkAt: NOW });

  describe('an integration', () => {
    it('comes back as it was saved', async () => {
      const full = integration(newAccount(), 1, {
        freshchatDomain: 'acme.freshchat.com',
        freshchatKey: 'local1:AAAA',
        silencePolicy: {
          windowMs: 3_600_000,
          activeHours: {
            timeZone: 'Europe/Berlin',
            weekly: {
              monday: [{ startMinute: 480, endMinute: 1080 }],
              tuesday: [],
              wednesday: [],
              thursday: [],
              friday: [],
              saturday: [],
              sunday: [],
            },
            holidays: new Set([20_000]),
          },
          pausedUntil: NOW + 1_000,
        },
        pausedAt: NOW,
        keyIds: ['a', 'b'],
      });
      expect(await create(full)).toBe('saved');
      expect(await storeOf().findIntegration(full.integrationId)).toEqual(full);
    });

    it('is not there before it is saved', async () => {
      expect(await storeOf().findIntegration(integration(newAccount()).integrationId)).toBeUndefined();
    });

    it('is changed only on what is stored', async () => {
      const before = integration(newAccount());
      await create(before);
      const first = next(before, { name: 'First' });
      expect(await storeOf().saveIntegration({ before, after: first, checkAt: NOW })).toBe('saved');
      const second = next(before, { name: 'Second' });
      expect(await storeOf().saveIntegration({ before, after: second, checkAt: NOW })).toBe('overtaken');
      expect(await storeOf().findIntegration(before.integrationId)).toEqual(first);
    });

    it('lets one of ten writers through', async () => {
      const before = integration(newAccount());
      await create(before);
      const outcomes = await Promise.all(
        Array.from({ length: 10 }, (_, index) =>
          storeOf().saveIntegration({ before, after: next(before, { name: `Writer ${index}` }), checkAt: NOW }),
        ),
      );
      expect(outcomes.filter((outcome) => outcome === 'saved')).toHaveLength(1);
      expect(outcomes.filter((outcome) => outcome === 'overtaken')).toHaveLength(9);
    });
  });

  describe('an account', () => {
    it('has at most fifty integrations, and room again after a deletion', async () => {
      const accountId = newAccount();
      const all = Array.from({ length: MAX_INTEGRATIONS + 2 }, (_, index) => integration(accountId, index + 1));
      for (const one of all.slice(0, MAX_INTEGRATIONS)) expect(await create(one)).toBe('saved');
      const [first, extra, more] = [all[0], all.at(-2), all.at(-1)];
      if (!first || !extra || !more) throw new Error('There are more than fifty.');
      expect(await create(extra)).toBe('too_many_integrations');
      expect(await create(integration(newAccount()))).toBe('saved');
      const after = next(first, { deletedAt: NOW });
      expect(await storeOf().saveIntegration({ before: first, after, checkAt: NOW })).toBe('saved');
      expect(await create(extra)).toBe('saved');
      expect(await create(more)).toBe('too_many_integrations');
    });
  });

  describe('a name', () => {
    it.each([
      ['Support', 'support'],
      ['STRASSE', 'Strasse'],
      ['Straße', 'STRASSE'],
      ['STRAẞE', 'straße'],
      ['ΟΔΟΣ', 'οδοσ'],
      ['Café', 'Cafe\u0301'],
      ['ÉQUIPE', 'e\u0301quipe'],
    ])('is taken in another spelling: %s, %s', async (held, wanted) => {
      const accountId = newAccount();
      expect(await create(integration(accountId, 1, { name: held }))).toBe('saved');
      expect(await create(integration(accountId, 2, { name: wanted }))).toBe('name_taken');
    });

    it('of the longest key is taken', async () => {
      const accountId = newAccount();
      // U+1F80 comes to 5 bytes when its case is folded: no letter comes to more.
      expect(await create(integration(accountId, 1, { name: '\u1f80'.repeat(200) }))).toBe('saved');
      expect(await create(integration(accountId, 2, { name: '\u1f88'.repeat(200) }))).toBe('name_taken');
    });

    it('is free in another account', async () => {
      expect(await create(integration(newAccount(), 1, { name: 'Support' }))).toBe('saved');
      expect(await create(integration(newAccount(), 1, { name: 'Support' }))).toBe('saved');
    });

    it('goes to one of ten who want it at once', async () => {
      const accountId = newAccount();
      const outcomes = await Promise.all(
        Array.from({ length: 10 }, (_, index) =>
          create(integration(accountId, index + 1, { name: index % 2 === 0 ? 'Support' : 'SUPPORT' })),
        ),
      );
      expect(outcomes.filter((outcome) => outcome === 'saved')).toHaveLength(1);
      expect(outcomes.filter((outcome) => outcome === 'name_taken')).toHaveLength(9);
    });

    it('is freed by a new one', async () => {
      const accountId = newAccount();
      const before = integration(accountId, 1, { name: 'Old' });
      await create(before);
      await storeOf().saveIntegration({ before, after: next(before, { name: 'New' }), checkAt: NOW });
      expect(await create(integration(accountId, 2, { name: 'old' }))).toBe('saved');
      expect(await create(integration(accountId, 3, { name: 'new' }))).toBe('name_taken');
    });

    it('is kept when only its case changes', async () => {
      const accountId = newAccount();
      const before = integration(accountId, 1, { name: 'support' });
      await create(before);
      const after = next(before, { name: 'Support' });
      expect(await storeOf().saveIntegration({ before, after, checkAt: NOW })).toBe('saved');
      expect(await create(integration(accountId, 2, { name: 'SUPPORT' }))).toBe('name_taken');
    });

    it('cannot be taken over by a change', async () => {
      const accountId = newAccount();
      await create(integration(accountId, 1, { name: 'Held' }));
      const before = integration(accountId, 2, { name: 'Mine' });
      await create(before);
      const after = next(before, { name: 'held' });
      expect(await storeOf().saveIntegration({ before, after, checkAt: NOW })).toBe('name_taken');
      expect(await storeOf().findIntegration(before.integrationId)).toEqual(before);
    });

    it('is freed by a deletion', async () => {
      const accountId = newAccount();
      const before = integration(accountId, 1, { name: 'Support' });
      await create(before);
      await storeOf().saveIntegration({ before, after: next(before, { deletedAt: NOW }), checkAt: NOW });
      expect(await create(integration(accountId, 2, { name: 'Support' }))).toBe('saved');
    });
  });

  describe('keys', () => {
    it('are written with the integration, or not at all', async () => {
      const before = integration(newAccount());
      await create(before);
      const key = keyOf(before, 1);
      const after = next(before, { keyIds: [key.keyId] });
      expect(await storeOf().saveIntegration({ before, after, newKey: key, checkAt: NOW })).toBe('saved');
      expect(await storeOf().findKeys([key.keyId])).toEqual([key]);

      const late = keyOf(before, 2);
      expect(await storeOf().saveIntegration({ before, after, newKey: late, checkAt: NOW })).toBe('overtaken');
      expect(await storeOf().findKeys([late.keyId])).toEqual([]);
    });

    it('come in the order asked for, unknown ones left out', async () => {
      const before = integration(newAccount());
      await create(before);
      const [one, two] = [keyOf(before, 1), keyOf(before, 2)];
      await storeOf().saveIntegration({ before, after: next(before), newKey: one, checkAt: NOW });
      await storeOf().saveIntegration({ before: next(before), after: next(next(before)), newKey: two, checkAt: NOW });
      expect(await storeOf().findKeys([two.keyId, 'unknown', one.keyId])).toEqual([two, one]);
    });

    it('end and are forgotten with a change', async () => {
      const before = integration(newAccount());
      await create(before);
      const [one, two] = [keyOf(before, 1), keyOf(before, 2)];
      const second = next(before);
      const third = next(second);
      await storeOf().saveIntegration({ before, after: second, newKey: one, checkAt: NOW });
      await storeOf().saveIntegration({ before: second, after: third, newKey: two, checkAt: NOW });
      await storeOf().saveIntegration({
        before: third,
        after: next(third),
        endedKeys: [{ keyId: one.keyId, expiresAt: NOW + 5 }],
        forgottenKeyIds: [two.keyId],
        checkAt: NOW,
      });
      expect(await storeOf().findKeys([one.keyId, two.keyId])).toEqual([{ ...one, expiresAt: NOW + 5 }]);
    });

    it('follow the backfill of their integration, in the same write', async () => {
      const before = integration(newAccount());
      await create(before);
      const [one, two] = [keyOf(before, 1), keyOf(before, 2)];
      const second = next(before);
      const third = next(second);
      await storeOf().saveIntegration({ before, after: second, newKey: one, checkAt: NOW });
      await storeOf().saveIntegration({ before: second, after: third, newKey: two, checkAt: NOW });
      const open = next(third, { acceptsFrom: NOW - 1 });
      const followingKeyIds = [one.keyId];
      expect(await storeOf().saveIntegration({ before: third, after: open, followingKeyIds, checkAt: NOW })).toBe(
        'saved',
      );
      expect(await storeOf().findIntegration(before.integrationId)).toEqual(open);
      expect(await storeOf().findKeys([one.keyId, two.keyId])).toEqual([{ ...one, acceptsFrom: NOW - 1 }, two]);
      const { acceptsFrom: _, ...closed } = next(open);
      await storeOf().saveIntegration({ before: open, after: closed, followingKeyIds, checkAt: NOW });
      expect(await storeOf().findKeys([one.keyId, two.keyId])).toEqual([one, two]);
    });

    it('are revoked once, by their own integration', async () => {
      const before = integration(newAccount());
      await create(before);
      const key = keyOf(before, 1);
      await storeOf().saveIntegration({ before, after: next(before), newKey: key, checkAt: NOW });
      const { keyId } = key;
      const { integrationId } = before;
      const { writeRevocation } = storeOf();
      expect(await writeRevocation({ integrationId: 'other.one', keyId }, NOW, 'anna')).toBeUndefined();
      expect(await writeRevocation({ integrationId, keyId: 'unknown' }, NOW, 'anna')).toBeUndefined();
      const revoked = { ...key, revokedAt: NOW + 1, revokedBy: 'anna' };
      expect(await writeRevocation({ integrationId, keyId }, NOW + 1, 'anna')).toEqual(revoked);
      expect(await writeRevocation({ integrationId, keyId }, NOW + 2, 'berta')).toEqual(revoked);
    });
  });

  describe('a list', () => {
    it('holds what the account has, page by page', async () => {
      const accountId = newAccount();
      const all = [1, 2, 3, 4, 5].map((number) => integration(accountId, number));
      for (const one of all) await create(one);
      const [deleted] = all;
      if (deleted) {
        const after = next(deleted, { deletedAt: NOW });
        await storeOf().saveIntegration({ before: deleted, after, checkAt: NOW });
      }
      await create(integration(newAccount(), 1));
      const found: string[] = [];
      let after: string | undefined;
      do {
        const page = await storeOf().pageOfIntegrations(accountId, { limit: 2, ...(after !== undefined && { after }) });
        expect(page.items.length).toBeLessThanOrEqual(2);
        found.push(...page.items.map(({ integrationId }) => integrationId));
        after = page.next;
      } while (after !== undefined);
      expect(found).toEqual(all.slice(1).map(({ integrationId }) => integrationId));
    });
  });

  describe('evidence', () => {
    it('has a place as long as the integration is there', async () => {
      const before = integration(newAccount());
      const { integrationId } = before;
      await create(before);
      expect(await storeOf().findEvidence([integrationId])).toEqual(new Map([[integrationId, {}]]));
      await storeOf().saveIntegration({ before, after: next(before, { deletedAt: NOW }), checkAt: NOW });
      expect(await storeOf().findEvidence([integrationId])).toEqual(new Map());
    });
  });
};
