/**
 * The tick: every 10 minutes the heartbeat, and with it what waits.
 *
 * Buckets are read in order from the cursor on, sent, deleted, and passed. Two ticks at once send twice and delete
 * twice, which harms nothing: a cursor passes only what is delivered or was never there.
 */

const api = require('./api');
const buckets = require('./buckets');
const life = require('./life');
const text = require('./text');
const time = require('./time');
const wire = require('./wire');

/** @typedef {import('./buckets').Bucket} Bucket */
/** @typedef {import('./wire').Claims} Claims */
/** @typedef {import('./wire').WireEvent} WireEvent */

const KEPT_FOR = 14 * time.DAY;
const BUCKETS_A_TICK = 16;
/** Freshworks allows 50 `$db` operations a minute. The handlers need some, and the tick must still move its cursor. */
const CALLS_A_TICK = 40;
/** A tick lives 20 seconds: what is still there then is for the next one. */
const TICK_TAKES_BUCKETS_FOR = 8 * time.SECOND;
/** Buckets before now, where there is no cursor: two hours of ticks may have failed to write one. */
const LOOKS_BACK = 24;
const EVENTS_A_POST = 100;
/** Freshworks sends at most 100 KB. */
const BYTES_A_POST = 90000;

/** @param {unknown} payload */
async function tick(payload) {
  const now = Date.now();
  const cursor = await readCursor(now);
  const since = await life.beat(now, cursor.isBroken);
  /** @param {Claims} undelivered */
  const heartbeat = (undelivered) =>
    wire.toAppEvent('heartbeat', payload, now, { ...life.aliveFor(since, now), ...undelivered });
  if (await canDrain(cursor, since)) await drain(cursor, now, heartbeat);
  else await api.send([heartbeat({})]);
}

/**
 * Where `$db` did not keep that a new life began, nothing may be passed over: the next tick must find the same again.
 * @param {Cursor} cursor
 * @param {number | undefined} since
 */
async function canDrain(cursor, since) {
  if (cursor.from === undefined || (cursor.isBroken && since === undefined)) return false;
  return !cursor.isNew || (await writeCursor(cursor.from));
}

/**
 * @typedef {object} Cursor
 * @property {number | undefined} from the oldest bucket that may hold something; nothing where `$db` did not answer
 * @property {boolean} isNew
 * @property {boolean} isBroken buckets are passed over
 */

/**
 * @param {number} now
 * @returns {Promise<Cursor>}
 */
async function readCursor(now) {
  try {
    const stored = await life.read('cursor', 'from');
    const oldest = buckets.at(now - KEPT_FOR);
    if (stored === undefined) return { from: buckets.at(now) - LOOKS_BACK, isNew: true, isBroken: true };
    return { from: Math.max(stored, oldest), isNew: false, isBroken: stored < oldest };
  } catch {
    return { from: undefined, isNew: false, isBroken: false };
  }
}

/**
 * At the installation, before anything can wait: a tick that found no cursor could not know where to begin. A cursor
 * that is there already stays, for it may stand before something that still waits.
 * @param {number} now
 */
async function begin(now) {
  try {
    await $db.set('cursor', { from: buckets.at(now) }, { setIf: 'not_exist' });
  } catch (error) {
    console.info('cursor_not_written', { status: life.statusOf(error) });
  }
}

/** @param {number} from */
async function writeCursor(from) {
  try {
    await $db.set('cursor', { from });
    return true;
  } catch {
    return false;
  }
}

/**
 * @param {Cursor} cursor
 * @param {number} now
 * @param {(undelivered: Claims) => WireEvent} heartbeat
 */
async function drain(cursor, now, heartbeat) {
  const from = Number(cursor.from);
  const run = { bucket: from, taken: 0, calls: 5, hasBeat: false, isBroken: false };
  // What lies before a new cursor is unknown.
  const claim = cursor.isNew ? () => ({}) : undeliveredFor;
  await takeBuckets(run, now, (held) => heartbeat(claim(run.bucket, held, now)));
  if (!run.hasBeat) await api.send([heartbeat(await claimOfRest(run.bucket, now, claim))]);
  if (run.bucket !== from) await writeCursor(run.bucket);
  if (run.isBroken) await life.startAnew();
}

