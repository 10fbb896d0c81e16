import { equal, ok } from 'node:assert/strict';
import * as z from 'zod';
import type { RouteKey } from '../../../shared/routes.ts';
import { adminRequest } from '../lambda-events.ts';
import type { Stage } from '../rehearse.ts';
import type { TestIntegration } from './administer.ts';
import { toHttpAnswer } from './answers.ts';

const listSchema = z.object({ items: z.array(z.object({ integrationId: z.string() })) });

/** On-call looks at all accounts; everybody who is signed in sees who they are and how we are. */
export const seeAllAccounts = async ({ invoke, find }: Stage, { integrationId }: TestIntegration): Promise<void> => {
  const ask = async (folder: string, routeKey: RouteKey) => {
    const { status, body } = toHttpAnswer(await invoke(folder, adminRequest(routeKey)));
    equal(status, 200, `${routeKey}: ${JSON.stringify(body)}`);
    return body;
  };
  const idsOf = (body: unknown) => listSchema.parse(body).items.map((one) => one.integrationId);

  await find('read-operations lists the integrations and incidents of all accounts', async () => {
    ok(idsOf(await ask('read-operations', 'GET /v1/operations/integrations')).includes(integrationId));
    ok(idsOf(await ask('read-operations', 'GET /v1/operations/incidents')).includes(integrationId));
    await ask('read-operations', 'GET /v1/operations/pipeline');
  });
  await find('manage-integrations says who asks, and how we are', async () => {
    await ask('manage-integrations', 'GET /v1/me');
    await ask('manage-integrations', 'GET /v1/pipeline');
  });
};
