/** Freshchat's REST API, version 2: as much of it as says whether a key is good and what the groups are called. */

import * as z from 'zod';
import type { Instant } from '../../core/instant.ts';
import { textProblem } from '../../core/text.ts';
import { toVisibleName } from '../../core/visible-name.ts';
import type { FreshchatDomain } from '../freshchat-domain.ts';
import { type Answer, type Get, type Limits, withConnection } from './connection.ts';
import type { FreshchatFailure, FreshchatGroup, ListGroups, VerifyAccount } from './freshchat-account.port.ts';
import type { Reach } from './reach.ts';
import { parseRetryAfter } from './retry-after.ts';

export type FreshchatClientDeps = {
  readonly reach: Reach;
  readonly now: () => Instant;
  readonly limits?: Limits;
};

export type FreshchatClient = { readonly verifyAccount: VerifyAccount; readonly listGroups: ListGroups };

/** An administrator waits for the answer, and API Gateway for 30 s at most. */
const LIMITS: Limits = { timeoutMs: 3_000, maxBodyBytes: 1_000_000 };

const GROUPS_PER_PAGE = 50;
/** A thousand groups: more are no list that a person reads, and a server that never ends must not keep us. */
const MAX_PAGES = 20;

/** A header takes printable ASCII. No Freshchat key is anything else, so there is no need to ask. */
const SENDABLE_TOKEN = /^[\x21-\x7e]{1,4096}$/;

const accountSchema = z.object({});

const pageSchema = z.object({
  groups: z.array(z.object({ id: z.string(), name: z.string().nullish() })),
  pagination: z.object({ total_pages: z.int().nullish() }).nullish(),
});
type Page = z.output<typeof pageSchema>;

export const createFreshchatClient = ({ reach, now, limits = LIMITS }: FreshchatClientDeps): FreshchatClient => {
  const ask = async <T>(domain: FreshchatDomain, token: string, operation: (read: Read) => Promise<T>) => {
    if (!SENDABLE_TOKEN.test(token)) return { outcome: 'credentials_rejected' } as const;
    return withConnection(reach.originOf(domain), reach, limits, (get) => operation(createRead(get, token, now)));
  };
  return {
    verifyAccount: (domain, token) =>
      ask(domain, token, async (read) => {
        const account = await read('/v2/accounts/configuration', accountSchema);
        return account.outcome === 'ok' ? { outcome: 'ok' } : account;
      }),
    listGroups: (domain, token) => ask(domain, token, listAllGroups),
  };
};

type Read = <S extends z.ZodType>(
  path: string,
  schema: S,
) => Promise<{ readonly outcome: 'ok'; readonly value: z.output<S> } | FreshchatFailure>;

const createRead =
  (get: Get, token: string, now: () => Instant): Read =>
  async (path, schema) => {
    const answer = await get(path, token);
    if (answer.outcome !== 'answered') return answer;
    const refusal = refusalOf(answer, now);
    if (refusal) return refusal;
    const json = isJson(answer.contentType) ? parseJson(answer.body) : undefined;
    if (json === undefined) return { outcome: 'not_freshchat', reason: 'not_json' };
    const parsed = schema.safeParse(json);
    return parsed.success ? { outcome: 'ok', value: parsed.data } : { outcome: 'not_freshchat', reason: 'wrong_shape' };
  };

/** Pages are asked for by number: a link in an answer is never followed. */
const listAllGroups = async (read: Read): ReturnType<ListGroups> => {
  const groups = new Map<string, FreshchatGroup>();
  const seen = new Set<string>();
  for (let page = 1; page <= MAX_PAGES; page += 1) {
    const answer = await read(`/v2/groups?page=${page}&items_per_page=${GROUPS_PER_PAGE}`, pageSchema);
    if (answer.outcome !== 'ok') return answer;
    for (const group of toGroups(answer.value)) groups.set(group.id, group);
    if (isLastPage(answer.value, page, seen)) return { outcome: 'ok', groups: [...groups.values()], isComplete: true };
    for (const { id } of answer.value.groups) seen.add(id);
  }
  return { outcome: 'ok', groups: [...groups.values()], isComplete: false };
};

/**
 * Where the number of pages is not told, the list ends with a page that brings nothing new: a short page may only mean
 * that the server gives fewer than asked for, and one that ignores the page number repeats itself.
 */
const isLastPage = ({ groups, pagination }: Page, page: number, seen: ReadonlySet<string>): boolean =>
  groups.every(({ id }) => seen.has(id)) ||
  (typeof pagination?.total_pages === 'number' && page >= pagination.total_pages);

/** A group whose name could never be a source queue is left out of the list. */
const toGroups = ({ groups }: Page): readonly FreshchatGroup[] =>
  groups.flatMap((group) => {
    const name = toVisibleName(group.name ?? '')?.name;
    return name === undefined || textProblem(name) || textProblem(group.id) ? [] : [{ id: group.id, name }];
  });

const refusalOf = ({ status, retryAfter }: Answer, now: () => Instant): FreshchatFailure | undefined => {
  if (status === 200) return undefined;
  if (status === 401) return { outcome: 'credentials_rejected' };
  if (status === 403) return { outcome: 'forbidden' };
  if (status === 404) return { outcome: 'not_freshchat', reason: 'not_found' };
  if (status === 429) {
    const retryAfterSeconds = parseRetryAfter(retryAfter, now());
    return { outcome: 'rate_limited', ...(retryAfterSeconds !== undefined && { retryAfterSeconds }) };
  }
  if (status >= 500) return { outcome: 'unavailable' };
  const isRedirect = status >= 300 && status < 400;
  return { outcome: 'not_freshchat', reason: isRedirect ? 'redirected' : 'unexpected_status' };
};

const isJson = (contentType: string): boolean => /^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i.test(contentType);

const parseJson = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
};
