/** What the claims leave open is stored: a gap becomes a hole with its cause, an account that has left goes. */

import pMap from 'p-map';
import { takeGaps } from '../completeness/hole.ts';
import type { Instant } from '../core/instant.ts';
import { holeCauseOf } from './hole-cause.ts';
import type { PlatformTrouble } from './platform-trouble.ts';
import type { HolesWrite, Watched, WatchStore } from './watch-store.port.ts';

const CONCURRENT_WRITES = 16;

export type StoredHoles = {
  readonly holes: number;
  /** Those that could not be written: they stay due. */
  readonly failed: ReadonlySet<Pick<Watched, 'integrationId'>>;
  readonly failures: number;
};

type Ports = { readonly store: Pick<WatchStore, 'writeHoles'>; readonly onError: (error: unknown) => void };

export const storeHoles = async (
  { store, onError }: Ports,
  watched: readonly Watched[],
  trouble: PlatformTrouble,
  now: Instant,
): Promise<StoredHoles> => {
  const writes = watched.flatMap((one) => {
    const write = toHolesWrite(one, trouble, now);
    return write ? [write] : [];
  });
  const outcomes = await pMap(
    writes,
    async (write) => {
      try {
        return await store.writeHoles(write);
      } catch (error) {
        onError(error);
        return 'failed';
      }
    },
    { concurrency: CONCURRENT_WRITES },
  );
  const isWritten = (_: unknown, index: number): boolean => outcomes[index] === 'written';
  return {
    holes: writes.filter(isWritten).reduce((sum, { holes }) => sum + holes.length, 0),
    failed: new Set(writes.filter((_, index) => outcomes[index] !== 'written').map((write) => write.watched)),
    failures: outcomes.filter((outcome) => outcome === 'failed').length,
  };
};

const toHolesWrite = (watched: Watched, trouble: PlatformTrouble, now: Instant): HolesWrite | undefined => {
  const { stored, evidence, incident } = watched;
  if (stored === undefined) return undefined;
  const { claims, gaps } = takeGaps(stored.claims, now);
  if (claims === stored.claims) return undefined;
  const { stall, ourOutages } = trouble;
  const known = { evidence, ourOutages, ...(incident && { incident }), ...(stall && { stall }) };
  const holes = gaps.map((gap) => ({ ...gap, cause: holeCauseOf(gap, known), recovery: 'none' }) as const);
  return { watched, claims, replaces: stored.version, holes };
};
