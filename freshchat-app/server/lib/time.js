/** Times: the many ways in which Freshchat writes them, and when one may be believed. Milliseconds since 1970, UTC. */

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const DAY = 24 * 60 * MINUTE;

const EARLIEST = Date.UTC(2015, 0, 1);
/** The clocks of two computers differ a little. The API refuses what is more than 5 minutes ahead. */
const MAX_AHEAD = 2 * MINUTE;
/**
 * Freshchat has written local times and called them UTC. The envelope's time is always right: a field that differs
 * from it by more than this is wrong by a time zone, or belongs to an earlier event.
 */
const MAX_FROM_ENVELOPE = 15 * MINUTE;

const ISO = /^(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)\s*([Zz]|[+-]\d\d:?\d\d)?$/;

/**
 * A number in seconds, milliseconds, micro- or nanoseconds, such a number as text, or a text of ISO 8601, which is in
 * UTC when it names no offset.
 * @param {unknown} value
 * @returns {number | undefined}
 */
function readInstant(value) {
  if (typeof value === 'number') return fromNumber(value);
  if (typeof value !== 'string') return undefined;
  const text = value.trim();
  return /^\d+(\.\d+)?$/.test(text) ? fromNumber(Number(text)) : fromIso(text);
}

/**
 * The unit shows in the size: each step holds every instant between 1973 and 5138.
 * @param {number} value
 */
function fromNumber(value) {
  if (!(value > 0 && value < 1e20)) return undefined;
  if (value < 1e11) return Math.round(value * SECOND);
  if (value < 1e14) return Math.round(value);
  return Math.round(value < 1e17 ? value / 1e3 : value / 1e6);
}

/** @param {string} text */
function fromIso(text) {
  const parts = ISO.exec(text);
  if (!parts) return undefined;
  const [, date, clock, zone = 'Z'] = parts;
  const instant = Date.parse(`${date}T${clock}${zone.toUpperCase().replace(/(\d\d)(\d\d)$/, '$1:$2')}`);
  // 30 February would silently become 2 March.
  const isDay = !Number.isNaN(instant) && new Date(`${date}T00:00:00Z`).toISOString().startsWith(String(date));
  return isDay ? instant : undefined;
}

/**
 * @param {unknown} value
 * @param {number} now
 * @returns {number | undefined} a time at which a chat can have happened
 */
function believable(value, now) {
  const instant = readInstant(value);
  return instant !== undefined && instant >= EARLIEST && instant <= now + MAX_AHEAD ? instant : undefined;
}

/**
 * When it happened: by its own field where that agrees with the envelope, else by the envelope. The clock of this
 * computer counts only where neither can be used, so that a payload that comes twice has the same time twice.
 * @param {unknown} field
 * @param {unknown} envelope
 * @param {number} now
 */
function whenItHappened(field, envelope, now) {
  const own = believable(field, now);
  const sent = believable(envelope, now);
  const isFar = own !== undefined && sent !== undefined && Math.abs(own - sent) > MAX_FROM_ENVELOPE;
  return (isFar ? sent : (own ?? sent)) ?? now;
}

exports.DAY = DAY;
exports.MAX_FROM_ENVELOPE = MAX_FROM_ENVELOPE;
exports.MINUTE = MINUTE;
exports.SECOND = SECOND;
exports.believable = believable;
exports.readInstant = readInstant;
exports.whenItHappened = whenItHappened;
