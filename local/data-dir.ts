/** The directory that holds everything of one local system, and the lock that keeps a second one out. */

import { chmodSync, existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

export class DataDirError extends Error {
  override readonly name = 'DataDirError';
}

export type DataDir = { release(): void };

/** Makes the directory where it is not there, and takes it; whoever has it dies without leaving a lock behind. */
export const takeDataDir = (dataDir: string): DataDir => {
  try {
    mkdirSync(dataDir, { recursive: true, mode: PRIVATE });
  } catch (cause) {
    throw new DataDirError(
      `DATA_DIR ${dataDir} cannot be made (${codeOf(cause)}). Choose another: DATA_DIR=… npm start`,
      {
        cause,
      },
    );
  }
  closeToOthers(dataDir);
  return lock(dataDir);
};

/** It holds keys and the tables: nobody else of this machine looks in. */
const PRIVATE = 0o700;
const OTHERS = 0o077;
const LOCK = 'lock.sqlite';

/** Also a directory that was there before; but not one that is somebody's for other things, such as /tmp. */
const closeToOthers = (dataDir: string): void => {
  if ((statSync(dataDir).mode & OTHERS) === 0) return;
  if (!existsSync(join(dataDir, LOCK)) && readdirSync(dataDir).length > 0) {
    throw new DataDirError(
      `DATA_DIR ${dataDir} is open to other users and holds other things. Choose a directory of its own: DATA_DIR=… npm start`,
    );
  }
  try {
    chmodSync(dataDir, PRIVATE);
  } catch (cause) {
    throw new DataDirError(
      `DATA_DIR ${dataDir} is open to other users and cannot be closed (${codeOf(cause)}). Choose another: DATA_DIR=… npm start`,
      { cause },
    );
  }
};

/** A lock of the operating system through SQLite: kill -9 frees it, and no stale file has to be understood. */
const lock = (dataDir: string): DataDir => {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(join(dataDir, LOCK), { timeout: 0 });
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
