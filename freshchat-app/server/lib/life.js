/**
 * The unbroken life of this app: since when it has worked without a gap and without losing an event. injixo takes an
 * hour for complete only if the app lived through it. `$db` holds `tick` (the last sign of life) and `life` (its
 * start); `life` is written only to start anew.
 */

const time = require('./time');

const TICK_MINUTES = 10;
/** One tick may fail and the next be late; at more, nobody knows what happened in between. */
const MAX_GAP = 2.5 * TICK_MINUTES * time.MINUTE;
const MAX_ALIVE = 30 * time.DAY;

/**
 * Remembers this tick.
 * @param {number} now
 * @param {boolean} isBroken the past is lost in any case
 * @returns {Promise<number | undefined>} since when the app lives; nothing where `$db` did not say or did not keep it
 */
async function beat(now, isBroken) {
  try {
    const last = await read('tick', 'at');
    const since = await read('life', 'since');
    const start = isBroken || !isUnbroken(last, since, now) ? now : since;
    if (start === now) await $db.set('life', { since: now });
    await $db.set('tick', { at: now });
    return start;
  } catch {
    return undefined;
  }
}

/**
 * @param {number | undefined} last
 * @param {number | undefined} since
 * @param {number} now
 */
function isUnbroken(last, since, now) {
  return last !== undefined && since !== undefined && since <= now && Math.abs(now - last) <= MAX_GAP;
}

/**
 * @param {string} key
 * @param {string} field
 * @returns {Promise<number | undefined>} nothing where there is none; throws where `$db` did not answer
 */
async function read(key, field) {
  try {
    const value = (await $db.get(key))[field];
    return typeof value === 'number' ? value : undefined;
  } catch (error) {
    if (statusOf(error) === 404) return undefined;
    throw error;
  }
}

/** After an event that is lost or that the API refused for good. A `$db` that refuses this, too, cannot be helped. */
async function startAnew() {
  try {
    await $db.set('life', { since: Date.now() });
    return true;
  } catch (error) {
    console.error('life_not_written', { status: statusOf(error) });
    return false;
  }
}

/**
 * @param {number | undefined} since
 * @param {number} now
 */
function aliveFor(since, now) {
  if (since === undefined) return {};
  return { aliveForSeconds: Math.floor(Math.min(now - since, MAX_ALIVE) / time.SECOND) };
}

/**
 * @param {unknown} error
 * @returns {unknown}
 */
function statusOf(error) {
  return typeof error === 'object' && error !== null && 'status' in error ? error.status : undefined;
}

/**
 * Whether the platform refused for a reason that its message names: it gives no codes.
 * @param {unknown} error
 * @param {RegExp} reason
 */
function isRefusedBecause(error, reason) {
  if (statusOf(error) !== 400 || typeof error !== 'object' || error === null) return false;
  return 'message' in error && reason.test(String(error.message));
}

exports.TICK_MINUTES = TICK_MINUTES;
exports.aliveFor = aliveFor;
exports.beat = beat;
exports.isRefusedBecause = isRefusedBecause;
exports.read = read;
exports.startAnew = startAnew;
exports.statusOf = statusOf;
