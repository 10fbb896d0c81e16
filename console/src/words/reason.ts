/** What the API says of a status as key and facts, in words: instants in the reader's zone and form. */

import type { Integration } from '../api/client.ts';
import { sayInstant, t } from './translate.ts';

type Reason = Integration['reason'];

const FACTS = [
  'chatEventAt',
  'countedFrom',
  'createdAt',
  'erasesAt',
  'invalidSince',
  'keyDeadAt',
  'lastRefusedAt',
  'lastSeenAt',
  'oldKeyExpiresAt',
  'pausedUntil',
  'refusedSince',
  'since',
  'stalledSince',
  'uninstalledAt',
] as const;
const NAMES = ['accounts', 'appVersion', 'code', 'keyHint', 'newKeyHint', 'of', 'oldKeyHint', 'refused'] as const;

/** The messages ask for `none` where a fact is not known. */
const valuesOf = ({ facts }: Reason): Readonly<Record<string, string>> => ({
  ...Object.fromEntries(FACTS.map((name) => [name, facts[name] === undefined ? 'none' : sayInstant(facts[name])])),
  ...Object.fromEntries(NAMES.map((name) => [name, glued(facts[name])])),
});

/** `…7f3k` on one line. */
const glued = (name: string | undefined): string => name?.replace('…', '…\u2060') ?? 'none';

export const sayReason = (reason: Reason): string => t(`reason.${reason.key}`, valuesOf(reason));

/** What is to be erased, and is not yet. */
export const canRestore = ({ key, facts }: Reason): boolean => key === 'erasing' && facts['erasesAt'] !== undefined;

export const sayNextStep = (reason: Reason): string | undefined =>
  reason.key === 'erased' || (reason.key === 'erasing' && !canRestore(reason))
    ? undefined
    : t(`next.${reason.key}`, valuesOf(reason));
