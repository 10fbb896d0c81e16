/** A copy of the checkout in a temporary folder, where faults are planted and checks run: the checkout itself is only read. */

import { execFileSync, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

export type Copy = {
  readonly folder: string;
  readonly isGreen: (command: readonly string[]) => Promise<boolean>;
  /** Ends what runs in it, and deletes it. */
  readonly remove: () => void;
};

/** A fault that lets a check hang is seen: `npm test` ends by its time-outs as well. */
const PATIENCE_MS = 20 * 60_000;

export const copyCheckout = (): Copy => {
  const folder = mkdtempSync(join(tmpdir(), 'mutation-'));
  const tracked = execFileSync('git', ['ls-files', '-z'], { encoding: 'utf8' }).split('\0');
  for (const file of tracked.filter((name) => name !== '' && existsSync(name))) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    cpSync(file, join(folder, file));
  }
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
  // What killed checks leave behind goes with the copy.
  const temporary = join(folder, 'tmp');
  mkdirSync(temporary);

  let stop = (): void => undefined;

  /** In a process group of its own, so that what a check started ends with it. */
  const isGreen = ([tool = '', ...args]: readonly string[]): Promise<boolean> =>
    new Promise((done, failed) => {
      const child = spawn(join(folder, 'node_modules/.bin', tool), args, {
        ...{ cwd: folder, stdio: 'ignore', detached: true },
        env: { ...process.env, TMPDIR: temporary },
      });
      stop = () => void (child.pid !== undefined && endGroup(child.pid));
      const patience = setTimeout(stop, PATIENCE_MS);
      child.on('error', failed);
      child.on('exit', (code) => {
        clearTimeout(patience);
        stop();
        stop = () => undefined;
        done(code === 0);
      });
    });

  return {
    folder,
    isGreen,
    remove: () => {
      stop();
      rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
    },
  };
};

const endGroup = (pid: number): void => {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
};
