/**
 * What a link of a report holds: CSV, or a ZIP of CSV files, whatever its name says. Read piece by piece: a month of a
 * large account does not fit into the memory of a function.
 */

import { Unzip, type UnzipFile, UnzipInflate } from 'fflate';

type Bytes = AsyncIterable<Uint8Array>;

/** Freshchat's largest month that we know of is a tenth of it; a ZIP that unpacks to more is an attack or a mistake. */
const MAX_UNPACKED_BYTES = 200 * 1024 * 1024;

export class ReportTooLargeError extends Error {
  override readonly name = 'ReportTooLargeError';
  constructor() {
    super(`The report unpacks to more than ${MAX_UNPACKED_BYTES} bytes. Ask for a shorter range.`);
  }
}

/** The files of a report, one after the other: each is read to its end before the next is asked for. */
export async function* filesIn(bytes: Bytes, maxBytes: number = MAX_UNPACKED_BYTES): AsyncGenerator<Bytes> {
  const chunks = bytes[Symbol.asyncIterator]();
  const head = await readHead(chunks);
  const whole = withHead(head, chunks);
  const isZip = ZIP.every((byte, index) => head[index] === byte);
  if (isZip) yield* filesInZip(whole, maxBytes);
  else yield bounded(whole, maxBytes);
}

/** `PK\x03\x04`, the header of the first file. */
const ZIP = [0x50, 0x4b, 0x03, 0x04];

const readHead = async (chunks: AsyncIterator<Uint8Array>): Promise<Uint8Array> => {
  let head = new Uint8Array();
  while (head.length < ZIP.length) {
    const { done, value } = await chunks.next();
    if (done) break;
    head = Buffer.concat([head, value]);
  }
  return head;
};

async function* withHead(head: Uint8Array, chunks: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield head;
  for (let next = await chunks.next(); !next.done; next = await chunks.next()) yield next.value;
}

async function* bounded(bytes: Bytes, maxBytes: number): AsyncGenerator<Uint8Array> {
  let sum = 0;
  for await (const chunk of bytes) {
    sum += chunk.length;
    if (sum > maxBytes) throw new ReportTooLargeError();
    yield chunk;
  }
}

/** One push unpacks to a thousand times its size at most: 8 MB. */
const PUSHED_BYTES = 8 * 1024;

type Piece = { readonly file: UnzipFile; readonly data: Uint8Array; readonly isLast: boolean };

async function* filesInZip(zipped: Bytes, maxBytes: number): AsyncGenerator<Bytes> {
  const pieces: Piece[] = [];
  let unpacked = 0;
  const unzip = new Unzip((file) => {
    if (file.name.endsWith('/')) return;
    file.ondata = (error, data, isLast) => {
      if (error) throw error;
      unpacked += data.length;
      if (unpacked > maxBytes) throw new ReportTooLargeError();
      pieces.push({ file, data, isLast });
    };
    file.start();
  });
  unzip.register(UnzipInflate);
  const input = pushed(zipped);
  /** Whether there was more. */
  const pull = async (): Promise<boolean> => {
    const { done, value } = await input.next();
    unzip.push(done ? new Uint8Array() : value, done === true);
    return !done;
  };

  async function* dataOf(file: UnzipFile): AsyncGenerator<Uint8Array> {
    for (;;) {
      const piece = pieces[0];
      if (piece?.file === file) {
        pieces.shift();
        yield piece.data;
        if (piece.isLast) return;
      } else if (!(await pull())) {
        throw new TruncatedZipError();
      }
    }
  }

  for (let hasMore = true; hasMore || pieces.length > 0; ) {
    const [next] = pieces;
    if (next) yield dataOf(next.file);
    else hasMore = await pull();
  }
}

async function* pushed(bytes: Bytes): AsyncGenerator<Uint8Array> {
  for await (const chunk of bytes) {
    for (let start = 0; start < chunk.length; start += PUSHED_BYTES) yield chunk.subarray(start, start + PUSHED_BYTES);
  }
}

/** The connection ended early, or the file was made so. */
export class TruncatedZipError extends Error {
  override readonly name = 'TruncatedZipError';
  constructor() {
    super('The ZIP ends in the middle of a file.');
  }
}
