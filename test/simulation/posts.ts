/**
 * The senders' day: few chats, few instants, few ids, so that events collide and tie; some POSTs come twice, some
 * events are broken, and all tenants use the same ids and names.
 */

import { SENDING_MS } from './faults.ts';
import type { Random } from './random.ts';
import type { Post, Shown, TrueEvent } from './truth.ts';
import { START } from './world.ts';

export const INTEGRATIONS = ['account-1.integration-1', 'account-1.integration-2', 'account-2.integration-1'] as const;

const MINUTE_MS = 60_000;
/** Hits the start of every quarter, and the middle between. */
const GRID_MS = 7.5 * MINUTE_MS;

/** On the wire, and as it counts. */
const GROUPS = [
  [
    { id: 'g-1', name: 'Support' },
    { id: 'g-1', name: 'Support' },
  ],
  [
    { id: 'g-2', name: 'Support' },
    { id: 'g-2', name: 'Support' },
  ],
  [{ name: ' Sales ' }, { name: 'Sales' }],
  [
    { id: 'g-3', name: 'Cafe\u0301' },
    { id: 'g-3', name: 'Caf\u00e9' },
  ],
  [{ id: 'g-4', name: '  ' }, undefined],
  [{ id: 'g-5' }, undefined],
  [null, undefined],
  [undefined, undefined],
] as const;

const TYPES = { resolved: 'chat.resolved', deleted: 'chat.deleted', marked_spam: 'chat.marked_spam' } as const;

export type PlannedPost = Post & { readonly at: number };

export const drawPosts = (random: Random, hasBigPosts: boolean): readonly PlannedPost[] => {
  const chats = random.int(1, 8);
  const instants = random.pick([2, 6, 30]);
  const integrations = random.shuffled(INTEGRATIONS).slice(0, random.int(1, INTEGRATIONS.length));
  const small = Array.from({ length: random.int(3, 16) }, (_, id): PlannedPost => {
    const integrationId = integrations[random.int(0, integrations.length - 1)] ?? INTEGRATIONS[0];
    const draw = () => drawEvent(random, integrationId, `chat-${random.int(1, chats)}`, instants);
    const events = Array.from({ length: random.int(1, 5) }, draw);
    return toPost(random, id, integrationId, events);
  });
  return hasBigPosts ? [...small, bigPost(random, 100), bigPost(random, 101)] : small;
};

/** As many events as a POST may have, of as many chats. */
const bigPost = (random: Random, id: number): PlannedPost => {
  const first = random.int(1, 60);
  const events = Array.from({ length: 100 }, (_, index) =>
    drawEvent(random, INTEGRATIONS[0], `chat-${first + index}`, 3),
  );
  return toPost(random, id, INTEGRATIONS[0], events);
};

const toPost = (random: Random, id: number, integrationId: string, events: readonly DrawnEvent[]): PlannedPost => {
  const wire = events.map((event) => event.wire);
  const valid = events.filter(({ shows }) => shows !== undefined).length;
  return {
    id,
    integrationId,
    at: START + random.int(0, SENDING_MS),
    endings: events.flatMap(({ ending }) => ending ?? []),
    valid,
    refused: events.length - valid,
    shows: {
      chatEvent: events.some(({ shows }) => shows === 'chatEvent'),
      heartbeat: events.some(({ shows }) => shows === 'heartbeat'),
    },
    isWithDeadKey: random.chance(0.08),
    body: JSON.stringify(wire.length === 1 && random.chance(0.5) ? wire[0] : { events: wire }),
  };
};

/** A POST that shows all that an integration can show, and changes no chat. */
export const signOfLife = (id: number, integrationId: string, at: number): Post => {
  const common = { id: `life-${id}`, occurredAt: new Date(at).toISOString() };
  const wire = [
    { ...common, type: 'app.heartbeat' },
    { ...common, type: 'chat.reopened', chat: { id: 'chat-1' } },
  ];
  const shows = { chatEvent: true, heartbeat: true };
  return { id, integrationId, body: JSON.stringify({ events: wire }), endings: [], valid: 2, shows };
};

type DrawnEvent = { readonly wire: unknown; readonly shows?: keyof Shown; readonly ending?: TrueEvent };

const drawEvent = (random: Random, integrationId: string, chatId: string, instants: number): DrawnEvent => {
  const dice = random.next();
  const at = START - 4 * 60 * MINUTE_MS + random.int(1, instants) * GRID_MS;
  const common = { id: `event-${random.int(1, 4)}`, occurredAt: toWireTime(random, at) };
  if (dice < 0.06) return { wire: { ...common, type: 'app.heartbeat', app: { version: '1.2.0' } }, shows: 'heartbeat' };
  if (dice < 0.1) return { wire: { ...common, type: 'chat.reopened', chat: { id: chatId } }, shows: 'chatEvent' };
  const kind = random.pick(['resolved', 'resolved', 'resolved', 'resolved', 'deleted', 'marked_spam']);
  const [group, countedGroup] = random.pick(GROUPS);
  const createdAt = random.chance(0.6) ? at + random.int(-9, 1) * GRID_MS : undefined;
  const wire = {
    ...common,
    type: TYPES[kind],
    chat: { id: chatId, group, ...(createdAt !== undefined && { createdAt: toWireTime(random, createdAt) }) },
  };
  if (dice > 0.95) return { wire: { ...wire, occurredAt: 'yesterday' } };
  const ending: TrueEvent = {
    integrationId,
    chatId,
    kind,
    id: common.id,
    at,
    ...(createdAt !== undefined && { createdAt }),
    ...(kind === 'resolved' && countedGroup && { group: countedGroup }),
  };
  return { wire, shows: 'chatEvent', ending };
};

/** The same instant in UTC or in another offset. */
const toWireTime = (random: Random, at: number): string =>
  random.chance(0.7)
    ? new Date(at).toISOString()
    : new Date(at + 330 * MINUTE_MS).toISOString().replace('.000Z', '+05:30');
