/**
 * How many events were refused, by problem code. A request that was refused as a whole, whose events nobody has read,
 * counts as one.
 */

export type RefusedCounts = Readonly<Record<string, number>>;

export const NONE_REFUSED: RefusedCounts = {};

export const countRefused = (codes: readonly string[]): RefusedCounts =>
  Object.fromEntries([...Map.groupBy(codes, (code) => code)].map(([code, some]) => [code, some.length]));

export const joinRefused = (a: RefusedCounts, b: RefusedCounts): RefusedCounts => {
  const joined = new Map(Object.entries(a));
  for (const [code, events] of Object.entries(b)) joined.set(code, (joined.get(code) ?? 0) + events);
  return Object.fromEntries(joined);
};

export const sumOfRefused = (refused: RefusedCounts): number =>
  Object.values(refused).reduce((sum, events) => sum + events, 0);

/** As the field of a message, which is absent when nothing was refused. */
export const asField = (refused: RefusedCounts): { readonly refused?: RefusedCounts } =>
  Object.keys(refused).length > 0 ? { refused } : {};
