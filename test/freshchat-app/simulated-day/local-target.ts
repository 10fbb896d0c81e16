/** The running local system: where it listens, where its counts are, and an integration of this run's own. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { OperatorError } from '../../../ops/target.ts';

const connectionSchema = z.object({
  url: z.url(),
  adminToken: z.string(),
  dynamodbEndpoint: z.url(),
  tables: z.object({ ContactCounts: z.string() }),
});

export type LocalTarget = z.output<typeof connectionSchema>;

export const readLocalTarget = (dataDir: string): LocalTarget => {
  const file = join(dataDir, 'local.json');
  try {
    return connectionSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (cause) {
    throw new OperatorError(`No system found: ${file} is not readable. Run npm start first, with the same DATA_DIR.`, {
      cause,
    });
  }
};

const integrationSchema = z.object({ integrationId: z.string() });
const keySchema = z.object({ keyId: z.string(), key: z.string() });

/** `Account > Integrations`, as the administrator uses it. */
export const createAdministrator = ({ url, adminToken }: LocalTarget) => {
  const send = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const response = await fetch(new URL(path, url), {
      method,
      headers: { authorization: `Bearer ${adminToken}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    }).catch((cause: unknown) => {
      throw new OperatorError(`${url} does not answer. Is the system running (npm start, with the same DATA_DIR)?`, {
        cause,
      });
    });
    const text = await response.text();
    if (!response.ok) throw new OperatorError(`${method} ${path} was answered ${response.status}: ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  };
  return {
    createIntegration: async (name: string, freshchatDomain: string): Promise<string> =>
      integrationSchema.parse(
        await send('POST', '/v1/integrations', { name, freshchatDomain, freshchatKey: 'of-the-simulated-day' }),
      ).integrationId,
    generateKey: async (integrationId: string) =>
      keySchema.parse(await send('POST', `/v1/integrations/${integrationId}/keys`, {})),
    revokeKey: async (integrationId: string, keyId: string): Promise<void> => {
      await send('DELETE', `/v1/integrations/${integrationId}/keys/${keyId}`);
    },
  };
};

export type Administrator = ReturnType<typeof createAdministrator>;
