/** Where the functions' log lines go: one file, whole lines, whoever writes. */

import { createWriteStream, existsSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

export type FunctionLog = {
  /** Takes a function's output, line by line. */
  capture(output: Readable): void;
  close(): Promise<void>;
};

/** One old file is kept, so that a machine that runs for months has an end to it. */
const ROTATE_AT_BYTES = 50_000_000;

export const openFunctionLog = (dataDir: string): FunctionLog => {
  const file = join(dataDir, 'functions.log');
  if (existsSync(file) && statSync(file).size > ROTATE_AT_BYTES) renameSync(file, `${file}.1`);
  const stream = createWriteStream(file, { flags: 'a' });
  // A full disk must not end the system: it loses log lines, no chats.
  stream.on('error', () => undefined);
  return {
    capture: (output) => {
      createInterface({ input: output }).on('line', (line) => stream.write(`${line}\n`));
    },
    close: () => new Promise((resolve) => stream.end(resolve)),
  };
};
