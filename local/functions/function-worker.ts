/**
 * The inside of a function host: imports a function's real entry point, in a thread whose environment is the
 * function's own, and runs its handler. The nearest thing to a Lambda execution environment on this machine.
 */

import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import * as z from 'zod';
import type { Invocation, WorkerMessage, WorkerSettings } from './protocol.ts';

// Each thread compiles the SDK anew: with what an earlier one compiled, it starts in half of the time.
enableCompileCache(fileURLToPath(new URL('../../node_modules/.cache/compiled', import.meta.url)));

const settings: WorkerSettings = z.object({ functionName: z.string(), entryPoint: z.string() }).parse(workerData);

type Handler = (event: unknown, context: unknown) => unknown;

const handlerSchema = z.object({ handler: z.custom<Handler>((value) => typeof value === 'function') });

const { handler } = handlerSchema.parse({ ...(await import(settings.entryPoint)) });

const say = (message: WorkerMessage): void => parentPort?.postMessage(message);

const run = async ({ id, eventJson, requestId, deadline }: Invocation): Promise<void> => {
  try {
    const result = await handler(JSON.parse(eventJson), contextOf(requestId, deadline));
    say({ kind: 'answered', id, resultJson: JSON.stringify(result) ?? 'null' });
  } catch (error) {
    // The name only: a foreign error's message may quote what was sent.
    say({ kind: 'failed', id, errorName: error instanceof Error ? error.name : 'Error' });
  }
};

const contextOf = (requestId: string, deadline: number) => ({
  awsRequestId: requestId,
  functionName: settings.functionName,
  functionVersion: '$LATEST',
  invokedFunctionArn: `arn:aws:lambda:us-east-1:000000000000:function:${settings.functionName}`,
  memoryLimitInMB: '512',
  logGroupName: `/aws/lambda/${settings.functionName}`,
  logStreamName: 'local',
  callbackWaitsForEmptyEventLoop: false,
  getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
});

parentPort?.on('message', (invocation: Invocation) => void run(invocation));
say({ kind: 'ready' });
