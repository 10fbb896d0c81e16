/** The CPU time of this process while a handler runs; the engine is another process and costs nothing here. */

export type CpuWatch = {
  readonly during: <T>(work: () => Promise<T>) => Promise<T>;
  readonly total: () => { readonly invocations: number; readonly cpuMicros: number };
};

export const createCpuWatch = (): CpuWatch => {
  let cpuMicros = 0;
  let invocations = 0;
  return {
    during: async (work) => {
      const before = process.cpuUsage();
      try {
        return await work();
      } finally {
        const { user, system } = process.cpuUsage(before);
        cpuMicros += user + system;
        invocations += 1;
      }
    },
    total: () => ({ invocations, cpuMicros }),
  };
};

const ROUNDS = 15;

/** What JSON.parse alone takes for these bodies, per body: the median of several rounds. */
export const jsonParseMicros = (bodies: readonly string[]): number => {
  const rounds = Array.from({ length: ROUNDS }, () => {
    const before = process.cpuUsage();
    // Kept, so that no parse can be optimised away.
    const kept = bodies.map((body): unknown => JSON.parse(body));
    const { user, system } = process.cpuUsage(before);
    return (user + system) / kept.length;
  });
  return rounds.sort((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? 0;
};
