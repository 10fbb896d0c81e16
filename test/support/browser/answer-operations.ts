/** The calls of on-call, answered by the real function over as many integrations as a test wants. */

import type { Page } from 'playwright-core';
import { createLog } from '../../../shared/core/lambda/log.ts';
import { toEvent } from '../admin-api.ts';
import { manyIntegrations } from '../many-integrations.ts';
import { createOperationsApiOf } from '../operations-api.ts';

const CALLS = '**/v1/operations/**';

export const answerOperations = async (page: Page, count: number): Promise<void> => {
  const now = Date.now();
  const clock = () => now;
  const log = createLog({ functionName: 'read-operations', write: () => undefined, clock });
  const handler = createOperationsApiOf(manyIntegrations({ count, now }), { clock, log });
  await page.route(CALLS, async (route) => {
    const { pathname, search } = new URL(route.request().url());
    const { statusCode, headers, body } = await handler(toEvent({ method: 'GET', path: pathname + search }));
    await route.fulfill({
      status: statusCode ?? 500,
      headers: Object.fromEntries(Object.entries(headers ?? {}).map(([name, value]) => [name, String(value)])),
      body: body ?? '',
    });
  });
};
