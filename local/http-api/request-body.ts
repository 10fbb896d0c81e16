import type { IncomingMessage } from 'node:http';

/** API Gateway's limit. */
export const MAX_BODY_BYTES = 10 * 1024 * 1024;

export type ReadBody = { readonly kind: 'read'; readonly bytes: Buffer } | { readonly kind: 'too_large' };

/**
 * Reads to the end in either case: a client that is cut off while it sends never sees why. The server's request
 * time-out ends those who go on for ever.
 */
export const readBody = async (request: IncomingMessage): Promise<ReadBody> => {
  let chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    if (!Buffer.isBuffer(chunk)) continue;
    size += chunk.length;
    if (size > MAX_BODY_BYTES) chunks = [];
    else chunks.push(chunk);
  }
  return size > MAX_BODY_BYTES ? { kind: 'too_large' } : { kind: 'read', bytes: Buffer.concat(chunks) };
};

export type EventBody = { readonly body?: string; readonly isBase64Encoded: boolean };

const TEXT_TYPE = /^(text\/|application\/(json|javascript|xml)\b|application\/[\w.-]+\+(json|xml)\b)/i;
const UTF_8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** As the gateway hands it on: text as text, everything else in base64, nothing as nothing. */
export const toEventBody = (bytes: Buffer, headers: Readonly<Record<string, string>>): EventBody => {
  if (bytes.length === 0) return { isBase64Encoded: false };
  const isText = TEXT_TYPE.test(headers['content-type'] ?? '') && headers['content-encoding'] === undefined;
  const text = isText ? decodeUtf8(bytes) : undefined;
  return text === undefined
    ? { body: bytes.toString('base64'), isBase64Encoded: true }
    : { body: text, isBase64Encoded: false };
};

const decodeUtf8 = (bytes: Buffer): string | undefined => {
  try {
    return UTF_8.decode(bytes);
  } catch {
    return undefined;
  }
};
