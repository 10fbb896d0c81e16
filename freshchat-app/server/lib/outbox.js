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
const buckets = require('./buckets');
const life = require('./life');
const text = require('./text');
const time = require('./time');
const wire = require('./wire');

/** @typedef {import('./map').Fact} Fact */

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
  if (await buckets.append(facts.map(wire.toRow))) return true;
  let areKept = true;
  for (const fact of facts) areKept = (await schedule(fact, tries)) && areKept;
  return areKept;
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

exports.deliver = deliver;
