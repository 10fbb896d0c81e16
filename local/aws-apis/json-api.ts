/** The HTTP of an imitated AWS API, on loopback: what it is asked, answered in JSON. */

import { createServer, type IncomingMessage } from 'node:http';
import { LOOPBACK } from '../engines/free-port.ts';
import { isFromOwnPage } from '../http-api/own-page.ts';

export type JsonApi = { readonly endpoint: string; readonly close: () => Promise<void> };

/** What is not imitated is answered `undefined`. */
export type Answer = (request: IncomingMessage) => Promise<unknown>;

export const openJsonApi = async (answer: Answer): Promise<JsonApi> => {
  const server = createServer((request, response) => {
    const end = (status: number, body: unknown) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    // These are for programs: no page, not even ours, has any business here.
    if (!isFromOwnPage(request) || request.headers.origin !== undefined) {
      end(403, { Type: 'User' });
      return;
    }
    answer(request).then(
      (body) => (body === undefined ? end(404, { Type: 'User' }) : end(request.method === 'PUT' ? 202 : 200, body)),
      () => end(400, { Type: 'User' }),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, LOOPBACK, resolve));
  const address = server.address();
  return {
    endpoint: `http://${LOOPBACK}:${typeof address === 'object' ? address?.port : ''}`,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
};
