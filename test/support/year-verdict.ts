/** What people must be told of a year of shops, and what else they were told. */

import { instantAfterActiveTime } from '../../shared/silence/silence-policy.ts';
import type { Outage, Shop } from './shop-year.ts';
import type { Told } from './year-player.ts';

const MINUTE = 60_000;

/** A notice that must come, within these times. */
export type Expected = {
  readonly integrationId: string;
  readonly kind: 'opened' | 'closed';
  readonly cause: string;
  readonly from: number;
  readonly by: number;
};

/** When the window is over, counted from the last chat, in active time. */
export const windowEnd = ({ policy }: Pick<Shop, 'policy'>, { silentFrom }: Outage): number =>
  instantAfterActiveTime(silentFrom, policy.windowMs, policy);

/** Every planted outage is found in time, with its cause, and told of once. */
export const expectedOf = (shops: readonly Shop[], lateMs = 0): readonly Expected[] =>
  shops.flatMap((shop) =>
    shop.outages.flatMap((outage): readonly Expected[] => {
      const { integrationId } = shop;
      const { cause, from, until } = outage;
      return [
        { integrationId, kind: 'opened', cause, from, by: windowEnd(shop, outage) + 10 * MINUTE + lateMs },
        { integrationId, kind: 'closed', cause, from: until, by: until + 10 * MINUTE + lateMs },
      ];
    }),
  );

/** What went wrong until `end`, in words; empty when exactly what was expected was told. */
export const mistakesIn = (told: readonly Told[], expected: readonly Expected[], end: number): readonly string[] => {
  const open = [...told];
  const missed = expected.flatMap(({ integrationId, kind, cause, from, by }) => {
    const index = open.findIndex(
      (one) => one.integrationId === integrationId && one.kind === kind && one.at >= from && one.at <= by,
    );
    const [found] = index < 0 ? [] : open.splice(index, 1);
    const name = `${integrationId} ${kind} ${cause} by ${new Date(by).toISOString()}`;
    if (!found) return by >= end ? [] : [`${name} was not told`];
    return found.cause === cause ? [] : [`${name} was explained as ${found.cause}`];
  });
  return [
    ...missed,
    ...open.map((one) => `needless: ${JSON.stringify({ ...one, at: new Date(one.at).toISOString() })}`),
  ];
};
