/** What a browser test prepares through the admin API of the shared system. */

import { inject } from 'vitest';
import * as z from 'zod';
import { type Account, tokenOf } from './accounts.ts';

const integrationSchema = z.object({
  integrationId: z.string(),
  status: z.string(),
  version: z.int(),
  cause: z.string().optional(),
});
const generatedKeySchema = z.object({ keyId: z.string(), key: z.string() });

export const adminCallsOf = (account: Account) => {
  const call = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const answer = await fetch(`${inject('systemUrl')}${path}`, {
      method,
      headers: { authorization: `Bearer ${tokenOf(account)}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  };
  const show = async (integrationId: string) =>
    integrationSchema.parse(await call('GET', `/v1/integrations/${integrationId}`));
  return {
    statusOf: async (integrationId: string) => (await show(integrationId)).status,
    causeOf: async (integrationId: string) => (await show(integrationId)).cause,
    rename: async (integrationId: string, name: string) => {
      const { version } = await show(integrationId);
      await call('PATCH', `/v1/integrations/${integrationId}`, { version, name });
    },
    pauseIntegration: (integrationId: string) => call('POST', `/v1/integrations/${integrationId}/pause`, {}),
    createIntegration: async (name: string) =>
      integrationSchema.parse(
        await call('POST', '/v1/integrations', { name, freshchatDomain: 'acme.freshchat.com', freshchatKey: 'any' }),
      ).integrationId,
    generateKey: async (integrationId: string, expireOthersAfter?: string) =>
      generatedKeySchema.parse(
        await call('POST', `/v1/integrations/${integrationId}/keys`, {
          ...(expireOthersAfter && { expireOthersAfter }),
        }),
      ),
    revokeKey: (integrationId: string, keyId: string) =>
      call('DELETE', `/v1/integrations/${integrationId}/keys/${keyId}`),
  };
};
