import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import middy from '@middy/core';
import { createFindKeys, createWriteRevocation } from '../../shared/adapters/dynamo/api-key-store.ts';
import { createDynamoClient } from '../../shared/adapters/dynamo/client.ts';
import { createPageOfIncidents } from '../../shared/adapters/dynamo/incident-list.ts';
import {
  createFindIntegration,
  createPageOfIntegrations,
  createSaveIntegration,
} from '../../shared/adapters/dynamo/integration-store.ts';
import { createFindPipelineHealth } from '../../shared/adapters/dynamo/monitor-memory.ts';
import { createFindEvidence } from '../../shared/adapters/dynamo/seen-evidence.ts';
import { createFreshchatClient } from '../../shared/adapters/freshchat/freshchat-client.ts';
import { loopbackReach, publicReach } from '../../shared/adapters/freshchat/reach.ts';
import { createKmsClient } from '../../shared/adapters/kms/client.ts';
import { createKmsEncrypt } from '../../shared/adapters/kms/kms-cipher.ts';
import { randomPause } from '../../shared/adapters/random-pause.ts';
import { systemClock } from '../../shared/adapters/system-clock.ts';
import { createChangeIntegration } from '../../shared/flows/admin/change-integration.ts';
import { createCreateIntegration } from '../../shared/flows/admin/create-integration.ts';
import { createDeleteIntegration } from '../../shared/flows/admin/delete-integration.ts';
import { createDescribe } from '../../shared/flows/admin/describe.ts';
import { createCheckFreshchat } from '../../shared/flows/admin/freshchat-check.ts';
import { createGenerateKey } from '../../shared/flows/admin/generate-key.ts';
import { createListIncidents } from '../../shared/flows/admin/list-incidents.ts';
import {
  createListIntegrations,
  createShowIntegration,
  createShowLiveIntegration,
} from '../../shared/flows/admin/list-integrations.ts';
import { createPauseIntegration, createResumeIntegration } from '../../shared/flows/admin/pause-integration.ts';
import { createRevokeKey } from '../../shared/flows/admin/revoke-key.ts';
import type { EncryptSecret } from '../../shared/flows/secret-encryption.ts';
import { parseEnvironment } from '../../shared/runtime/environment.ts';
import { createLog, writeToStandardOutput } from '../../shared/runtime/log.ts';
import { logFailures } from '../../shared/runtime/log-failures.ts';
import { environmentSchema } from './env.ts';
import { createHandler } from './handler.ts';

const environment = parseEnvironment(environmentSchema, process.env);
const log = createLog({
  functionName: 'manage-integrations',
  metricNamespace: process.env['METRIC_NAMESPACE'],
  write: writeToStandardOutput,
  clock: systemClock,
});
const clock = systemClock;

const client = createDynamoClient();
const integrations = environment.INTEGRATIONS_TABLE;
const apiKeys = environment.API_KEYS_TABLE;
const findIntegration = createFindIntegration({ client, integrations });
const saveIntegration = createSaveIntegration({ client, integrations, apiKeys, pause: randomPause });
const findKeys = createFindKeys({ client, table: apiKeys, pause: randomPause });
const store = { findIntegration, saveIntegration, pause: randomPause };

const reach = environment.FRESHCHAT_STAND_IN ? loopbackReach(environment.FRESHCHAT_STAND_IN) : publicReach;
const { verifyAccount } = createFreshchatClient({ reach, now: clock });
const checkFreshchat = createCheckFreshchat(verifyAccount);

const createCipher = (key: string): EncryptSecret => {
  if (key.startsWith('arn:')) return createKmsEncrypt({ kms: createKmsClient(), keyArn: key });
  return async (plaintext, context) => {
    // Left out of what is deployed (infra/bundling.ts): on AWS no key lies in a file.
    const { readOrCreateKey } = await import('../../shared/adapters/local-cipher/key-file.ts');
    const { createLocalEncrypt } = await import('../../shared/adapters/local-cipher/local-cipher.ts');
    return createLocalEncrypt(await readOrCreateKey(fileURLToPath(key)))(plaintext, context);
  };
};
const encryptSecret = createCipher(environment.FRESHCHAT_KEYS_CIPHER);

const describe = createDescribe({
  findKeys,
  findEvidence: createFindEvidence({ client, table: integrations, pause: randomPause }),
  findPipelineHealth: createFindPipelineHealth({ client, table: integrations, clock }),
  clock,
});

export const handler = middy(
  createHandler({
    createIntegration: createCreateIntegration({ saveIntegration, checkFreshchat, encryptSecret, randomBytes, clock }),
    listIntegrations: createListIntegrations({
      pageOfIntegrations: createPageOfIntegrations({ client, integrations, pause: randomPause }),
      describe,
    }),
    showIntegration: createShowIntegration({ findIntegration, describe }),
    showLiveIntegration: createShowLiveIntegration({ findIntegration, describe }),
    changeIntegration: createChangeIntegration({ ...store, checkFreshchat, encryptSecret, clock }),
    pauseIntegration: createPauseIntegration({ ...store, clock }),
    resumeIntegration: createResumeIntegration({ ...store, clock }),
    deleteIntegration: createDeleteIntegration({ ...store, findKeys, clock }),
    generateKey: createGenerateKey({ ...store, findKeys, randomBytes, clock }),
    revokeKey: createRevokeKey({
      findIntegration,
      writeRevocation: createWriteRevocation({ client, table: apiKeys }),
      clock,
    }),
    listIncidents: createListIncidents({
      findIntegration,
      pageOfIncidents: createPageOfIncidents({ client, table: integrations }),
    }),
    describe,
    clock,
    log,
  }),
).use(logFailures(log));
