/** What the use cases refuse, as answers. */

import { type Answer, problem } from '../../shared/core/http/http-answer.ts';
import type { FreshchatCheck } from '../../shared/integrations/freshchat-check.ts';
import { toFreshchatCheckText } from '../../shared/integrations/freshchat-check-text.ts';
import { MAX_ACTIVE_KEYS } from '../../shared/integrations/integration.ts';

const CONFLICTS = {
  name_taken: { field: 'name', message: 'Another integration of this account has this name.' },
  version_conflict: {
    field: 'version',
    message: 'The integration was changed in the meantime. Read it again and repeat the change.',
  },
  too_many_integrations: { message: 'This account has as many integrations as it may have. Delete one first.' },
  erasing_began: { message: 'The erasing has begun: it cannot be undone any more.' },
  too_many_keys: { message: `${MAX_ACTIVE_KEYS} keys are active already. Revoke one first.` },
} as const satisfies Readonly<Record<string, { readonly field?: string; readonly message: string }>>;

export const conflict = (code: keyof typeof CONFLICTS): Answer => problem(409, { code, ...CONFLICTS[code] });

/** The field that the administrator most likely has to mend. */
export const notVerified = (check: FreshchatCheck): Answer => {
  const { message, nextStep } = toFreshchatCheckText(check);
  return problem(422, {
    code: check.outcome,
    field: check.outcome === 'credentials_rejected' ? 'freshchatKey' : 'freshchatDomain',
    message: [message, nextStep, 'Nothing was saved.'].filter((sentence) => sentence !== undefined).join(' '),
  });
};
