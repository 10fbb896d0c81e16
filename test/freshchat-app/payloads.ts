/** Product events as Freshchat makes them, full of invented people: what an app could leak is in here. */

export type ChatStory = {
  readonly chatId: string;
  readonly createdAt: number;
  /** Without one, Freshchat sends no `associations.group` at all. */
  readonly group?: { readonly id: string; readonly name: string };
};

export type UpdateData = ReturnType<typeof dataOf>;

const AGENT = {
  type: 'agent',
  id: 'b0b0b0b0-1111-4222-8333-444455556666',
  first_name: 'Ines',
  last_name: 'Valente',
  email: 'ines.valente@aurora.example',
  phone: '+4940555017',
  avatar: { url: 'https://img.example/a/7d1f.png' },
  org_actor_id: '1199500021',
  actor_source: 'UI',
};
const BOT = { type: 'system', sub_entity: 'auto_resolve' };

const USER = {
  type: 'user',
  id: '1be0d7c4-9a36-4f5e-8a0c-3f2a7f10d2aa',
  first_name: 'Tomasz',
  last_name: 'Brandt',
  email: 'tomasz.brandt@kunde.example',
  phone: '+48225550134',
  created_time: '2026-10-30T06:11:09.001Z',
  properties: [{ name: 'plan', value: 'Gold-Tarif' }],
  avatar: {},
  org_contact_id: '1700100200300',
};

const CHANNEL = {
  id: 'c0a7e1d2-7b61-4b0f-9f5a-6f2a3b4c5d6e',
  name: 'Rückfragen zur Bestellung',
  enabled: true,
  public: true,
  tags: [],
  welcome_message: { message_parts: [{ text: { content: 'Hallo! Womit können wir helfen?' } }] },
};

const MESSAGE = {
  message_parts: [{ text: { content: 'Meine Kontonummer ist DE89370400440532013000.' } }],
  actor_type: 'user',
};

/** Words that must never leave the sandbox. */
export const PERSONAL_WORDS = [
  ...[AGENT, USER].flatMap(({ id, first_name, last_name, email, phone }) => [id, first_name, last_name, email, phone]),
  AGENT.avatar.url,
  AGENT.org_actor_id,
  USER.org_contact_id,
  'Gold-Tarif',
  CHANNEL.id,
  CHANNEL.name,
  'Womit können wir helfen',
  'DE89370400440532013000',
  'L1 support group',
] as const;

const iso = (instant: number): string => new Date(instant).toISOString();

type Times = { readonly resolvedAt?: number; readonly reopenedAt?: number };
type Changes = Readonly<Record<string, readonly unknown[]>>;

const dataOf = (
  story: ChatStory,
  status: string,
  changes: Changes | undefined,
  { resolvedAt, reopenedAt }: Times,
  actor: unknown,
) => ({
  actor,
  associations: {
    agent: AGENT,
    channel: CHANNEL,
    user: USER,
    ...(story.group && {
      group: { ...story.group, description: 'L1 support group', routing_type: 'DISABLED', agents: [AGENT] },
    }),
  },
  ...(changes && { changes: { model_changes: changes } }),
  conversation: {
    app_id: 'a11a2b3c-0000-4d4d-8e8e-ffeeddccbbaa',
    conversation_id: story.chatId,
    channel_id: CHANNEL.id,
    user_id: USER.id,
    assigned_agent_id: AGENT.id,
    assigned_group_id: story.group?.id ?? null,
    created_time: iso(story.createdAt),
    resolved_time: resolvedAt === undefined ? null : iso(resolvedAt),
    reopened_time: reopenedAt === undefined ? null : iso(reopenedAt),
    status,
    messages: [MESSAGE],
    properties: { priority: 'Low' },
  },
});

export const resolveData = (story: ChatStory, resolvedAt: number, by: 'agent' | 'bot' = 'agent'): UpdateData =>
  dataOf(story, 'resolved', { status: ['assigned', 'resolved'] }, { resolvedAt }, by === 'agent' ? AGENT : BOT);

export const reopenData = (story: ChatStory, resolvedAt: number, reopenedAt: number): UpdateData =>
  dataOf(story, 'assigned', { status: ['resolved', 'assigned'] }, { resolvedAt, reopenedAt }, USER);

export const assignData = (story: ChatStory): UpdateData =>
  dataOf(story, 'assigned', { status: ['new', 'assigned'], assigned_group_id: [null, story.group?.id] }, {}, AGENT);

/** Goes to another group: no transition of interest, although the status says `new` again. */
export const transferData = (story: ChatStory): UpdateData =>
  dataOf(story, 'new', { status: ['assigned', 'new'], assigned_group_id: [null, story.group?.id] }, {}, BOT);

export const labelData = (story: ChatStory): UpdateData =>
  dataOf(story, 'assigned', { label_category_id: [null, 'l-9'] }, {}, AGENT);

export const createData = (story: ChatStory): UpdateData => dataOf(story, 'new', undefined, {}, USER);
