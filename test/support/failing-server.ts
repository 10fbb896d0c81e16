/** A server on loopback that fails in the way that a request's body names, and counts how often it was asked. */

import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';

export const FAILURES = ['internal_error', 'throttling', 'validation', 'reset', 'silence', 'standstill'] as const;
export type Failure = (typeof FAILURES)[number];

export type FailingServer = {
  readonly url: string;
  readonly attempts: (failure: Failure) => number;
  close(): Promise<void>;
};

export const startFailingServer = async (): Promise<FailingServer> => {
  const attempts = new Map<Failure, number>();
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const body = Buffer.concat(chunks).toString();
    const failure = FAILURES.find((name) => body.includes(name)) ?? 'internal_error';
    attempts.set(failure, (attempts.get(failure) ?? 0) + 1);
    fail(failure, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('The server has no address');
  return {
    url: `http://127.0.0.1:${address.port}`,
    attempts: (failure) => attempts.get(failure) ?? 0,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
};

const ERRORS: Readonly<Partial<Record<Failure, { readonly status: number; readonly type: string }>>> = {
  internal_error: { status: 500, type: 'InternalServerError' },
  throttling: { status: 400, type: 'ThrottlingException' },
  validation: { status: 400, type: 'ValidationException' },
};

const fail = (failure: Failure, response: ServerResponse): void => {
  const error = ERRORS[failure];
  if (error) {
    response.writeHead(error.status, { 'content-type': 'application/x-amz-json-1.0' });
    response.end(JSON.stringify({ __type: `com.amazonaws#${error.type}`, message: error.type }));
  }
  if (failure === 'reset') response.destroy();
  // The headers and the beginning of an answer, and then nothing.
  if (failure === 'standstill') response.writeHead(200, { 'content-length': 100 }).write('{"Item":');
  // Silence holds the connection and says nothing, until the client gives up.
};
