/**
 * The law of the claims: an hour that a heartbeat claims as complete is complete. A heartbeat that is accepted at R, with
 * `aliveForSeconds` and `undeliveredForSeconds`, claims the whole hours between R − alive and R − undelivered − 2 minutes:
 * each resolve of these hours was accepted by then. Not so are those that the app cannot know of (cut off before anything
 * took them, or taken by an assumption of the platform's), those that a one-time schedule carries (they come late and are
 * announced as a correction), and those after whose loss `$db` did not even take the new life.
 */

import * as z from 'zod';
import type { HttpApi } from './http-api.ts';
import type { Resolve } from './law.ts';
import type { Invocation } from './platform/invocation.ts';
import type { Platform } from './platform/platform.ts';

const HOUR_MS = 60 * 60_000;
const IN_FLIGHT_MS = 2 * 60_000;

const bodySchema = z.object({
  events: z.array(
    z.object({
      type: z.string(),
      chat: z.object({ id: z.string() }).optional(),
      app: z
        .object({ aliveForSeconds: z.number().optional(), undeliveredForSeconds: z.number().optional() })
        .optional(),
    }),
  ),
});

type Claim = { readonly from: number; readonly until: number; readonly at: number };

export const untrueClaims = ({
  platform,
  api,
  resolves,
}: {
  readonly platform: Platform;
  readonly api: HttpApi;
  readonly resolves: readonly Resolve[];
}): readonly string[] => {
  const acceptedAt = new Map<string, number>();
  const claims: Claim[] = [];
  for (const { at, body } of api.accepted()) {
    for (const { type, chat, app } of bodySchema.parse(JSON.parse(body)).events) {
      if (chat && type === 'chat.resolved' && !acceptedAt.has(chat.id)) acceptedAt.set(chat.id, at);
      const claim = app && claimOf(at, app.aliveForSeconds, app.undeliveredForSeconds);
      if (claim) claims.push(claim);
    }
  }
  return resolves.flatMap(({ chatId, resolvedAt }) => {
    const isLate = ({ from, until, at }: Claim) =>
      resolvedAt >= from && resolvedAt < until && (acceptedAt.get(chatId) ?? Number.POSITIVE_INFINITY) > at;
    const broken = claims.find(isLate);
    return broken && !isExcused(platform, chatId)
      ? [`${chatId} of ${iso(resolvedAt)} was missing when ${iso(broken.from)} to ${iso(broken.until)} was claimed`]
      : [];
  });
};

/** How many whole hours were claimed in all: a law about nothing holds always. */
export const claimedHours = (api: HttpApi): number =>
  new Set(
    api.accepted().flatMap(({ at, body }) =>
      bodySchema.parse(JSON.parse(body)).events.flatMap(({ app }) => {
        const claim = app && claimOf(at, app.aliveForSeconds, app.undeliveredForSeconds);
        if (!claim) return [];
        return Array.from({ length: (claim.until - claim.from) / HOUR_MS }, (_, hour) => claim.from + hour * HOUR_MS);
      }),
    ),
  ).size;

const claimOf = (at: number, alive: number | undefined, undelivered: number | undefined): Claim | undefined => {
  if (alive === undefined || undelivered === undefined) return undefined;
  const from = Math.ceil((at - 1_000 * alive) / HOUR_MS) * HOUR_MS;
  const until = Math.floor((at - 1_000 * undelivered - IN_FLIGHT_MS) / HOUR_MS) * HOUR_MS;
  return until > from ? { from, until, at } : undefined;
};

const isExcused = (platform: Platform, chatId: string): boolean =>
  [...platform.db.overwritten(), ...platform.dropped()].some((text) => text.includes(chatId)) ||
  platform
    .invocations()
    .filter(({ payload }) => payload.includes(chatId))
    .some(isBeyondTheApp);

const isBeyondTheApp = ({ event, calls, end }: Invocation): boolean =>
  event === 'onScheduledEvent' ||
  end()?.kind === 'cut' ||
  calls.some(
    ({ service, method, outcome }) => service === 'schedule' && method === 'create' && outcome?.kind === 'done',
  ) ||
  calls.some(({ method, args, told }) => method === 'set' && args.startsWith('["life"') && told?.kind === 'refused');

const iso = (instant: number): string => new Date(instant).toISOString();
