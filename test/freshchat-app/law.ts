/**
 * The law of the outbox. After quiet time each resolve that the platform delivered is counted once, or
 * - its id is in a `lost` line of an invocation whose three places all refused, for limits or faults that explain it, or
 * - its invocation was cut off before any of the three places had taken it, or
 * - our HTTP API refused it for good, or
 * - an assumption of the platform's took it (an append that was written over, a schedule that an edit dropped).
 * And nothing personal and no key has left the sandbox, but for the key in its header.
 */

import type { TerminalEvent } from '../../shared/counting/terminal-event.ts';
import { createPipeline, toDeliveries } from '../support/pipeline.ts';
import { countSlowly } from '../support/slow-reference.ts';
import type { HttpApi } from './http-api.ts';
import { PERSONAL_WORDS } from './payloads.ts';
import type { Call, Invocation } from './platform/invocation.ts';
import type { Platform } from './platform/platform.ts';

export type Resolve = {
  readonly chatId: string;
  readonly createdAt: number;
  readonly resolvedAt: number;
  readonly group?: { readonly id: string; readonly name: string };
};

type Case = { readonly platform: Platform; readonly api: HttpApi; readonly resolves: readonly Resolve[] };

/** What breaks the law, in words; none when it holds. */
export const violationsOf = async (scene: Case): Promise<readonly string[]> => [
  ...(await miscounts(scene)),
  ...unexplained(scene),
  ...misuses(scene.platform),
  ...leaks(scene),
];

/** The chats of which an event was accepted. */
export const acceptedChats = (api: HttpApi): ReadonlySet<string> =>
  new Set(api.events().flatMap((event) => (event.type === 'chat.resolved' ? [event.chat.id] : [])));

/** What was accepted goes through the real recorder and tally, and must come out as counted by hand. */
const miscounts = async ({ api, resolves }: Case): Promise<readonly string[]> => {
  const accepted = acceptedChats(api);
  const { integrationId } = api;
  const pipeline = createPipeline();
  await pipeline.record(toDeliveries(api.events().map((event) => ({ integrationId, event }))));
  await pipeline.tallyRest();
  const counted = pipeline.countsNow();
  const known = new Map(resolves.map((resolve) => [resolve.chatId, resolve]));
  const truth = countSlowly(
    [...accepted].flatMap((chatId) => {
      const resolve = known.get(chatId);
      return resolve ? [{ integrationId, event: toEvent(resolve) }] : [];
    }),
  );
  const strangers = [...accepted].filter((chatId) => !known.has(chatId));
  const places = new Set([...Object.keys(counted), ...Object.keys(truth)]);
  return [
    ...strangers.map((chatId) => `${chatId} was counted and never resolved`),
    ...[...places].flatMap((place) =>
      counted[place] === truth[place] ? [] : [`${place}: ${counted[place] ?? 0} counted, ${truth[place] ?? 0} true`],
    ),
  ];
};

const toEvent = ({ chatId, createdAt, resolvedAt, group }: Resolve): TerminalEvent => ({
  id: `${chatId}:resolved:${resolvedAt}`,
  type: 'chat.resolved',
  occurredAt: resolvedAt,
  chat: { id: chatId, createdAt, ...(group && { group }) },
});

const unexplained = (scene: Case): readonly string[] => {
  const { platform, api, resolves } = scene;
  const accepted = acceptedChats(api);
  const missing = resolves.filter(({ chatId }) => !accepted.has(chatId));
  if (missing.length === 0) return [];
  const taken = [...api.refusedForGood(), ...platform.db.overwritten(), ...platform.dropped()];
  const carriers = platform.invocations().filter(({ event }) => event !== 'onAppInstall');
  return missing.flatMap(({ chatId }) => {
    if (taken.some((text) => text.includes(chatId))) return [];
    const carrying = carriers.filter(({ payload }) => payload.includes(chatId));
    if (carrying.length === 0) return [`${chatId} was never delivered to the app`];
    return carrying.every((invocation, index) => explains(invocation, chatId, carrying.slice(index + 1)))
      ? []
      : [`${chatId} is not counted, and nothing explains it:\n${carrying.map(describe).join('\n')}`];
  });
};

