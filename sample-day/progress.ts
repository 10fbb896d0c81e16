/** A progress bar where there is a terminal, and a line every tenth where there is none. */

export type Progress = { update(done: number): void; end(): void };

/** The part of standard output that is needed here. */
export type Output = { readonly isTTY: boolean; write(text: string): boolean };

const WIDTH = 32;
const TENTHS = 10;

export const showProgress = (label: string, total: number, output: Output): Progress => {
  let printed = -1;
  const percent = (done: number): number => (total === 0 ? 100 : Math.floor((100 * done) / total));
  const line = (done: number): string => `${label} ${`${percent(done)}`.padStart(3)} %  ${done}/${total}`;
  const clamp = (done: number): number => Math.min(Math.max(done, 0), total);
  if (!output.isTTY) {
    return {
      update: (given) => {
        const done = clamp(given);
        const tenth = Math.floor(percent(done) / TENTHS);
        if (tenth > printed) output.write(`${line(done)}\n`);
        printed = Math.max(printed, tenth);
      },
      end: () => undefined,
    };
  }
  return {
    update: (given) => {
      const done = clamp(given);
      const filled = Math.round((WIDTH * percent(done)) / 100);
      output.write(`\r${'█'.repeat(filled)}${'░'.repeat(WIDTH - filled)} ${line(done)}  `);
    },
    end: () => output.write('\n'),
  };
};
