/**
 * What a Freshchat event means. Every rule of the mapping stands here.
 *
 * | Freshchat says                                             | we report                  | at the time of           |
 * |------------------------------------------------------------|----------------------------|--------------------------|
 * | status: something else → resolved (agent, bot, rule, API)  | the chat was resolved      | resolved_time (*)        |
 * | status: resolved → something else                          | the chat was reopened      | reopened_time (*)        |
 * | status: … → spam, or a change such as is_spam → true       | the chat was marked as spam| the event                |
 * | status: … → deleted, or a change such as is_deleted → true | the chat was deleted       | the event                |
 * | a conversation was created                                 | the chat was created       | created_time (*)         |
 * | everything else: assigned, transferred, labelled, …        | nothing                    |                          |
 *
 * (*) only if it is within 15 minutes of the time at which Freshchat sent the event; else that time.
 *
 * The source queue is the group that the event names, as it is written there. An event without a group is reported
 * without one. A deleted chat and a chat marked as spam have no documented event: we take the words above, and write
 * the names of words and changes that we do not know into the log, so that a real account can teach us.
 */

const text = require('./text');
const time = require('./time');

/** @typedef {'resolved' | 'reopened' | 'created' | 'marked_spam' | 'deleted'} Kind */
/** @typedef {{ readonly id?: string, readonly name: string }} Group */
/**
 * @typedef {object} Fact one thing that happened to one chat
 * @property {Kind} kind
 * @property {string} chatId
 * @property {number} at
 * @property {number | undefined} createdAt
 * @property {Group | null} group
 */

/** Before June 2020 Freshchat had other words. */
const OLD_WORDS = new Map([
  ['resolve', 'resolved'],
  ['assign', 'assigned'],
]);
const KNOWN_WORDS = ['new', 'assigned', 'resolved', 'waiting on customer', 'waiting on internal team'];
/** Changes that say nothing about the end of a chat. */
const KNOWN_CHANGES = [
  'assigned_agent_id',
  'assigned_group_id',
  'assigned_org_agent_id',
  'assigned_org_group_id',
  'assigned_time',
  'first_agent_assigned_time',
  'first_group_assigned_time',
  'group_assigned_time',
  'is_offline',
  'label_category_id',
  'label_subcategory_id',
  'priority',
  'properties',
  'reopened_time',
  'resolution_due_type',
  'resolved_time',
  'response_due_type',
  'sla_breach',
  'statistics',
  'status',
];
/** The field of the conversation that holds the time of the event. @type {Readonly<Record<string, string>>} */
const TIME_FIELDS = { resolved: 'resolved_time', reopened: 'reopened_time', created: 'created_time' };

/**
 * @param {unknown} payload of onConversationCreate
 * @param {number} now
 * @returns {readonly Fact[]}
 */
function factsOfCreation(payload, now) {
  return factsOf(payload, ['created'], now);
}

/**
 * @param {unknown} payload of onConversationUpdate
 * @param {number} now
 * @returns {readonly Fact[]}
 */
function factsOfUpdate(payload, now) {
  const changes = changesIn(payload);
  const sentAt = time.believable(timestampOf(payload), now);
  const ofStatus = kindOfStatus(changes.status);
  const marks = Object.keys(changes)
    .filter((key) => key !== 'status' && isTurnedOn(changes[key], sentAt))
    .map(markIn);
  return factsOf(payload, [ofStatus, ...marks], now);
}

/**
 * @param {unknown} payload
 * @param {readonly (Kind | undefined)[]} kinds
 * @param {number} now
 * @returns {readonly Fact[]}
 */
function factsOf(payload, kinds, now) {
  const conversation = text.objectIn(text.objectIn(payload, 'data'), 'conversation');
  const chatId = idOf(conversation.conversation_id);
  if (chatId === '') return [];
  const createdAt = time.believable(conversation.created_time, now);
  return unique(kinds).map((kind) => {
    const at = time.whenItHappened(conversation[TIME_FIELDS[kind] ?? ''], timestampOf(payload), now);
    const wasCreatedBefore = createdAt !== undefined && createdAt <= at;
    return { kind, chatId, at, createdAt: wasCreatedBefore ? createdAt : undefined, group: groupOf(payload) };
  });
}

