import { randomBytes, randomUUID } from 'node:crypto';
import { link, open, rm, writeFile } from 'node:fs/promises';

const KEY_BYTES = 32;

/** Only the owner may read or write. */
const OWNER_ONLY = 0o600;
const OTHERS = 0o077;

export class KeyFileError extends Error {
  override readonly name = 'KeyFileError';
  constructor(file: string, problem: string) {
    super(`${file} ${problem}. Mend it, or delete it to lose the secrets under it and start anew.`);
  }
}

/** The machine's key, made at the first call. Whoever comes second, in this process or another, gets the same one. */
export const readOrCreateKey = async (file: string): Promise<Uint8Array> =>
  (await readKey(file)) ?? (await createKey(file));

const readKey = async (file: string): Promise<Uint8Array | undefined> => {
  const handle = await open(file, 'r').catch((error: unknown) => {
    if (hasErrorCode(error, 'ENOENT')) return undefined;
    throw error;
  });
  if (!handle) return undefined;
  try {
    const { mode } = await handle.stat();
    if ((mode & OTHERS) !== 0) throw new KeyFileError(file, 'can be read by others (chmod 600)');
    const key = await handle.readFile();
    if (key.length !== KEY_BYTES) throw new KeyFileError(file, `does not hold ${KEY_BYTES} bytes`);
    return key;
  } finally {
    await handle.close();
  }
};

/** A link appears whole or not at all and replaces nothing: nobody reads half a key, and nobody's key is lost. */
const createKey = async (file: string): Promise<Uint8Array> => {
  const draft = `${file}.${randomUUID()}`;
  try {
    await writeFile(draft, randomBytes(KEY_BYTES), { mode: OWNER_ONLY, flag: 'wx', flush: true });
    await link(draft, file).catch((error: unknown) => {
      if (!hasErrorCode(error, 'EEXIST')) throw error;
    });
  } finally {
    await rm(draft, { force: true });
  }
  const key = await readKey(file);
  if (!key) throw new KeyFileError(file, 'was removed while it was being made');
  return key;
};

const hasErrorCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code;
