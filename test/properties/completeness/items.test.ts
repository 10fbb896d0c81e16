import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { AccountClaims } from '../../../shared/completeness/claims.ts';
import { fromClaimsAttributes, toClaimsAttributes } from '../../../shared/completeness/claims-item.ts';
import { HOLE_CAUSES, RECOVERIES } from '../../../shared/completeness/hole.ts';
import { fromHoleItem, toHoleItem } from '../../../shared/completeness/hole-item.ts';

const instant = fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2040, 0, 1) });
const gap = fc.record({ from: instant, until: instant });
/** A host name, and what no account should be called. */
const account = fc.oneof(fc.domain(), fc.constantFrom('__proto__', 'constructor', 'a#b'));

const accountClaims: fc.Arbitrary<AccountClaims> = fc.record(
  {
    until: instant,
    known: instant,
    heardAt: instant,
    gaps: fc.array(gap, { maxLength: 4 }),
    next: fc.record({ until: instant, at: instant }),
  },
  { requiredKeys: ['until', 'known', 'heardAt', 'gaps'], noNullPrototype: true },
);

it('claims read back as they were written', () => {
  fc.assert(
    fc.property(
      instant,
      fc.uniqueArray(fc.tuple(account, accountClaims), { maxLength: 4, selector: ([name]) => name }),
      fc.integer({ min: 1, max: 1_000_000 }),
      (completeFrom, accounts, version) => {
        const claims = { completeFrom, accounts: new Map(accounts) };
        expect(fromClaimsAttributes(toClaimsAttributes(claims, version))).toEqual({ claims, version });
      },
    ),
  );
});

it('a health item without claims has none', () => {
  expect(fromClaimsAttributes({ item: { S: 'health' } })).toBeUndefined();
});

it('a hole reads back as it was written', () => {
  const hole = fc.record(
    {
      account,
      from: instant,
      until: instant,
      cause: fc.constantFrom(...HOLE_CAUSES),
      recovery: fc.constantFrom(...RECOVERIES),
    },
    { noNullPrototype: true },
  );
  fc.assert(
    fc.property(hole, (one) => {
      expect(fromHoleItem(toHoleItem('acme.1', one))).toEqual(one);
    }),
  );
});
