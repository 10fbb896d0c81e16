/**
 * Buckets: the keys of `$db` in which events wait. A bucket holds what could not be sent in its 5 minutes. The key says
 * which, for `$db` cannot list its keys.
 */

const life = require('./life');
const text = require('./text');
const time = require('./time');
const wire = require('./wire');

/** @typedef {import('./map').Fact} Fact */
/** @typedef {{ readonly keys: readonly string[], readonly facts: readonly Fact[], readonly isDamaged: boolean }} Bucket */

const LENGTH = 5 * time.MINUTE;
/** A handler lives 20 seconds: two minutes after its end nobody appends to a bucket. */
const CLOSED_AFTER = 2 * time.MINUTE;
/** A value in `$db` holds 40 KB: about 300 events. A bucket that is full goes on in a part of its own. */
const PARTS = 4;
const MAY_BE_FULL = 20 * 1024;

/** @param {number} instant */
function at(instant) {
  return Math.floor(instant / LENGTH);
}

/**
 * @param {number} bucket
 * @param {number} now
 */
function isClosed(bucket, now) {
  return now > (bucket + 1) * LENGTH + CLOSED_AFTER;
}

/**
 * @param {number} bucket
 * @param {number} part
 */
function keyOf(bucket, part) {
  return part === 0 ? `o:${bucket}` : `o:${bucket}:${part}`;
}

/** @param {number} bucket */
function startOf(bucket) {
  return bucket * LENGTH;
}

/** @param {readonly string[]} rows */
async function append(rows) {
  const bucket = at(Date.now());
  for (let part = 0; part < PARTS; part += 1) {
    try {
      await $db.update(keyOf(bucket, part), 'append', { e: rows });
      return true;
    } catch (error) {
      // The tick looks for a next part behind a full one alone.
      if (!life.isRefusedBecause(error, /size|exceed/i)) return false;
    }
  }
  return false;
}

/**
 * @param {{ bucket: number, calls: number }} run
 * @returns {Promise<Bucket | undefined>} nothing where `$db` did not say
 */
async function read(run) {
  /** @type {string[]} */
  const keys = [];
  /** @type {(Fact | undefined)[]} */
  const facts = [];
  for (let part = 0; part < PARTS; part += 1) {
    const rows = await readRows(keyOf(run.bucket, part));
    run.calls += 1;
    if (rows === 'unknown') return undefined;
    if (rows === 'none') break;
    keys.push(keyOf(run.bucket, part));
    facts.push(...rows.map(wire.fromRow));
    if (text.byteLength(JSON.stringify(rows)) < MAY_BE_FULL) break;
  }
  const readable = facts.flatMap((fact) => (fact === undefined ? [] : [fact]));
  return { keys, facts: readable, isDamaged: readable.length < facts.length };
}

/**
 * @param {string} key
 * @returns {Promise<readonly unknown[] | 'none' | 'unknown'>}
 */
async function readRows(key) {
  try {
    const { e: rows } = await $db.get(key);
    return Array.isArray(rows) ? rows : [];
  } catch (error) {
    return life.statusOf(error) === 404 ? 'none' : 'unknown';
  }
}

/** @param {readonly string[]} keys */
async function remove(keys) {
  try {
    for (const key of keys) await $db.delete(key);
    return true;
  } catch {
    return false;
  }
}

exports.append = append;
exports.at = at;
exports.isClosed = isClosed;
exports.read = read;
exports.remove = remove;
exports.startOf = startOf;
