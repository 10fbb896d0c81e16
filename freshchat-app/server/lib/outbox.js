/**
 * The outbox: where the end of a chat waits until the API has it.
 *
 *   handler ── POST ──▶ API            1. delivered, or refused for good: the work is done
 *      │ failed
 *      ├─ append ──▶ bucket of now     2. one `$db` operation; a bucket is a key for 5 minutes
 *      │ failed
 *      ├─ create ──▶ one-time schedule 3. it carries the event and tries again in 6 to 46 minutes
 *      │ failed
 *      └─ log `lost`
 *
 *   tick ── reads closed buckets, oldest first ── POST ──▶ API ── delete the bucket ── move the cursor
 *
 * A bucket is read only after it closed and deleted only after the API took all of it: writers and readers never
 * meet. A crash between two steps sends events twice, and the API counts them once.
 */

const api = require('./api');
const life = require('./life');
const text = require('./text');
const time = require('./time');
const wire = require('./wire');

/** @typedef {import('./map').Fact} Fact */
/** @typedef {import('./wire').Claims} Claims */
/** @typedef {import('./wire').WireEvent} WireEvent */
/** @typedef {{ readonly keys: readonly string[], readonly facts: readonly Fact[], readonly isDamaged: boolean }} Bucket */

const BUCKET = 5 * time.MINUTE;
/** A handler lives 20 seconds: two minutes after its end nobody appends to a bucket. */
const CLOSED_AFTER = 2 * time.MINUTE;
const KEPT_FOR = 14 * time.DAY;
/** A value in `$db` holds 40 KB: about 300 events. A bucket that is full goes on in a part of its own. */
const PARTS = 4;
const MAY_BE_FULL = 20 * text.KILO;

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

const FIRST_TRY_AFTER = 6 * time.MINUTE;
const TRIES_SPREAD_OVER = 40 * time.MINUTE;

/**
 * Delivers what just happened, or keeps it. Events that end no chat get one attempt and are never kept.
 * @param {readonly Fact[]} facts
 * @param {number} tries how often a one-time schedule has carried these events
 */
async function deliver(facts, tries) {
  if (facts.length === 0) return;
  const sent = await api.send(facts.map(wire.toEvent));
  const ends = facts.filter(wire.isEnd);
  const isLost = !sent.isDone && ends.length > 0 && !(await keep(ends, tries));
  if (isLost || sent.isRefused) await life.startAnew();
}

/**
 * @param {readonly Fact[]} facts
 * @param {number} tries
 */
async function keep(facts, tries) {
  if (await append(facts.map(wire.toRow))) return true;
  let areKept = true;
  for (const fact of facts) areKept = (await schedule(fact, tries)) && areKept;
  return areKept;
}

/** @param {readonly string[]} rows */
async function append(rows) {
  const bucket = bucketAt(Date.now());
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
 * The name follows from the event: a handler that runs twice makes one schedule. Each further try has its own name,
 * for that of the schedule that is running now may still be taken.
 * @param {Fact} fact
 * @param {number} tries
 */
async function schedule(fact, tries) {
  const id = wire.eventIdOf(fact);
  const due = Date.now() + FIRST_TRY_AFTER + text.spread(id, TRIES_SPREAD_OVER);
  const data = { row: wire.toRow(fact), tries: tries + 1 };
  try {
    const name = tries === 0 ? `e${text.hash(id)}` : `e${text.hash(id)}-${tries}`;
    await $schedule.create({ name, data, schedule_at: new Date(due).toISOString() });
    return true;
  } catch (error) {
    if (life.isRefusedBecause(error, /exists/i)) return true;
    console.error('lost', { id });
    return false;
  }
}

/**
 * The heartbeat, and with it what waits.
 * @param {unknown} payload
 */
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
  return !cursor.isNew || writeCursor(cursor.from);
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
    const oldest = bucketAt(now - KEPT_FOR);
    if (stored === undefined) return { from: bucketAt(now) - LOOKS_BACK, isNew: true, isBroken: true };
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
    await $db.set('cursor', { from: bucketAt(now) }, { setIf: 'not_exist' });
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
 * Takes the closed buckets in order, and stops at the first that it cannot deliver.
 * @param {Cursor} cursor
 * @param {number} now
 * @param {(undelivered: Claims) => WireEvent} heartbeat
 */
async function drain(cursor, now, heartbeat) {
  const from = Number(cursor.from);
  const run = { bucket: from, taken: 0, calls: 5, hasBeat: false, isBroken: false };
  // What lies before a new cursor is unknown.
  const claim = cursor.isNew ? () => ({}) : undeliveredFor;
  while (mayTake(run, now)) {
    const held = await readBucket(run);
    if (held === undefined) break;
    const beat = run.hasBeat ? [] : [heartbeat(claim(run.bucket, held, now))];
    if (held.keys.length > 0 && !(await take(run, held, [...beat, ...held.facts.map(wire.toEvent)]))) break;
    run.bucket += 1;
  }
  if (!run.hasBeat) await api.send([heartbeat(await claimOfRest(run.bucket, now, claim))]);
  if (run.bucket !== from) await writeCursor(run.bucket);
  if (run.isBroken) await life.startAnew();
}

/** @typedef {{ bucket: number, taken: number, calls: number, hasBeat: boolean, isBroken: boolean }} Run */

/**
 * @param {Run} run
 * @param {number} now
 */
function mayTake(run, now) {
  const hasRoom = run.taken < BUCKETS_A_TICK && run.calls < CALLS_A_TICK;
  return hasRoom && isClosed(run.bucket, now) && Date.now() - now < TICK_TAKES_BUCKETS_FOR;
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
  run.isBroken = run.isBroken || held.isDamaged;
  return (await sendAll(run, events)) && (await deleteAll(held.keys));
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

/** @param {readonly string[]} keys */
async function deleteAll(keys) {
  try {
    for (const key of keys) await $db.delete(key);
    return true;
  } catch {
    return false;
  }
}

/**
 * @param {{ bucket: number, calls: number }} run
 * @returns {Promise<Bucket | undefined>} nothing where `$db` did not say
 */
async function readBucket(run) {
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

/**
 * The claim of a tick that delivered nothing. Where it came to the buckets that are still open, it looks into them,
 * too: without that look the app could never say that it holds nothing.
 * @param {number} from
 * @param {number} now
 * @param {(bucket: number, held: Bucket | undefined, now: number) => Claims} claim
 */
async function claimOfRest(from, now, claim) {
  if (isClosed(from, now)) return claim(from, undefined, now);
  for (let bucket = from; bucket <= bucketAt(now); bucket += 1) {
    const held = await readBucket({ bucket, calls: 0 });
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
  const oldest = Math.min(bucket * BUCKET, ...instants);
  return { undeliveredForSeconds: Math.ceil(Math.max(0, now - oldest) / time.SECOND) };
}

/** @param {number} instant */
function bucketAt(instant) {
  return Math.floor(instant / BUCKET);
}

/**
 * @param {number} bucket
 * @param {number} now
 */
function isClosed(bucket, now) {
  return now > (bucket + 1) * BUCKET + CLOSED_AFTER;
}

/**
 * @param {number} bucket
 * @param {number} part
 */
function keyOf(bucket, part) {
  return part === 0 ? `o:${bucket}` : `o:${bucket}:${part}`;
}

exports.begin = begin;
exports.deliver = deliver;
exports.tick = tick;
