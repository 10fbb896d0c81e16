import { once } from 'node:events';
import { createServer } from 'node:net';

export const LOOPBACK = '127.0.0.1';

/** A port that was free a moment ago: who uses it must be ready to lose the race, and to ask again. */
export const findFreePort = async (): Promise<number> => {
  const server = createServer();
  await listening(server, 0);
  const address = server.address();
  await closed(server);
  if (typeof address !== 'object' || address === null) throw new Error('A TCP server has no address. Try again.');
  return address.port;
};

/** Throws `EADDRINUSE` and its like when the port cannot be had. */
export const assertFreePort = async (port: number): Promise<void> => {
  const server = createServer();
  await listening(server, port);
  await closed(server);
};

type TcpServer = ReturnType<typeof createServer>;

const listening = async (server: TcpServer, port: number): Promise<void> => {
  server.listen({ host: LOOPBACK, port });
  await once(server, 'listening');
};

const closed = async (server: TcpServer): Promise<void> => {
  const close = once(server, 'close');
  server.close();
  await close;
};
