/** The handlers that manifest.json names. What an event means stands in lib/map.js. */

const heart = require('./lib/heart');
const map = require('./lib/map');
const outbox = require('./lib/outbox');
const text = require('./lib/text');
const tick = require('./lib/tick');
const wire = require('./lib/wire');

/**
 * A handler never throws: a payload that nobody expected must not become an error of the account.
 * @template T
 * @param {string} handler
 * @param {() => Promise<T>} work
 * @returns {Promise<T | undefined>}
 */
async function run(handler, work) {
  try {
    return await work();
  } catch {
    console.error('failed', { handler });
    return undefined;
  }
}

/** @param {unknown} payload */
async function update(payload) {
  const facts = map.factsOfUpdate(payload, Date.now());
  await outbox.deliver(facts, 0);
  const names = map.unknownNames(payload);
  if (names.length > 0) console.info('unknown', { names });
  if (facts.some(heart.isChosenToHeal)) await heart.heal();
}

/**
 * @param {unknown} row of an event that a one-time schedule carried
 * @param {unknown} tries
 */
async function retry(row, tries) {
  const fact = wire.fromRow(row);
  if (fact !== undefined) await outbox.deliver([fact], Number(tries) || 1);
}

exports = {
  /** @param {unknown} payload */
  onConversationCreate: async function (payload) {
    await run('onConversationCreate', () => outbox.deliver(map.factsOfCreation(payload, Date.now()), 0));
  },

  /** @param {unknown} payload */
  onConversationUpdate: async function (payload) {
    await run('onConversationUpdate', () => update(payload));
  },

  /** @param {unknown} payload */
  onScheduledEvent: async function (payload) {
    const { row, tries } = text.objectIn(payload, 'data');
    await run('onScheduledEvent', () => (row === undefined ? tick.tick(payload) : retry(row, tries)));
  },

  /** @param {unknown} payload */
  onAppInstall: async function (payload) {
    const refusal = await run('onAppInstall', () => heart.install(payload));
    renderData(refusal === undefined ? undefined : { message: refusal });
  },

  /** @param {unknown} payload */
  onAppUninstall: async function (payload) {
    await run('onAppUninstall', () => heart.uninstall(payload));
    // An app that answers an error here can never be removed.
    renderData();
  },
};
