/**
 * The installation page. Freshworks calls getConfigs (when settings are edited), then validate, then postConfigs.
 *
 * The key is proved by one accepted heartbeat: the same host, path and header as every later event.
 * Globals: app is Freshworks' client, MESSAGES and REGIONS are ours.
 */

const KEY_FORM = /^ijx_[0-9A-Za-z]{12}_[0-9A-Za-z]{43}_[0-9A-Za-z]{6}$/;
/** @type {readonly (keyof typeof MESSAGES.en)[]} */
const REFUSALS_OF_KEYS = ['key_missing', 'key_malformed', 'key_unknown', 'key_revoked', 'key_expired'];
/** A key of another region is not known here. */
const OF_THE_REGION = ['key_unknown', 'unreachable'];
const BUSY = [429, 503];
/** What the platform says when it got no answer: no connection, or none in time. */
const UNREACHABLE = [502, 504];

/** @type {Readonly<Record<string, typeof MESSAGES.en>>} */
const LANGUAGES = MESSAGES;
const spoken = navigator.languages.map((tag) => tag.slice(0, 2).toLowerCase());
const language = spoken.find((code) => code in LANGUAGES) || 'en';
const words = LANGUAGES[language] || MESSAGES.en;

/**
 * @template {keyof PageElements} Id
 * @param {Id} id
 */
const element = (id) => /** @type {PageElements[Id]} */ (document.getElementById(id));

const client = app.initialized();
showWords();
element('key').addEventListener('fwInput', clearRefusal);
element('plain-key').addEventListener('input', clearRefusal);

/** @param {{ readonly endpoint_host?: string }} saved */
// eslint-disable-next-line no-unused-vars -- Freshworks calls it
function getConfigs(saved) {
  // The saved key may come back masked, clear or not at all: it is asked for again, whatever came.
  element('where').textContent = words.key_again;
  const region = REGIONS.find(({ host }) => host === saved.endpoint_host);
  if (region) element('region').value = region.host;
}

// eslint-disable-next-line no-unused-vars -- Freshworks calls it
async function validate() {
  const key = typedKey();
  const form = refusalOfForm(key);
  if (form) return refuse(form);
  clearRefusal();
  showStatus('checking', words.checking);
  const outcome = await check(chosenHost(), key);
  if (outcome === 'accepted') {
    showStatus('accepted', words.accepted);
    return true;
  }
  return typeof outcome === 'number' ? refuse('unexpected', String(outcome)) : refuse(outcome);
}

// eslint-disable-next-line no-unused-vars -- Freshworks calls it
function postConfigs() {
  return { __meta: { secure: ['injixo_api_key'] }, endpoint_host: chosenHost(), injixo_api_key: typedKey() };
}

/**
 * @param {string} key
 * @returns {'key_missing' | 'key_malformed' | undefined}
 */
function refusalOfForm(key) {
  if (key === '') return 'key_missing';
  return KEY_FORM.test(key) ? undefined : 'key_malformed';
}

/**
 * What injixo says of the key: 'accepted', the name of a refusal, or the status of an answer that is not injixo's.
 *
 * @param {string} host
 * @param {string} apiKey
 */
async function check(host, apiKey) {
  const now = new Date();
  const heartbeat = { id: `key-check:${now.getTime()}`, type: 'app.heartbeat', occurredAt: now.toISOString() };
  try {
    const { request } = await client;
    return outcomeOf(
      await request.invokeTemplate('checkKey', { context: { host, apiKey }, body: JSON.stringify(heartbeat) }),
    );
  } catch (answer) {
    return outcomeOf(/** @type {Partial<PlatformAnswer> | undefined} */ (answer));
  }
}

/**
 * Only a body of injixo's own makes an answer final: the platform, and a proxy, use the same statuses.
 *
 * @param {Partial<PlatformAnswer> | undefined} answer
 * @returns {'accepted' | keyof typeof MESSAGES.en | number}
 */
function outcomeOf(answer) {
  const status = Number(answer?.status) || 0;
  const body = parseBody(answer);
  if (status === 202 && (body.accepted || 0) >= 1) return 'accepted';
  const refusal = status === 401 && REFUSALS_OF_KEYS.find((code) => code === body.error?.code);
  if (refusal) return refusal;
  if (status === 422 && Array.isArray(body.rejected) && body.rejected.some(isWrongTime)) return 'clock';
  if (BUSY.includes(status)) return 'busy';
  return UNREACHABLE.includes(status) ? 'unreachable' : status;
}

/** @param {{ readonly field?: string }} rejection */
function isWrongTime(rejection) {
  return rejection.field === 'occurredAt';
}

/**
 * @param {Partial<PlatformAnswer> | undefined} answer
 * @returns {{ accepted?: number, rejected?: { field?: string }[], error?: { code?: string } }}
 */
function parseBody(answer) {
  try {
    const body = JSON.parse(answer?.response || '');
    return typeof body === 'object' && body !== null ? body : {};
  } catch {
    return {};
  }
}

/** Crayons may be blocked by the network of the office: then the plain field inside stands in. */
function hasCrayons() {
  return customElements.get('fw-input') !== undefined;
}

function typedKey() {
  return (hasCrayons() ? element('key').value || '' : element('plain-key').value).trim();
}

function chosenHost() {
  return element('region').value;
}

function showWords() {
  document.documentElement.lang = language;
  document.title = words.title;
  element('title').textContent = words.title;
  element('intro').textContent = words.intro;
  element('key').setAttribute('label', words.key);
  element('plain-key-label').textContent = words.key;
  element('where').textContent = words.key_where;
  element('region-label').textContent = words.region;
  element('region').replaceChildren(...REGIONS.map(({ host, name }) => new Option(name, host)));
  element('region-field').hidden = REGIONS.length === 1;
}

/**
 * What is wrong with the key stands at its field, which takes the focus and so is read out; the rest below.
 *
 * @param {keyof typeof MESSAGES.en} code
 */
function refuse(code, status = '') {
  const sentence = words[code].replace('{status}', status);
  const text = REGIONS.length > 1 && OF_THE_REGION.includes(code) ? `${sentence} ${words.region_too}` : sentence;
  if (!REFUSALS_OF_KEYS.some((refusal) => refusal === code)) {
    showStatus('refused', text);
  } else if (hasCrayons()) {
    element('status').replaceChildren();
    element('key').setAttribute('state', 'error');
    element('key').setAttribute('error-text', text);
    void element('key').setFocus();
  } else {
    showStatus('refused', text);
    element('plain-key').focus();
  }
  return false;
}

function clearRefusal() {
  element('key').setAttribute('state', 'normal');
  element('status').replaceChildren();
}

/**
 * Of our own: Crayons' message loads its icon from an address without a version.
 *
 * @param {'checking' | 'accepted' | 'refused'} type
 * @param {string} sentence
 */
function showStatus(type, sentence) {
  const message = document.createElement('p');
  message.className = type;
  message.textContent = sentence;
  element('status').replaceChildren(message);
}
