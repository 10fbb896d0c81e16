import type { Readable } from 'node:stream';

/** The body of an answer. The SDK's own collector builds a second stream for each answer and pipes the first into it. */
export const collectAnswer = (answer: Readable): Promise<Uint8Array> =>
  new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = [];
    answer.on('data', (chunk: Uint8Array) => chunks.push(chunk));
    answer.on('end', () => resolve(Buffer.concat(chunks)));
    answer.on('error', reject);
  });
