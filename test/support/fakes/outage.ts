/** Faults that a fake shows on command: a call is lost before it happened, or its answer after. */
export type Fault = 'request_lost' | 'answer_lost';

export class StoreDownError extends Error {
  override readonly name = 'StoreDownError';
}

export type Outage = {
  /** Queues faults for the next calls, one each; `undefined` lets a call through. */
  readonly next: (...faults: readonly (Fault | undefined)[]) => void;
  /** Every call is lost until `end`. */
  readonly begin: () => void;
  readonly end: () => void;
  readonly during: <T>(work: () => T) => Promise<T>;
};

export const createOutage = (): Outage => {
  const faults: (Fault | undefined)[] = [];
  let isDown = false;
  return {
    next: (...more) => {
      faults.push(...more);
    },
    begin: () => {
      isDown = true;
    },
    end: () => {
      isDown = false;
    },
    during: async (work) => {
      const fault = isDown ? 'request_lost' : faults.shift();
      if (fault === 'request_lost') throw new StoreDownError('lost before it happened');
      const answer = work();
      if (fault === 'answer_lost') throw new StoreDownError('happened, but nobody was told');
      return answer;
    },
  };
};
