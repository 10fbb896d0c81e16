/** Item by item: one that a hand at the table spoiled is told, and hides none of its neighbours. */
export const readEach = <I, T>(
  items: readonly I[],
  fromItem: (item: I) => T,
  onError: (error: unknown) => void,
): readonly T[] =>
  items.flatMap((item) => {
    try {
      return [fromItem(item)];
    } catch (error) {
      onError(error);
      return [];
    }
  });

/** For whom nobody listens. */
export const ignore = (): void => undefined;
