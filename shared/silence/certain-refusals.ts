/**
 * When many are refused alike, the fault may be ours: then our own table of keys is asked. Whose key is dead there is
 * refused for good reason, and is neither counted with the others nor muted with them.
 */

import type { Instant } from '../core/instant.ts';
import { accountOf } from '../core/integration-id.ts';
import { keyStateOf } from '../intake/api-key.ts';
import { areManySilent } from './integration-status.ts';
import type { FindKeyStates } from './key-states.port.ts';
import { isOpen, type ManySilent } from './platform-trouble.ts';
import { beganLately, beginTogether, doubtfulRefusal } from './refused-as.ts';
import type { Watched } from './watch-store.port.ts';

export const withCertainRefusals = async (
  watched: readonly Watched[],
  last: ManySilent | undefined,
  findKeyStates: FindKeyStates,
  now: Instant,
): Promise<readonly Watched[]> => {
  const suspected = last && isOpen(last) && last.refusal ? last.startedAt : undefined;
  const doubtful = watched.filter(({ evidence }) => {
    const refusal = doubtfulRefusal(evidence);
    if (refusal === undefined || refusal.kind === 'events_invalid') return false;
    return suspected === undefined ? beganLately(refusal.since, now) : beginTogether(refusal.since, suspected);
  });
  const accounts = new Set(doubtful.map(({ integrationId }) => accountOf(integrationId)));
  // A few are nothing to suspect ourselves for, and cost nothing.
  if (doubtful.length === 0 || (suspected === undefined && !areManySilent(accounts.size, 0))) return watched;
  const keys = await findKeyStates([...new Set(doubtful.flatMap(({ evidence }) => evidence.refusal?.keyId ?? []))]);
  const dead = new Set(keys.filter((key) => keyStateOf(key, now) !== 'active').map(({ keyId }) => keyId));
  const certain = new Set(doubtful.filter(({ evidence }) => dead.has(evidence.refusal?.keyId ?? '')));
  return watched.map((one) => (certain.has(one) ? { ...one, evidence: { ...one.evidence, isKeyDead: true } } : one));
};
