import pMap from 'p-map';

/** Calls in flight: the items are independent of each other, so more at once only costs sockets. */
const CONCURRENT_CALLS = 8;

/** Works on all items, at most `size` at once; results in their order. */
export const inChunks = async <T, R>(
  items: readonly T[],
  size: number,
  work: (chunk: readonly T[]) => Promise<readonly R[]>,
  concurrency = CONCURRENT_CALLS,
): Promise<readonly R[]> => {
  const chunks = Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
  return (await pMap(chunks, work, { concurrency })).flat();
};
