import type { IncomingMessage } from 'node:http';

/** API Gateway's limit. */
export const MAX_BODY_BYTES = 10 * 1024 * 1024;

export type ReadBody = { readonly kind: 'read'; readonly bytes: Buffer } | { readonly kind: 'too_large' };

/** So many bodies may be under way at a time. One more, and the one that has been awaited longest is given up. */
export const MAX_AWAITED_BODIES = 1_000;

/** Reads bodies; those that never come take no place from those that do. Rejects when the client is gone. */
export const createBodyReader = (): ((request: IncomingMessage) => Promise<ReadBody>) => {
  const awaited = new Set<IncomingMessage>();
  return async (request) => {
    awaited.add(request);
    const [oldest] = awaited;
    if (awaited.size > MAX_AWAITED_BODIES) oldest?.destroy();
    try {
      return await readBody(request);
    } finally {
      awaited.delete(request);
    }
  };
};

/**
 * Reads to the end in either case: a client that is cut off while it sends never sees why. The server's request
 * time-out ends those who go on for ever.
 */
const readBody = async (request: IncomingMessage): Promise<ReadBody> => {
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