/** @param {unknown} payload */
function timestampOf(payload) {
  return text.isObject(payload) ? payload.timestamp : undefined;
}

/**
 * @param {readonly (Kind | undefined)[]} kinds
 * @returns {readonly Kind[]}
 */
function unique(kinds) {
  /** @type {Kind[]} */
  const found = [];
  for (const kind of kinds) if (kind !== undefined && !found.includes(kind)) found.push(kind);
  return found;
}

/** @param {unknown} value */
function idOf(value) {
  const id = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  return id.trim() === '' ? '' : id;
}

/** @param {unknown} payload */
function changesIn(payload) {
  return text.objectIn(text.objectIn(text.objectIn(payload, 'data'), 'changes'), 'model_changes');
}

/**
 * The group that worked on the chat, also when the same update gives the chat to another one.
 * @param {unknown} payload
 * @returns {Group | null}
 */
function groupOf(payload) {
  const group = text.objectIn(text.objectIn(text.objectIn(payload, 'data'), 'associations'), 'group');
  const name = text.cleanName(group.name);
  if (name === '') return null;
  const id = text.cleanId(group.id);
  return id === '' ? { name } : { id, name };
}

/**
 * @param {unknown} change [was, is]
 * @returns {Kind | undefined}
 */
function kindOfStatus(change) {
  const [was, is] = wordsOf(change);
  if (was === is || is === '') return undefined;
  if (is === 'resolved') return 'resolved';
  const mark = markIn(is);
  if (mark !== undefined) return mark;
  return was === 'resolved' ? 'reopened' : undefined;
}

/**
 * The first and the last word of a change of the status; empty where there is none.
 * @param {unknown} change
 * @returns {readonly [was: string, is: string]}
 */
function wordsOf(change) {
  if (!Array.isArray(change)) return ['', ''];
  return [wordOf(change[0]), wordOf(change[change.length - 1])];
}

/** @param {unknown} value */
function wordOf(value) {
  if (typeof value !== 'string') return '';
  const word = value.trim().toLowerCase();
  return OLD_WORDS.get(word) ?? word;
}

/**
 * Whether the name of a status or of a change speaks of spam or of a deletion, and not of taking it back.
 * @param {string} name
 * @returns {Kind | undefined}
 */
function markIn(name) {
  const words = name.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  if (/(^|[^a-z])(un|not|non|no)([^a-z]|$|spam|marked|deleted)|restored/.test(words)) return undefined;
  if (/spam/.test(words)) return 'marked_spam';
  return /deleted?($|[^a-z])/.test(words) ? 'deleted' : undefined;
}

/**
 * [false, true]; or, for the time of a deletion, [null, the time of this very event].
 * @param {unknown} change
 * @param {number | undefined} sentAt
 */
function isTurnedOn(change, sentAt) {
  if (!Array.isArray(change)) return false;
  return isOn(change[change.length - 1], sentAt) && !isOn(change[0], sentAt);
}

/**
 * @param {unknown} value
 * @param {number | undefined} sentAt
 */
function isOn(value, sentAt) {
  if (value === true || wordOf(value) === 'true') return true;
  const instant = time.readInstant(value);
  return instant !== undefined && sentAt !== undefined && Math.abs(instant - sentAt) <= time.MAX_FROM_ENVELOPE;
}

/**
 * The names of changes and status words that this version does not know: names only, never what they hold.
 * @param {unknown} payload
 * @returns {readonly string[]}
 */
function unknownNames(payload) {
  const changes = changesIn(payload);
  const words = wordsOf(changes.status).map((word) => word.replace(/[_-]/g, ' '));
  return [
    ...Object.keys(changes).filter((key) => !KNOWN_CHANGES.includes(key)),
    ...words.filter((word) => word !== '' && !KNOWN_WORDS.includes(word)).map((word) => `status ${word}`),
  ].filter((name) => /^[a-z][a-z_ -]{0,48}$/i.test(name));
}

exports.factsOfCreation = factsOfCreation;
exports.factsOfUpdate = factsOfUpdate;
exports.unknownNames = unknownNames;
