/**
 * Runs a bundle as Lambda does: AWS's runtime interface emulator, which is written in Go, starts AWS's runtime interface
 * client on Node, and that loads the handler. Neither is part of this repository: they are fetched and built once.
 */

import { execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import * as z from 'zod';
import { findFreePort } from '../../local/engines/free-port.ts';
import { type DeployedFunction, InvocationError, type StartFunction } from './deployed-function.ts';

const EMULATOR = 'github.com/aws/aws-lambda-runtime-interface-emulator';
const EMULATOR_VERSION = 'v0.0.0-20261030222936-bef5c4ba774d';
const CLIENT_VERSION = '4.0.2';

/** Where the two are kept between runs; no file of it is committed. */
const CACHE = new URL('../../node_modules/.cache/rehearsal/', import.meta.url).pathname;

export type Emulator = { readonly emulator: string; readonly client: string };

/** What is missing on this machine, in words for its user. */
export class NoEmulatorError extends Error {
  override readonly name = 'NoEmulatorError';
}

export const prepareEmulator = async (): Promise<Emulator> => {
  const emulator = path.join(CACHE, `aws-lambda-rie-${EMULATOR_VERSION}`);
  const client = path.join(CACHE, `client-${CLIENT_VERSION}`, 'node_modules', 'aws-lambda-ric', 'index.mjs');
  mkdirSync(CACHE, { recursive: true });
  if (!existsSync(emulator)) await buildEmulator(emulator);
  if (!existsSync(client)) await installClient(path.join(CACHE, `client-${CLIENT_VERSION}`));
  return { emulator, client };
};

const run = promisify(execFile);

const isThere = (tool: string): boolean => {
  try {
    execFileSync(tool, [tool === 'go' ? 'version' : '--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};

const need = (tool: string, what: string): void => {
  if (!isThere(tool)) {
    throw new NoEmulatorError(
      `${tool} is not there: it is needed to build ${what}. Install it, or let npm test do: it runs the same day in plain processes.`,
    );
  }
};

const buildEmulator = async (target: string): Promise<void> => {
  need('go', "AWS's runtime interface emulator");
  console.log("Building AWS's runtime interface emulator: about a minute, once.");
  const { stdout } = await run('go', ['mod', 'download', '-json', `${EMULATOR}@${EMULATOR_VERSION}`]);
  const { Dir } = z.object({ Dir: z.string() }).parse(JSON.parse(stdout));
  // Go's own cache is read-only.
  const source = path.join(CACHE, 'emulator-source');
  cpSync(Dir, source, { recursive: true });
  await run('chmod', ['-R', 'u+w', source]);
  await run('go', ['build', '-o', target, './cmd/aws-lambda-rie'], {
    cwd: source,
    env: { ...process.env, CGO_ENABLED: '0' },
  });
};

const installClient = async (folder: string): Promise<void> => {
  need('cmake', "AWS's runtime interface client");
  console.log("Building AWS's runtime interface client: about two minutes, once.");
  mkdirSync(folder, { recursive: true });
  const npm = ['install', '--prefix', folder, '--no-audit', '--no-fund', `aws-lambda-ric@${CLIENT_VERSION}`];
  await run('npm', npm, { cwd: folder, maxBuffer: 64 * 1024 * 1024 });
};

const PATIENCE_MS = 30_000;

export const startUnderEmulator =
  ({ emulator, client }: Emulator): StartFunction =>
  async ({ folder, handler, timeoutSeconds }, environment) => {
    const [port, runtimePort] = [await findFreePort(), await findFreePort()];
    const child = spawn(
      emulator,
      [
        '--runtime-interface-emulator-address',
        `127.0.0.1:${port}`,
        '--runtime-api-address',
        `127.0.0.1:${runtimePort}`,
        process.execPath,
        client,
        handler,
      ],
      {
        cwd: folder,
        env: { ...environment, AWS_LAMBDA_FUNCTION_TIMEOUT: `${timeoutSeconds}` },
        // A group of its own, so that the client goes with the emulator.
        detached: true,
      },
    );
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        output += chunk.toString();
      });
    }
    const url = `http://127.0.0.1:${port}/2015-03-31/functions/function/invocations`;
    await untilListening(port, () => output);

    const running: DeployedFunction = {
      invoke: async (event) => {
        const response = await fetch(url, { method: 'POST', body: JSON.stringify(event) });
        const text = await response.text();
        const answer: unknown = text === '' ? undefined : JSON.parse(text);
        const failed = z.object({ errorType: z.string() }).safeParse(answer);
        if (failed.success) throw new InvocationError(failed.data.errorType);
        return answer;
      },
      output: () => output,
      stop: async () => {
        if (child.exitCode !== null || child.pid === undefined) return;
        const ended = once(child, 'exit');
        process.kill(-child.pid, 'SIGKILL');
        await ended;
      },
    };
    return running;
  };

const untilListening = async (port: number, output: () => string): Promise<void> => {
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end; ) {
    try {
      await fetch(`http://127.0.0.1:${port}/`);
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  throw new InvocationError(`The emulator does not listen.\n${output()}`);
};
