/** The app's own life in an account: its schedule, its installation, its removal. */

const api = require('./api');
const life = require('./life');
const text = require('./text');
const tick = require('./tick');
const time = require('./time');
const wire = require('./wire');

const SCHEDULE = 'injixo-tick';
/** Freshworks wants 5 minutes at least, by its own clock. */
const FIRST_TICK_AFTER = 5.5 * time.MINUTE;
/** One resolved chat in 32 looks after the schedule: nobody promises that it survives an update of the app. */
const LOOKS_ONE_IN = 32;

/** What the administrator reads when an installation is refused: at most 60 characters. */
const KEY_REFUSED = 'The injixo API key is not valid. Paste a valid key.';
const NO_SCHEDULE = 'Freshworks refused the schedule. Try again in 5 minutes.';

/**
 * Without the schedule the app has no heartbeat and delivers nothing that waits: then it is better not installed.
 * An injixo that does not answer is no reason to refuse: what happens meanwhile waits.
 * @param {unknown} payload
 * @returns {Promise<string | undefined>} why the app cannot be installed
 */
async function install(payload) {
  if (!(await createSchedule())) return NO_SCHEDULE;
  await tick.begin(Date.now());
  const { status } = await api.send([wire.toAppEvent('installed', payload, Date.now(), {})]);
  if (status !== 401) return undefined;
  await deleteSchedule();
  return KEY_REFUSED;
}

/** @param {unknown} payload */
async function uninstall(payload) {
  await deleteSchedule();
  await api.send([wire.toAppEvent('uninstalled', payload, Date.now(), {})]);
}

async function deleteSchedule() {
  try {
    await $schedule.delete({ name: SCHEDULE });
  } catch (error) {
    console.info('schedule_not_deleted', { status: life.statusOf(error) });
  }
}

/** @returns {Promise<boolean>} whether there is a schedule now */
async function createSchedule() {
  try {
    await $schedule.create({
      name: SCHEDULE,
      data: { kind: 'tick' },
      schedule_at: new Date(Date.now() + FIRST_TICK_AFTER).toISOString(),
      repeat: { time_unit: 'minutes', frequency: life.TICK_MINUTES },
    });
    return true;
  } catch (error) {
    // An app may have one recurring schedule, and this is ours.
    return life.isRefusedBecause(error, /exists|recurring/i);
  }
}

/** @param {{ readonly kind: string, readonly chatId: string }} fact */
function isChosenToHeal(fact) {
  return fact.kind === 'resolved' && text.spread(fact.chatId, LOOKS_ONE_IN) === 0;
}

/** Creates the schedule where it is gone. */
async function heal() {
  try {
    await $schedule.fetch({ name: SCHEDULE });
  } catch (error) {
    if (life.statusOf(error) === 404) console.info('healed', { isHealed: await createSchedule() });
  }
}

exports.heal = heal;
exports.install = install;
exports.isChosenToHeal = isChosenToHeal;
exports.uninstall = uninstall;
