/**
 * The inside of a function host: imports a function's real entry point, in a thread whose environment is the
 * function's own, and runs its handler. The nearest thing to a Lambda execution environment on this machine.
 */

import { parentPort, workerData } from 'node:worker_threads';
import * as z from 'zod';
import type { Invocation, WorkerMessage, WorkerSettings } from './protocol.ts';

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
    // Lambda logs what the function did not catch; so do we, where the function's log goes.
    console.error(JSON.stringify({ level: 'ERROR', requestId, error: textOf(error) }));
    say({ kind: 'failed', id, error: namesOf(error) });
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

const namesOf = (error: unknown): { readonly name: string; readonly message: string } =>
  error instanceof Error ? { name: error.name, message: error.message } : { name: 'Error', message: 'Not an Error' };

const textOf = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : 'Not an Error');

parentPort?.on('message', (invocation: Invocation) => void run(invocation));
say({ kind: 'ready' });