const explains = (invocation: Invocation, chatId: string, later: readonly Invocation[]): boolean => {
  const taken = invocation.calls.filter((call) => call.outcome?.kind === 'done' && call.args.includes(chatId));
  // A schedule that was made hands it to a later invocation, which has to explain itself.
  if (taken.some(isSchedule)) return later.some(({ event }) => event === 'onScheduledEvent');
  if (taken.some(isAppend)) return false;
  if (invocation.end()?.kind === 'cut') return true;
  return isLostByLimits(invocation, chatId);
};

const isAppend = ({ service, method }: Call): boolean => service === 'db' && method === 'update';
const isSchedule = ({ service, method }: Call): boolean => service === 'schedule' && method === 'create';

const isLostByLimits = ({ calls, logs }: Invocation, chatId: string): boolean => {
  const isLogged = logs.some((line) => line.startsWith('["error","lost"') && line.includes(chatId));
  const tried = calls.filter(({ args }) => args.includes(chatId));
  return (
    isLogged &&
    tried.some(({ service }) => service === 'request') &&
    tried.some((call) => isAppend(call) && isInnocent(call)) &&
    tried.some((call) => isSchedule(call) && isInnocent(call))
  );
};

/** The platform's limits or a fault refused it, and not what the app did. */
const isInnocent = ({ told }: Call): boolean =>
  told?.kind === 'refused' && (told.reason === 'limit' || told.reason === 'fault');

const describe = ({ event, startedAt, calls, logs, end }: Invocation): string => {
  const lines = calls.map(({ service, method, at, outcome, told, args }) =>
    [`    +${at - startedAt} ms ${service}.${method}`, outcome?.kind, told?.kind, args.slice(0, 160)].join(' '),
  );
  return [`  ${event} ${new Date(startedAt).toISOString()} ${JSON.stringify(end())}`, ...lines, ...logs].join('\n');
};

/** What is the app's own fault whatever happens around it. */
const misuses = (platform: Platform): readonly string[] => [
  ...[...platform.leftovers()].map((name) => `The app leaves ${name} on the global object`),
  ...platform.invocations().flatMap((invocation) => {
    const end = invocation.end();
    const wrong = invocation.calls.filter(({ outcome }) => outcome?.kind === 'refused' && outcome.reason === 'invalid');
    const isProductEvent = invocation.event.startsWith('onConversation');
    return [
      ...(end?.kind === 'failed' ? [`${invocation.event} failed: ${end.error}`] : []),
      ...(end?.kind === 'timed_out' && isProductEvent ? [`It used up its time:\n${describe(invocation)}`] : []),
      ...wrong.map(({ service, method, args, outcome }) =>
        [`${service}.${method} was called wrongly`, args.slice(0, 200), JSON.stringify(outcome)].join(': '),
      ),
    ];
  }),
];

const KEY = /ijx_\w/;

const leaks = ({ platform, api }: Case): readonly string[] => {
  const written = [
    ...api.requests().flatMap(({ url, body }) => [url, body]),
    ...platform.invocations().flatMap(({ calls, logs }) => [...logs, ...calls.map(({ args }) => args)]),
  ];
  const all = written.join('\n');
  if (!KEY.test(all) && !PERSONAL_WORDS.some((word) => all.includes(word))) return [];
  return written.flatMap((text) => [
    ...PERSONAL_WORDS.filter((word) => text.includes(word)).map(
      (word) => `"${word}" left the sandbox: ${text.slice(0, 200)}`,
    ),
    ...(KEY.test(text) ? ['The key left the sandbox beside its header'] : []),
  ]);
};
