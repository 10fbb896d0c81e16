/** What goes over the wire, and how an event waits for it: ids, events, rows. */

const text = require('./text');
const time = require('./time');

/** @typedef {import('./map').Fact} Fact */
/** @typedef {{ readonly id: string, readonly type: string, readonly occurredAt: string, readonly chat?: object, readonly app?: object }} WireEvent */
/** @typedef {{ readonly aliveForSeconds?: number, readonly undeliveredForSeconds?: number }} Claims */

/** The version that an account runs shows in injixo. The same stands in package.json. */
const VERSION = '1.0.0';
/** An address, or its host alone. */
const HOST = /^(?:https?:\/\/)?((?:[a-z0-9-]{1,63}\.){1,3}[a-z]{2,24})(?:[:/]|$)/i;
/** The API takes ids of 200 characters, and the event's id adds up to 26 to the chat's. */
const MAX_CHAT_ID = 150;
/** The events that end a chat: they are counted, so they are kept until they are delivered. */
const ENDS = ['resolved', 'marked_spam', 'deleted'];

/**
 * The same for each delivery of the same event, so that nothing is counted twice.
 * @param {Fact} fact
 */
function eventIdOf(fact) {
  const chat = fact.chatId.length > MAX_CHAT_ID ? `h${text.hash(fact.chatId)}` : fact.chatId;
  return fact.kind === 'created' ? `${chat}:created` : `${chat}:${fact.kind}:${fact.at}`;
}

/**
 * @param {Fact} fact
 * @returns {WireEvent}
 */
function toEvent(fact) {
  const chat = { id: fact.chatId, ...createdAtOf(fact), ...(fact.kind === 'resolved' && { group: fact.group }) };
  return { id: eventIdOf(fact), type: `chat.${fact.kind}`, occurredAt: new Date(fact.at).toISOString(), chat };
}

/** @param {Fact} fact */
function createdAtOf(fact) {
  if (fact.createdAt === undefined || fact.kind === 'reopened') return {};
  return { createdAt: new Date(fact.createdAt).toISOString() };
}

/** @param {{ readonly kind: string }} fact */
function isEnd(fact) {
  return ENDS.includes(fact.kind);
}

/** @param {WireEvent} event */
function isEndEvent(event) {
  return ENDS.some((kind) => event.type === `chat.${kind}`);
}

/**
 * The row that waits: about 130 bytes. The event follows from it, its id included.
 * @param {Fact} fact
 */
function toRow(fact) {
  const { id, name } = fact.group || {};
  return JSON.stringify([fact.kind, fact.chatId, fact.at, fact.createdAt || 0, id || 0, name || 0]);
}

/**
 * @param {unknown} row
 * @returns {Fact | undefined} nothing where this is no row of ours
 */
function fromRow(row) {
  const cells = cellsOf(row);
  if (cells.length !== 6) return undefined;
  const [kind, chatId, at, createdAt, groupId, groupName] = cells;
  if (!ENDS.includes(kind) || typeof chatId !== 'string' || typeof at !== 'number') return undefined;
  return { kind, chatId, at, createdAt: createdAt || undefined, group: groupFrom(groupId, groupName) };
}

/**
 * @param {unknown} row
 * @returns {any[]}
 */
function cellsOf(row) {
  try {
    const cells = JSON.parse(String(row));
    return Array.isArray(cells) ? cells : [];
  } catch {
    return [];
  }
}

/**
 * @param {string | 0} id
 * @param {string | 0} name
 */
function groupFrom(id, name) {
  if (!name) return null;
  return id ? { id, name } : { name };
}

/**
 * What the app says about itself.
 * @param {'heartbeat' | 'installed' | 'uninstalled'} kind
 * @param {unknown} payload
 * @param {number} now
 * @param {Claims} claims
 * @returns {WireEvent}
 */
function toAppEvent(kind, payload, now, claims) {
  const id = kind === 'heartbeat' ? `heartbeat:${Math.floor(now / time.MINUTE)}` : `${kind}:${now}`;
  const app = { version: VERSION, ...accountOf(payload), ...claims };
  return { id, type: `app.${kind}`, occurredAt: new Date(now).toISOString(), app };
}

/**
 * The Freshchat domain in which this app is installed: one key in two accounts must be noticed.
 * @param {unknown} payload
 */
function accountOf(payload) {
  const urls = text.objectIn(text.objectIn(payload, 'currentHost'), 'endpoint_urls');
  const found = HOST.exec(String(urls.freshchat ?? ''));
  return found ? { account: String(found[1]).toLowerCase() } : {};
}

exports.eventIdOf = eventIdOf;
exports.fromRow = fromRow;
exports.isEnd = isEnd;
exports.isEndEvent = isEndEvent;
exports.toAppEvent = toAppEvent;
exports.toEvent = toEvent;
exports.toRow = toRow;
