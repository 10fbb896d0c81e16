/** All functions, each in a worker thread with the environment that infra/ gives it on AWS. */

import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { RECORD_CHATS_TIMEOUT_SECONDS } from '../../shared/queues.ts';
import type { OnClose } from '../closers.ts';
import type { Engines } from '../engines/engines.ts';
import { localEnvironment } from '../engines/local-account.ts';
import { startFakeFreshchat, takeAnyKey } from '../fake-freshchat.ts';
import { entryPointOf, type FunctionName, functionEnvironments } from './environments.ts';
import { type FunctionHost, startFunctionHost } from './function-host.ts';
import { openFunctionLog } from './function-log.ts';

/** Two cores carry everything here: functions get twice the time that they have on AWS. */
export const FUNCTION_TIMEOUT_MS = 2 * RECORD_CHATS_TIMEOUT_SECONDS * 1_000;

const CIPHER_KEY_FILE = 'freshchat-keys.key';

export type Functions = { readonly invoke: (functionName: FunctionName, event: unknown) => Promise<unknown> };

type Options = {
  readonly dataDir: string;
  readonly engines: Engines;
  readonly cloudWatchEndpoint: string;
  readonly eraseAfterMs?: number | undefined;
  readonly onClose: OnClose;
};

export const startFunctions = async ({
  dataDir,
  engines,
  cloudWatchEndpoint,
  eraseAfterMs,
  onClose,
}: Options): Promise<Functions> => {
  const log = openFunctionLog(dataDir);
  onClose(log.close);
  const freshchat = await startFakeFreshchat({}, { strangers: takeAnyKey });
  onClose(freshchat.close);
  const environments = functionEnvironments(engines.tables, engines.queues, {
    noticesTopicArn: engines.noticesTopicArn,
    freshchatOrigin: freshchat.origin,
    cipherKey: pathToFileURL(join(dataDir, CIPHER_KEY_FILE)).href,
    ...(eraseAfterMs !== undefined && { eraseAfterMs }),
  });
  const aws = localEnvironment({
    dynamodb: engines.dynamodbEndpoint,
    sqs: engines.sqsEndpoint,
    cloudWatch: cloudWatchEndpoint,
  });

  const hosts = new Map<string, FunctionHost>();
  const start = async (functionName: string, environment: Readonly<Record<string, string>>): Promise<void> => {
    const host = await startFunctionHost({
      functionName,
      entryPoint: entryPointOf(functionName),
      environment: { ...aws, ...environment },
      timeoutMs: FUNCTION_TIMEOUT_MS,
      capture: log.capture,
    });
    onClose(host.close);
    hosts.set(functionName, host);
  };
  await Promise.all(Object.entries(environments).map(([name, environment]) => start(name, environment)));

  return {
    invoke: async (functionName, event) => {
      const host = hosts.get(functionName);
      if (!host) throw new Error(`${functionName} was not started.`);
      return await host.invoke(event);
    },
  };
};
