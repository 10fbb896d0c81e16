import { once } from 'node:events';
import { createServer } from 'node:net';

export const LOOPBACK = '127.0.0.1';

/**
 * A port that was free a moment ago: whoever uses it must be ready to lose the race, and to ask again. Only for
 * programs that cannot take port 0; everything of ours listens on port 0 and says which one it got.
 */
export const findFreePort = async (): Promise<number> => {
  const server = createServer();
  server.listen({ host: LOOPBACK, port: 0 });
  await once(server, 'listening');
  const address = server.address();
  const closed = once(server, 'close');
  server.close();
  await closed;
  if (typeof address !== 'object' || address === null) throw new Error('A TCP server has no address. Try again.');
  return address.port;
};
