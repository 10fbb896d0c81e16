/** All functions, each in a worker thread with the environment that infra/ gives it on AWS, from its first invocation on. */

import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { RECORD_CHATS_TIMEOUT_SECONDS } from '../../shared/queues.ts';
import type { OnClose } from '../closers.ts';
import type { Engines } from '../engines/engines.ts';
import { localEnvironment } from '../engines/local-account.ts';
import { startFakeFreshchat } from '../freshchat/fake-freshchat.ts';
import { createLocalAccounts } from '../freshchat/local-accounts.ts';
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
  const freshchat = await startFakeFreshchat({}, { accountOf: createLocalAccounts(dataDir) });
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

  const start = (functionName: FunctionName): Promise<FunctionHost> =>
    startFunctionHost({
      functionName,
      entryPoint: entryPointOf(functionName),
      environment: { ...aws, ...environments[functionName] },
      timeoutMs: FUNCTION_TIMEOUT_MS,
      capture: log.capture,
    });

  // As on AWS, the first invocation loads the function: what nobody calls costs nothing.
  const hosts = new Map<FunctionName, Promise<FunctionHost>>();
  const hostOf = (functionName: FunctionName): Promise<FunctionHost> => {
    const host = hosts.get(functionName) ?? start(functionName);
    hosts.set(functionName, host);
    // What could not be loaded may load the next time.
    host.catch(() => hosts.delete(functionName));
    return host;
  };
  onClose(async () => {
    for (const host of await Promise.allSettled(hosts.values())) {
      if (host.status === 'fulfilled') await host.value.close();
    }
  });

  return { invoke: async (functionName, event) => (await hostOf(functionName)).invoke(event) };
};
