import { fileURLToPath } from 'node:url';
import middy from '@middy/core';
import { createDynamoClient } from '../../shared/adapters/dynamo/client.ts';
import { createFindIntegration } from '../../shared/adapters/dynamo/integration-store.ts';
import { createFindEvidence } from '../../shared/adapters/dynamo/seen-evidence.ts';
import { createFreshchatClient } from '../../shared/adapters/freshchat/freshchat-client.ts';
import { loopbackReach, publicReach } from '../../shared/adapters/freshchat/reach.ts';
import { createKmsClient } from '../../shared/adapters/kms/client.ts';
import { createKmsDecrypt } from '../../shared/adapters/kms/kms-cipher.ts';
import { randomPause } from '../../shared/adapters/random-pause.ts';
import { systemClock } from '../../shared/adapters/system-clock.ts';
import { createCheckFreshchat } from '../../shared/flows/admin/freshchat-check.ts';
import { createVerifyConnection } from '../../shared/flows/admin/verify-connection.ts';
import type { DecryptSecret } from '../../shared/flows/secret-encryption.ts';
import { parseEnvironment } from '../../shared/runtime/environment.ts';
import { createLog, writeToStandardOutput } from '../../shared/runtime/log.ts';
import { logFailures } from '../../shared/runtime/log-failures.ts';
import { environmentSchema } from './env.ts';
import { createHandler } from './handler.ts';

const environment = parseEnvironment(environmentSchema, process.env);
const log = createLog({
  functionName: 'verify-connection',
  metricNamespace: process.env['METRIC_NAMESPACE'],
  write: writeToStandardOutput,
  clock: systemClock,
});
const client = createDynamoClient();

const reach = environment.FRESHCHAT_STAND_IN ? loopbackReach(environment.FRESHCHAT_STAND_IN) : publicReach;
const { verifyAccount } = createFreshchatClient({ reach, now: systemClock });

const createCipher = (key: string): DecryptSecret => {
  if (key.startsWith('arn:')) return createKmsDecrypt({ kms: createKmsClient(), keyArn: key });
  return async (ciphertext, context) => {
    // Left out of what is deployed (infra/bundling.ts): on AWS no key lies in a file.
    const { readOrCreateKey } = await import('../../shared/adapters/local-cipher/key-file.ts');
    const { createLocalDecrypt } = await import('../../shared/adapters/local-cipher/local-cipher.ts');
    return createLocalDecrypt(await readOrCreateKey(fileURLToPath(key)))(ciphertext, context);
  };
};

const verifyConnection = createVerifyConnection({
  findIntegration: createFindIntegration({ client, integrations: environment.INTEGRATIONS_TABLE }),
  findEvidence: createFindEvidence({ client, table: environment.INTEGRATIONS_TABLE, pause: randomPause }),
  decryptSecret: createCipher(environment.FRESHCHAT_KEYS_CIPHER),
  checkFreshchat: createCheckFreshchat(verifyAccount),
  clock: systemClock,
});

export const handler = middy(createHandler({ verifyConnection, log })).use(logFailures(log));
