import { fileURLToPath } from 'node:url';
import { createDynamoClient } from '../../shared/core/dynamo/dynamo-client.ts';
import { prepareFunction } from '../../shared/core/lambda/function.ts';
import { randomPause } from '../../shared/core/random-pause.ts';
import { systemClock } from '../../shared/core/system-clock.ts';
import { createCheckFreshchat } from '../../shared/integrations/check-freshchat.ts';
import { createFreshchatClient } from '../../shared/integrations/freshchat/freshchat-account.http.ts';
import { loopbackReach, publicReach } from '../../shared/integrations/freshchat/reach.ts';
import { createFindIntegration } from '../../shared/integrations/integration-store.dynamo.ts';
import { createKmsClient } from '../../shared/integrations/secrets/kms-client.ts';
import { createKmsDecrypt } from '../../shared/integrations/secrets/secret-encryption.kms.ts';
import type { DecryptSecret } from '../../shared/integrations/secrets/secret-encryption.port.ts';
import { createVerifyConnection } from '../../shared/integrations/verify-connection.ts';
import { createFindEvidence } from '../../shared/silence/seen-evidence.dynamo.ts';
import { environmentSchema } from './env.ts';
import { createHandler } from './handler.ts';

const { environment, log, toHandler } = prepareFunction('verify-connection', environmentSchema, process.env);
const client = createDynamoClient();

const reach = environment.FRESHCHAT_STAND_IN ? loopbackReach(environment.FRESHCHAT_STAND_IN) : publicReach;
const { verifyAccount } = createFreshchatClient({ reach, now: systemClock });

const createCipher = (key: string): DecryptSecret => {
  if (key.startsWith('arn:')) return createKmsDecrypt({ kms: createKmsClient(), keyArn: key });
  return async (ciphertext, context) => {
    // Left out of what is deployed (infra/bundling.ts): on AWS no key lies in a file.
    const { readOrCreateKey } = await import('../../shared/integrations/secrets/key-file.ts');
    const { createLocalDecrypt } = await import('../../shared/integrations/secrets/secret-encryption.local.ts');
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

export const handler = toHandler(createHandler({ verifyConnection, log }));
