import { equal, ok } from 'node:assert/strict';
import * as z from 'zod';
import type { RouteKey } from '../../../shared/routes.ts';
import { adminRequest } from '../lambda-events.ts';
import type { Stage } from '../rehearse.ts';
import type { TestIntegration } from './administer.ts';

const answerSchema = z.object({ statusCode: z.number(), body: z.string() });
const countsSchema = z.object({ cursor: z.string(), series: z.array(z.object({ queue: z.string() })) });
const DAY_MS = 24 * 60 * 60_000;

/** A forecaster reads counts, what changed, and the queues; and who asks with another account finds nothing. */
export const readCounts = async ({ invoke, find }: Stage, { integrationId }: TestIntegration): Promise<void> => {
  const ask = async (routeKey: RouteKey, query: Readonly<Record<string, string>>, id = integrationId) =>
    answerSchema.parse(await invoke('read-counts', adminRequest(routeKey, { path: { integrationId: id }, query })));
  const yesterday = `${new Date(Date.now() - DAY_MS).toISOString().slice(0, 13)}:00:00Z`;
  const tomorrow = `${new Date(Date.now() + DAY_MS).toISOString().slice(0, 13)}:00:00Z`;
  const range = { from: yesterday, to: tomorrow };

  await find('read-counts answers counts, corrections and queues', async () => {
    const counts = await ask('GET /v1/integrations/{integrationId}/contact-counts', range);
    equal(counts.statusCode, 200);
    const { cursor } = countsSchema.parse(JSON.parse(counts.body));
    equal((await ask('GET /v1/integrations/{integrationId}/contact-counts/changes', { cursor })).statusCode, 200);
    equal((await ask('GET /v1/integrations/{integrationId}/queues', range)).statusCode, 200);
  });
  await find('read-counts tells another account nothing', async () => {
    const foreign = await ask('GET /v1/integrations/{integrationId}/contact-counts', range, 'stranger.000000000000');
    equal(foreign.statusCode, 404);
    ok(!foreign.body.includes('series'));
  });
};
