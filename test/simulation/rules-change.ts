/** A change of the counting rules, deployed in the middle of a history: queues get other names. */

import type { Chat } from '../../shared/counting/chat.ts';
import type { LedgerEntry } from '../../shared/counting/chat-ledger.port.ts';
import { type Contribution, contributionsOf } from '../../shared/counting/contributions.ts';
import type { World } from './world.ts';

const newContributionsOf = (chat: Chat): readonly Contribution[] => withNewRules(contributionsOf(chat));

const withNewRules = (contributions: readonly Contribution[]): readonly Contribution[] =>
  contributions.map((contribution) => ({ ...contribution, queue: `${contribution.queue} (new rules)` }));

/** The rules by which an environment that was born at this instant writes; the old ones run on beside the new. */
export const rulesAt =
  ({ faults: { rulesChangeAt } }: World, bornAt: number) =>
  (entry: LedgerEntry): LedgerEntry =>
    rulesChangeAt !== undefined && bornAt >= rulesChangeAt
      ? { ...entry, contributions: withNewRules(entry.contributions) }
      : entry;

/** What a tally that recomputes would take for a chat's contributions at this instant. */
export const recomputedAt = ({ faults: { rulesChangeAt } }: World, instant: number) =>
  rulesChangeAt !== undefined && instant >= rulesChangeAt ? newContributionsOf : contributionsOf;