/**
 * Takes the closed buckets in order, and stops at the first that it cannot deliver.
 * @param {Run} run
 * @param {number} now
 * @param {(held: Bucket) => WireEvent} heartbeat
 */
async function takeBuckets(run, now, heartbeat) {
  while (mayTake(run, now)) {
    const held = await buckets.read(run);
    if (held === undefined) break;
    const beat = run.hasBeat ? [] : [heartbeat(held)];
    if (held.keys.length > 0 && !(await take(run, held, [...beat, ...held.facts.map(wire.toEvent)]))) break;
    run.bucket += 1;
  }
}

/** @typedef {{ bucket: number, taken: number, calls: number, hasBeat: boolean, isBroken: boolean }} Run */

/**
 * @param {Run} run
 * @param {number} now
 */
function mayTake(run, now) {
  const hasRoom = run.taken < BUCKETS_A_TICK && run.calls < CALLS_A_TICK;
  return hasRoom && buckets.isClosed(run.bucket, now) && Date.now() - now < TICK_TAKES_BUCKETS_FOR;
}

/**
 * @param {Run} run
 * @param {Bucket} held
 * @param {readonly WireEvent[]} events
 */
async function take(run, held, events) {
  run.hasBeat = true;
  run.taken += 1;
  run.calls += held.keys.length;
  if (held.isDamaged) console.error('unreadable_rows', { bucket: run.bucket });
  run.isBroken = run.isBroken || held.isDamaged;
  return (await sendAll(run, events)) && (await ownUp(run)) && (await buckets.remove(held.keys));
}

/**
 * A new life is written down before what broke the old one is deleted: a tick that is cut off in between finds it again.
 * @param {Run} run
 */
async function ownUp(run) {
  run.isBroken = run.isBroken && !(await life.startAnew());
  return !run.isBroken;
}

/**
 * @param {Run} run
 * @param {readonly WireEvent[]} events
 */
async function sendAll(run, events) {
  for (const batch of inBatches(events)) {
    const sent = await api.send(batch);
    run.isBroken = run.isBroken || sent.isRefused;
    if (!sent.isDone) return false;
  }
  return true;
}

/**
 * @param {readonly WireEvent[]} events
 * @returns {readonly WireEvent[][]}
 */
function inBatches(events) {
  /** @type {WireEvent[][]} */
  const batches = [];
  let bytes = 0;
  for (const event of events) {
    const size = text.byteLength(JSON.stringify(event)) + 1;
    const last = batches[batches.length - 1];
    if (last && last.length < EVENTS_A_POST && bytes + size <= BYTES_A_POST) last.push(event);
    else batches.push([event]);
    bytes = last === batches[batches.length - 1] ? bytes + size : size;
  }
  return batches;
}

/**
 * The claim of a tick that delivered nothing. Where it came to the buckets that are still open, it looks into them,
 * too: without that look the app could never say that it holds nothing.
 * @param {number} from
 * @param {number} now
 * @param {(bucket: number, held: Bucket | undefined, now: number) => Claims} claim
 */
async function claimOfRest(from, now, claim) {
  if (buckets.isClosed(from, now)) return claim(from, undefined, now);
  for (let bucket = from; bucket <= buckets.at(now); bucket += 1) {
    const held = await buckets.read({ bucket, calls: 0 });
    if (held === undefined || held.keys.length > 0) return claim(bucket, held, now);
  }
  return claim(from, { keys: [], facts: [], isDamaged: false }, now);
}

/**
 * The age of the oldest event that waits: of the bucket that holds it, or more, if it had already come late. A bucket
 * that could not be read may hold something.
 * @param {number} bucket
 * @param {Bucket | undefined} held
 * @param {number} now
 * @returns {Claims}
 */
function undeliveredFor(bucket, held, now) {
  if (held !== undefined && held.keys.length === 0) return { undeliveredForSeconds: 0 };
  const instants = held === undefined ? [] : held.facts.map(({ at }) => at);
  const oldest = Math.min(buckets.startOf(bucket), ...instants);
  return { undeliveredForSeconds: Math.ceil(Math.max(0, now - oldest) / time.SECOND) };
}

exports.begin = begin;
exports.tick = tick;
