/** Texts: how what Freshchat sends becomes something that the injixo API takes. */

const MAX_CHARACTERS = 200;
/** Normalising is slow on absurd texts, and nothing behind this can survive the cut at 200. */
const MAX_WORTH_READING = 1000;

/** @typedef {Readonly<Record<string, unknown>>} Fields */

/**
 * The object that stands in a field, or an empty one: payloads are read without asking at each step what is there.
 * @param {unknown} owner
 * @param {string} key
 * @returns {Fields}
 */
function objectIn(owner, key) {
  const value = isObject(owner) ? owner[key] : undefined;
  return isObject(value) ? value : {};
}

/**
 * @param {unknown} value
 * @returns {value is Fields}
 */
function isObject(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * A text, or a number written as one; anything else is empty.
 * @param {unknown} value
 */
function toText(value) {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/**
 * No character for people: a control character, or one half of a surrogate pair.
 * @param {string} character one code point
 */
function isUnusable(character) {
  const code = character.codePointAt(0) ?? 0;
  return code < 0x20 || (code >= 0x7f && code < 0xa0) || (code >= 0xd800 && code < 0xe000);
}

/**
 * The name of a group as it may be counted under. A name that the API would refuse must not cost the contact.
 * @param {unknown} value
 */
function cleanName(value) {
  const characters = Array.from(toText(value).slice(0, 2 * MAX_WORTH_READING)).slice(0, MAX_WORTH_READING);
  const name = characters.filter((character) => !isUnusable(character)).join('');
  return Array.from(name.trim().normalize('NFC')).slice(0, MAX_CHARACTERS).join('').trim();
}

/**
 * An id is never mended, for a mended id is another one: it is as it was sent, or empty.
 * @param {unknown} value
 */
function cleanId(value) {
  const characters = Array.from(toText(value).slice(0, 2 * MAX_CHARACTERS + 1));
  const isUsable = characters.length <= MAX_CHARACTERS && !characters.some(isUnusable);
  return isUsable && characters.join('').trim() !== '' ? characters.join('') : '';
}

/**
 * The bytes of a JSON text in UTF-8: the sandbox has neither Buffer nor TextEncoder.
 * @param {string} json without half surrogates, which JSON writes as escapes
 */
function byteLength(json) {
  return encodeURIComponent(json).replace(/%../g, '.').length;
}

/**
 * 64 bits as 16 hexadecimal digits, for names that must be short and the same every time. No secret hangs on it.
 * @param {string} text
 */
function hash(text) {
  let high = 0x9e3779b9;
  let low = 0x85ebca6b;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    high = Math.imul(high ^ unit, 0x01000193);
    low = Math.imul(low ^ (unit + high), 0xc2b2ae35);
    low ^= low >>> 15;
  }
  return [high ^ (low >>> 7), low].map((bits) => (bits >>> 0).toString(16).padStart(8, '0')).join('');
}

/**
 * A number from 0 to `count` - 1 that follows from the text.
 * @param {string} text
 * @param {number} count
 */
function spread(text, count) {
  return Number.parseInt(hash(text).slice(8), 16) % count;
}

exports.byteLength = byteLength;
exports.cleanId = cleanId;
exports.cleanName = cleanName;
exports.hash = hash;
exports.isObject = isObject;
exports.objectIn = objectIn;
exports.spread = spread;
