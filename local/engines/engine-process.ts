/**
 * A child process that never outlives its parent, and never dies before it.
 *
 *   Node ──stdin──▶ sh ──▶ engine          kill -9 Node: the pipe closes, `read` returns, sh kills the engine
 *                    └──▶ read stdin       Ctrl-C: reaches Node's process group only; the engine lives through the drain
 */

import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';

// fd 3 is the pipe: a shell without job control gives its background jobs /dev/null as stdin.
const KEEPER = 'exec 3<&0; "$0" "$@" 3<&- & p=$!; (read x <&3; kill $p 2>/dev/null) & wait $p';

/** An engine that was asked to stop has this long before it is killed; its file survives both. */
const STOP_WITHIN_MS = 5_000;

export type EngineProcess = {
  /** Settles with the exit code when the process has ended, for whatever reason. */
  readonly exited: Promise<number | null>;
  stop(): Promise<void>;
};

export type EngineCommand = {
  readonly binary: string;
  readonly arguments: readonly string[];
  /** Called with each line that the engine writes on stderr. */
  readonly onLine: (line: string) => void;
};

export const startEngineProcess = (command: EngineCommand): EngineProcess => {
  // Its own process group: neither Ctrl-C nor a kill of Node's group reaches it.
  const child = spawn('/bin/sh', ['-c', KEEPER, command.binary, ...command.arguments], {
    stdio: ['pipe', 'ignore', 'pipe'],
    detached: true,
  });
  createInterface({ input: child.stderr }).on('line', command.onLine);
  // A shell that is gone already cannot be told to stop.
  child.stdin.on('error', () => undefined);
  const exited = exitOf(child);
  return { exited, stop: () => stop(child, exited) };
};

type Child = ChildProcessByStdio<Writable, null, Readable>;

const exitOf = async (child: Child): Promise<number | null> => {
  await once(child, 'exit');
  // The waiting `read` is all that is left of the shell.
  child.stdin.destroy();
  return child.exitCode;
};

const stop = async (child: Child, exited: Promise<number | null>): Promise<void> => {
  child.stdin.end();
  const timer = setTimeout(() => killGroup(child), STOP_WITHIN_MS);
  await exited;
  clearTimeout(timer);
};

const killGroup = ({ pid }: Child): void => {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // Gone in the meantime.
  }
};
