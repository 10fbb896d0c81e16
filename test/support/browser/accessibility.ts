/** axe over a page: WCAG 2.2 AA and axe's own best practice. */

import axe from 'axe-core';
import type { Page } from 'playwright-core';
import * as z from 'zod';

const resultSchema = z.object({
  violations: z.array(
    z.object({
      id: z.string(),
      nodes: z.array(z.object({ target: z.array(z.unknown()), failureSummary: z.string() })),
    }),
  ),
});

/** One line a fault; none when all is well. */
export const accessibilityFaultsOf = async (page: Page): Promise<readonly string[]> => {
  // Through the debugger: a script element would be stopped by a strict content security policy.
  await page.evaluate(axe.source);
  const { violations } = resultSchema.parse(await page.evaluate('axe.run(document, { resultTypes: ["violations"] })'));
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} at ${JSON.stringify(target)}: ${failureSummary}`),
  );
};
