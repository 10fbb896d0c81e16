import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { createDynamoClient } from '../../shared/core/dynamo/dynamo-client.ts';
import { prepareFunction } from '../../shared/core/lambda/function.ts';
import { randomPause } from '../../shared/core/random-pause.ts';
import { systemClock } from '../../shared/core/system-clock.ts';
import { createAddIntegration } from '../../shared/integrations/add-integration.ts';
import { createChangeIntegration } from '../../shared/integrations/change-integration.ts';
import { createCheckFreshchat } from '../../shared/integrations/check-freshchat.ts';
import { createDeleteIntegration, ERASE_AFTER_MS } from '../../shared/integrations/delete-integration.ts';
import { createDescribe } from '../../shared/integrations/describe.ts';
import { createFreshchatClient } from '../../shared/integrations/freshchat/freshchat-account.http.ts';
import { loopbackReach, publicReach } from '../../shared/integrations/freshchat/reach.ts';
import { createGenerateKey } from '../../shared/integrations/generate-key.ts';
import { createFindKeys, createWriteRevocation } from '../../shared/integrations/integration-keys.dynamo.ts';
import {
  createFindIntegration,
  createPageOfIntegrations,
  createSaveIntegration,
} from '../../shared/integrations/integration-store.dynamo.ts';
import { createPageOfIncidents } from '../../shared/integrations/list-incidents.dynamo.ts';
import { createListIncidents } from '../../shared/integrations/list-incidents.ts';
import {
  createListIntegrations,
  createShowIntegration,
  createShowLiveIntegration,
} from '../../shared/integrations/list-integrations.ts';
import { createPauseIntegration, createResumeIntegration } from '../../shared/integrations/pause-integration.ts';
import { createRestoreIntegration } from '../../shared/integrations/restore-integration.ts';
import { createRevokeKey } from '../../shared/integrations/revoke-key.ts';
import { createKmsClient } from '../../shared/integrations/secrets/kms-client.ts';
import { createKmsEncrypt } from '../../shared/integrations/secrets/secret-encryption.kms.ts';
import type { EncryptSecret } from '../../shared/integrations/secrets/secret-encryption.port.ts';
import { createFindPipelineHealth, createFindPipelineMemory } from '../../shared/silence/monitor-memory.dynamo.ts';
import { createFindEvidence } from '../../shared/silence/seen-evidence.dynamo.ts';
import { environmentSchema } from './env.ts';
import { createHandler } from './handler.ts';

const { environment, log, toHandler } = prepareFunction('manage-integrations', environmentSchema, process.env);
const clock = systemClock;

const client = createDynamoClient();
const integrations = environment.INTEGRATIONS_TABLE;
const apiKeys = environment.API_KEYS_TABLE;
const findIntegration = createFindIntegration({ client, integrations });
const saveIntegration = createSaveIntegration({
  client,
  integrations,
  apiKeys,
  pause: randomPause,
  maxIntegrations: environment.MAX_INTEGRATIONS,
});
const findKeys = createFindKeys({ client, table: apiKeys, pause: randomPause, onError: log.error });
const store = { findIntegration, saveIntegration, pause: randomPause };

const reach = environment.FRESHCHAT_STAND_IN ? loopbackReach(environment.FRESHCHAT_STAND_IN) : publicReach;
const { verifyAccount } = createFreshchatClient({ reach, now: clock });
const checkFreshchat = createCheckFreshchat(verifyAccount);

const createCipher = (key: string): EncryptSecret => {
  if (key.startsWith('arn:')) return createKmsEncrypt({ kms: createKmsClient(), keyArn: key });
  return async (plaintext, context) => {
    // Left out of what is deployed (infra/bundling.ts): on AWS no key lies in a file.
    const { readOrCreateKey } = await import('../../shared/integrations/secrets/key-file.ts');
    const { createLocalEncrypt } = await import('../../shared/integrations/secrets/secret-encryption.local.ts');
    return createLocalEncrypt(await readOrCreateKey(fileURLToPath(key)))(plaintext, context);
  };
};
const encryptSecret = createCipher(environment.FRESHCHAT_KEYS_CIPHER);

const findEvidence = createFindEvidence({ client, table: integrations, pause: randomPause, onError: log.error });
const describe = createDescribe({
  findKeys,
  findEvidence,
  findPipelineHealth: createFindPipelineHealth({ client, table: integrations, clock }),
  clock,
});

export const handler = toHandler(
  createHandler({
    addIntegration: createAddIntegration({ saveIntegration, checkFreshchat, encryptSecret, randomBytes, clock }),
    listIntegrations: createListIntegrations({
      pageOfIntegrations: createPageOfIntegrations({ client, integrations, pause: randomPause, onError: log.error }),
      describe,
    }),
    showIntegration: createShowIntegration({ findIntegration, describe }),
    showLiveIntegration: createShowLiveIntegration({ findIntegration, describe }),
    changeIntegration: createChangeIntegration({ ...store, findKeys, checkFreshchat, encryptSecret, clock }),
    pauseIntegration: createPauseIntegration({ ...store, clock }),
    resumeIntegration: createResumeIntegration({ ...store, clock }),
    deleteIntegration: createDeleteIntegration({
      ...store,
      findKeys,
      clock,
      eraseAfterMs: environment.ERASE_AFTER_MS ?? ERASE_AFTER_MS,
    }),
    restoreIntegration: createRestoreIntegration({ ...store, clock }),
    generateKey: createGenerateKey({ ...store, findKeys, randomBytes, clock }),
    revokeKey: createRevokeKey({
      findIntegration,
      writeRevocation: createWriteRevocation({ client, table: apiKeys }),
      findEvidence,
      clock,
    }),
    listIncidents: createListIncidents({
      findIntegration,
      pageOfIncidents: createPageOfIncidents({ client, table: integrations, onError: log.error }),
    }),
    findPipelineMemory: createFindPipelineMemory({ client, table: integrations }),
    describe,
    clock,
    log,
  }),
);
