/** Notes evidence as one recorder would that remembers nothing. */

import type { Evidence } from '../../shared/silence/evidence.ts';
import { badAt, evidenceAfter, isWorthWriting, newsIn } from '../../shared/silence/evidence-write.ts';
import type { IntegrationHealth } from '../../shared/silence/integration-health.port.ts';

export const createNote =
  (health: IntegrationHealth) =>
  async (
    integrationId: string,
    evidence: Evidence,
  ): Promise<'written' | 'overtaken' | 'unavailable' | 'spared' | 'gone'> => {
    const known = (await health.find([integrationId], 'strong')).get(integrationId);
    if (!known || 'problem' in known) return 'gone';
    const news = newsIn(evidence, known.evidence);
    if (!isWorthWriting(news, known)) return 'spared';
    const lookAt = badAt(news);
    const [outcome = 'unavailable'] = await health.write([
      {
        integrationId,
        before: known.evidence,
        after: evidenceAfter(known.evidence, news),
        ...(lookAt !== undefined && { lookAt }),
      },
    ]);
    return outcome;
  };
