/** The injixo API: one POST, and what its answer means. */

const text = require('./text');
const wire = require('./wire');

/** @typedef {import('./wire').WireEvent} WireEvent */
/** @typedef {{ readonly status: unknown, readonly body: import('./text').Fields }} Answer */
/**
 * @typedef {object} Sent
 * @property {boolean} isDone nothing of this must be sent again
 * @property {boolean} isRefused the API refused the end of a chat for good
 * @property {unknown} status of the last answer
 */

/** With these the API finds fault with the whole POST: it is no JSON, too large, or of another type. */
const ABOUT_THE_BODY = [400, 413, 415];

/**
 * Sends events, in one POST. Only where the API finds the whole POST unreadable it is halved, down to the one event
 * that is to blame.
 * @param {readonly WireEvent[]} events
 * @returns {Promise<Sent>}
 */
async function send(events) {
  const answer = await post(events);
  const kind = classify(answer);
  if (kind === 'later') return { isDone: false, isRefused: false, status: answer.status };
  if (kind === 'unreadable' && events.length > 1) return sendHalves(events);
  const refused = refusedAmong(events, kind, answer);
  if (refused.length > 0) console.error('refused', { ids: refused.map(({ id }) => id), codes: codesIn(answer) });
  return { isDone: true, isRefused: refused.some(wire.isEndEvent), status: answer.status };
}

/**
 * @param {readonly WireEvent[]} events
 * @returns {Promise<Sent>}
 */
async function sendHalves(events) {
  const middle = Math.ceil(events.length / 2);
  const head = await send(events.slice(0, middle));
  if (!head.isDone) return head;
  const tail = await send(events.slice(middle));
  return { ...tail, isRefused: head.isRefused || tail.isRefused };
}

/**
 * @param {readonly WireEvent[]} events
 * @returns {Promise<Answer>}
 */
async function post(events) {
  try {
    return readAnswer(await $request.invokeTemplate('sendEvents', { body: JSON.stringify({ events }) }));
  } catch (error) {
    return readAnswer(error);
  }
}

/**
 * @param {unknown} answer
 * @returns {Answer}
 */
function readAnswer(answer) {
  const { status, response } = text.objectIn({ answer }, 'answer');
  return { status, body: readBody(response) };
}

/**
 * @param {unknown} response
 * @returns {import('./text').Fields}
 */
function readBody(response) {
  try {
    const body = typeof response === 'string' ? JSON.parse(response) : response;
    return text.isObject(body) ? body : {};
  } catch {
    return {};
  }
}

/**
 * Only what the API itself says is final, and its own words show that it said it: the platform also answers 400 and
 * 415, and a wrong host answers 200. Whatever is not final is sent again: also 401, for the key can be replaced.
 * @param {Answer} answer
 * @returns {'accepted' | 'refused' | 'unreadable' | 'later'}
 */
function classify({ status, body }) {
  if (status === 202 && typeof body.accepted === 'number') return 'accepted';
  if (status === 422 && body.accepted === 0) return 'refused';
  const isAboutBody = ABOUT_THE_BODY.includes(Number(status));
  return isAboutBody && typeof text.objectIn(body, 'error').code === 'string' ? 'unreadable' : 'later';
}

/**
 * The API lists five refusals and counts the others: then any event may be among them.
 * @param {readonly WireEvent[]} events
 * @param {string} kind
 * @param {Answer} answer
 */
function refusedAmong(events, kind, { body }) {
  if (kind !== 'accepted' || body.alsoRejected) return events;
  const places = refusalsIn(body).map(({ index }) => index);
  return events.filter((_event, index) => places.includes(index));
}

/**
 * @param {import('./text').Fields} body
 * @returns {readonly import('./text').Fields[]}
 */
function refusalsIn(body) {
  return Array.isArray(body.rejected) ? body.rejected.filter(text.isObject) : [];
}

/** @param {Answer} answer */
function codesIn({ body }) {
  const codes = [...refusalsIn(body), text.objectIn(body, 'error')].map(({ code }) => String(code));
  return codes.filter((code, index) => code !== 'undefined' && codes.indexOf(code) === index);
}

exports.send = send;
