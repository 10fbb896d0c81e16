/** Runs a bundle in a process of its own, whose environment and folder hold nothing of this repository. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { pathToFileURL } from 'node:url';
import * as z from 'zod';
import { type DeployedFunction, InvocationError, type StartFunction } from './deployed-function.ts';

const messageSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready') }),
  z.object({ kind: z.literal('answered'), id: z.number(), result: z.unknown().optional() }),
  z.object({ kind: z.literal('failed'), id: z.number(), error: z.string() }),
]);

/**
 * Node's own loader reads the bundle; nothing else is loaded. No name resolves, so that a test asks nobody on the
 * internet. A function that may run for minutes gets a minute.
 */
const driverFor = (file: string, handler: string): string => `
  import dns from 'node:dns/promises';
  import { syncBuiltinESMExports } from 'node:module';
  dns.lookup = async () => { throw Object.assign(new Error('no network'), { code: 'ENOTFOUND' }); };
  syncBuiltinESMExports();
  const bundle = await import(${JSON.stringify(pathToFileURL(file).href)});
  const handle = bundle[${JSON.stringify(handler.split('.').at(-1))}];
  const context = { awsRequestId: 'request-1', getRemainingTimeInMillis: () => 60_000 };
  process.on('message', async ({ id, event }) => {
    try {
      process.send({ kind: 'answered', id, result: await handle(event, context) });
    } catch (error) {
      process.send({ kind: 'failed', id, error: error.name });
    }
  });
  process.send({ kind: 'ready' });
`;

export const startCleanProcess: StartFunction = async ({ file, folder, handler }, env) => {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', driverFor(file, handler)], {
    cwd: folder,
    env,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  const ready = Promise.withResolvers<void>();
  const pending = new Map<number, PromiseWithResolvers<unknown>>();
  let lastId = 0;
  child.on('message', (raw) => {
    const message = messageSchema.parse(raw);
    if (message.kind === 'ready') return ready.resolve();
    const waiting = pending.get(message.id);
    pending.delete(message.id);
    if (message.kind === 'answered') waiting?.resolve(message.result);
    else waiting?.reject(new InvocationError(message.error));
  });
  child.on('exit', () => {
    const ended = new InvocationError(`The process ended.\n${output}`);
    ready.reject(ended);
    for (const { reject } of pending.values()) reject(ended);
  });
  await ready.promise;

  const running: DeployedFunction = {
    invoke: (event) => {
      lastId += 1;
      const answer = Promise.withResolvers<unknown>();
      pending.set(lastId, answer);
      child.send({ id: lastId, event });
      return answer.promise;
    },
    output: () => output,
    stop: async () => {
      if (child.exitCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
  };
  return running;
};
