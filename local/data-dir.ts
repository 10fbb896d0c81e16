/** The directory that holds everything of one local system, and the lock that keeps a second one out. */

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

export class DataDirError extends Error {
  override readonly name = 'DataDirError';
}

export type DataDir = { release(): void };

/** Makes the directory where it is not there, and takes it; whoever has it dies without leaving a lock behind. */
export const takeDataDir = (dataDir: string): DataDir => {
  try {
    // It holds keys and the tables: nobody else of this machine looks in.
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw new DataDirError(
      `DATA_DIR ${dataDir} cannot be made (${codeOf(cause)}). Choose another: DATA_DIR=… npm start`,
      {
        cause,
      },
    );
  }
  return lock(dataDir);
};

/** A lock of the operating system through SQLite: kill -9 frees it, and no stale file has to be understood. */
const lock = (dataDir: string): DataDir => {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(join(dataDir, 'lock.sqlite'), { timeout: 0 });
    database.exec('BEGIN EXCLUSIVE');
  } catch (cause) {
    database?.close();
    throw new DataDirError(reasonOf(dataDir, cause), { cause });
  }
  const held = database;
  return { release: () => held.close() };
};

const reasonOf = (dataDir: string, cause: unknown): string =>
  isBusy(cause)
    ? `Another system runs on DATA_DIR ${dataDir}. Stop it, or run side by side: DATA_DIR=.local2 PORT=8788 npm start`
    : `DATA_DIR ${dataDir} cannot be written to. Choose another: DATA_DIR=… npm start`;

const SQLITE_BUSY = 5;

const isBusy = (error: unknown): boolean =>
  error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY;

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown reason';
