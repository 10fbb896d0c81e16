/**
 * Runs a function's real `index.ts` in a worker thread with an environment of its own, so that no setting of this
 * process reaches it, and three functions use more than one core. Several invocations may be in flight.
 */

import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import { Worker } from 'node:worker_threads';
import type { Invocation, WorkerMessage, WorkerSettings } from './protocol.ts';

export type Invoke = (event: unknown) => Promise<unknown>;

export type FunctionHost = {
  /** Answers what the handler answered, through JSON; rejects with {@link FunctionFailedError}. */
  readonly invoke: Invoke;
  close(): Promise<void>;
};

export type FunctionHostOptions = {
  readonly functionName: string;
  readonly entryPoint: URL;
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly capture: (output: Readable) => void;
};

/** The handler threw, ran out of time, or its thread died: the invoker retries, as Lambda's would. */
export class FunctionFailedError extends Error {
  override readonly name = 'FunctionFailedError';
  readonly errorName: string;
  constructor(functionName: string, errorName: string, cause?: unknown) {
    super(`${functionName} failed (${errorName}); its log lines stand in functions.log.`, { cause });
    this.errorName = errorName;
  }
}

const RESTART_PAUSE_MS = 200;

/** Resolves when the function is loaded; rejects when it cannot be. */
export const startFunctionHost = async (options: FunctionHostOptions): Promise<FunctionHost> => {
  let current: Thread = await startThread(options);
  let isClosing = false;

  const keepRunning = async (): Promise<void> => {
    while (!isClosing) {
      await current.ended;
      if (isClosing) return;
      await new Promise((resolve) => setTimeout(resolve, RESTART_PAUSE_MS));
      // A load that fails now may work in a moment; invocations are refused until then.
      current = await startThread(options).catch(() => current);
    }
  };
  const running = keepRunning();

  return {
    invoke: (event) => current.invoke(event),
    close: async () => {
      isClosing = true;
      await current.terminate();
      await running;
      // A thread that was being started when we closed.
      await current.terminate();
    },
  };
};

type Thread = {
  readonly invoke: Invoke;
  readonly ended: Promise<void>;
  terminate(): Promise<void>;
};

type Pending = { readonly resolve: (result: unknown) => void; readonly reject: (error: unknown) => void };

const startThread = async (options: FunctionHostOptions): Promise<Thread> => {
  const { functionName, timeoutMs } = options;
  const worker = createWorker(options);
  const pending = new Map<number, Pending>();
  const ready = Promise.withResolvers<void>();
  const ended = Promise.withResolvers<void>();
  let lastId = 0;
  /** Set as soon as the thread is doomed: nothing more is handed to it. */
  let end: FunctionFailedError | undefined;

  const failure = (name: string, cause?: unknown): FunctionFailedError =>
    new FunctionFailedError(functionName, name, cause);
  const take = (id: number): Pending | undefined => {
    const one = pending.get(id);
    pending.delete(id);
    return one;
  };

  worker.on('message', (message: WorkerMessage) => {
    if (message.kind === 'ready') ready.resolve();
    else if (message.kind === 'answered') take(message.id)?.resolve(JSON.parse(message.resultJson));
    else take(message.id)?.reject(failure(message.errorName));
  });
  worker.on('error', (error: unknown) => {
    end ??= failure(error instanceof Error ? error.name : 'Error', error);
  });
  worker.on('exit', () => {
    end ??= failure('Runtime.ExitError');
    ready.reject(end);
    for (const { reject } of pending.values()) reject(end);
    pending.clear();
    ended.resolve();
  });

  const invoke: Invoke = async (event) => {
    if (end) throw end;
    lastId += 1;
    const id = lastId;
    const answer = Promise.withResolvers<unknown>();
    pending.set(id, answer);
    const deadline = Date.now() + timeoutMs;
    const invocation: Invocation = { id, eventJson: JSON.stringify(event), requestId: randomUUID(), deadline };
    worker.postMessage(invocation);
    // As on Lambda, a time-out ends the environment, and whatever else is in it.
    const timer = setTimeout(() => {
      end ??= failure('Sandbox.Timedout');
      void worker.terminate();
    }, timeoutMs);
    return answer.promise.finally(() => clearTimeout(timer));
  };

  const terminate = async (): Promise<void> => {
    end ??= failure('Runtime.Shutdown');
    await worker.terminate();
  };

  await ready.promise;
  return { invoke, ended: ended.promise, terminate };
};

const createWorker = ({ functionName, entryPoint, environment, capture }: FunctionHostOptions): Worker => {
  const workerData: WorkerSettings = { functionName, entryPoint: entryPoint.href };
  const worker = new Worker(new URL('./function-worker.ts', import.meta.url), {
    workerData,
    env: { ...environment, AWS_LAMBDA_FUNCTION_NAME: functionName },
    stdout: true,
    stderr: true,
  });
  capture(worker.stdout);
  capture(worker.stderr);
  return worker;
};
