import { parseCursor, toCursor } from './cursor.ts';

type Page<T> = { readonly items: readonly T[]; readonly next?: string };

export const toListJson = <T, J>(list: string, { items, next }: Page<T>, toJson: (item: T) => J) => ({
  items: items.map(toJson),
  ...(next !== undefined && { nextCursor: toCursor(list, next) }),
});

type Wanted = { readonly limit: number; readonly cursor?: string };

/** Where the page starts, or nothing when the cursor is of another list or names no place in this one. */
export const toPageWanted = (list: string, { limit, cursor }: Wanted, isPlace: (after: string) => boolean) => {
  if (cursor === undefined) return { limit };
  const after = parseCursor(list, cursor);
  return after !== undefined && isPlace(after) ? { limit, after } : undefined;
};
