/** What befalls a call on its way: the faults that the platform and the network may have. */

export type Service = 'request' | 'db' | 'schedule';

export type Fate = {
  /** `answer_lost`: it was done, and the app is told that it failed. */
  readonly fault: 'none' | 'refused' | 'answer_lost';
  /** The platform ends the invocation before the call is made, or after it was done and before the app hears of it. */
  readonly cut: 'none' | 'before' | 'after';
  /** Milliseconds until it is done, and from then until the app hears of it. */
  readonly beforeMs: number;
  readonly afterMs: number;
  /** Of a request that the platform refuses; 500 when absent. */
  readonly status?: number;
};

export type NextFate = (service: Service) => Fate;

const WELL = { fault: 'none', cut: 'none' } as const;

const USUAL_MS: Readonly<Record<Service, number>> = { request: 40, db: 8, schedule: 8 };

/** All goes well, as fast as it usually does. */
export const goWell: NextFate = (service) => ({ ...WELL, beforeMs: USUAL_MS[service], afterMs: USUAL_MS[service] });

/** As slow as the app must bear: a request just within its time-out, the other services half a second. */
const goSlowly: NextFate = (service) =>
  service === 'request' ? { ...WELL, beforeMs: 13_000, afterMs: 900 } : { ...WELL, beforeMs: 450, afterMs: 50 };

/** These, in the order of the calls, whoever makes them; then all goes well. */
export const inOrder = (fates: readonly (Fate | 'slow')[]): NextFate => {
  let used = 0;
  return (service) => {
    const fate = fates[used];
    used += 1;
    return fate === 'slow' ? goSlowly(service) : (fate ?? goWell(service));
  };
};
