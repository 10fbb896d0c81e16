/** An integration is one connected Freshchat account of an injixo account. Instants in milliseconds. */

import type { Instant } from '../core/instant.ts';
import { textProblem } from '../core/text.ts';
import { toVisibleName } from '../core/visible-name.ts';
import type { SilencePolicy } from '../silence/silence-policy.ts';

export type Integration = {
  /** `<accountId>.<id>`, so that IAM conditions on leading keys can fence an account. */
  readonly integrationId: string;
  readonly accountId: string;
  readonly name: string;
  readonly template: 'freshchat';
  readonly freshchatDomain?: string;
  /** The Freshchat API key, encrypted for this integration. */
  readonly freshchatKey?: string;
  readonly silencePolicy?: SilencePolicy;
  /** Since when the administrator wants no flags and no notices. */
  readonly pausedAt?: Instant;
  /** While a backfill is open: since when events older than 35 days are accepted. */
  readonly acceptsFrom?: Instant;
  /** All keys that are kept, dead ones too, in the order of their creation. */
  readonly keyIds: readonly string[];
  /** Counts the changes of the settings: what an administrator's change is based on. */
  readonly version: number;
  /** Counts the writes of the item, those of new keys too. */
  readonly revision: number;
  readonly createdAt: Instant;
  /** The subject of the token that asked for it. */
  readonly createdBy?: string;
  readonly deletedAt?: Instant;
  readonly deletedBy?: string;
  readonly erasure?: Erasure;
};

/**
 * Erasing, from the request on (docs/decisions/0004). As long as it can be undone the integration keeps its name, its
 * settings and its data, and `deletedAt` says what it said before.
 */
export type Erasure = {
  readonly requestedAt: Instant;
  readonly requestedBy?: string;
  /** When the erasing begins; absent once it has begun. */
  readonly erasesAt?: Instant;
  readonly deletedChats: number;
  readonly deletedCounts: number;
  /** Absent when all passes are done. */
  readonly nextPassAt?: Instant;
  /** Since when nothing was found any more; what was under way may still come. */
  readonly emptyAt?: Instant;
  /** When a pass a day later found nothing either. */
  readonly erasedAt?: Instant;
};

/** Neither deleted nor waiting to be erased. */
export const isLive = ({ deletedAt, erasure }: Integration): boolean => deletedAt === undefined && !erasure;

/** In an account's list: what it has, and what is being erased, with its progress. */
export const isListed = ({ deletedAt, erasure }: Integration): boolean =>
  deletedAt === undefined || (erasure !== undefined && erasure.erasedAt === undefined);

/** Turn the reading order round, or start a line: in a list of names they change how the neighbours look. */
const CHANGES_NEIGHBOURS = /[\p{Bidi_Control}\u2028\u2029]/u;

/** The name as it is shown; what is wrong with it when it is none. */
export const parseName = (text: string) => {
  const visible = toVisibleName(text);
  if (!visible) return { ok: false, problem: 'empty' } as const;
  if (visible.wasCut) return { ok: false, problem: 'too_long' } as const;
  if (CHANGES_NEIGHBOURS.test(visible.name)) return { ok: false, problem: 'control_character' } as const;
  const problem = textProblem(visible.name);
  return problem ? ({ ok: false, problem } as const) : ({ ok: true, name: visible.name } as const);
};

const INVISIBLE = /\p{Default_Ignorable_Code_Point}/gu;

/**
 * Names that differ only in case, in their Unicode form or in what cannot be seen are the same name within an account.
 * Upper case in between, for some letters meet only there: "ß" is "SS", and both small sigmas are "Σ". Lower case
 * before it, for "ẞ" stays itself in upper case. A code point comes to 5 bytes of UTF-8 at most: 200 of them fit into a
 * sort key.
 */
export const toNameKey = (name: string): string =>
  name.replace(INVISIBLE, '').normalize('NFC').toLowerCase().toUpperCase().toLowerCase().normalize('NFC');

/** Unless a deployment says otherwise. */
export const MAX_INTEGRATIONS = 50;

/** At most this many keys are valid at a time: enough for any rotation, few enough to look through. */
export const MAX_ACTIVE_KEYS = 20;
/** Dead keys are kept, so that their use is attributed; beyond this many keys the oldest dead ones are forgotten. */
export const MAX_KEPT_KEYS = 100;
