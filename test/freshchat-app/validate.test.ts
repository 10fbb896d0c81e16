/** The rules of the vendor's tool that are known: the app keeps each, and each catches an app that breaks it. */

import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type AppFiles, readApp } from '../../ops/freshchat-app/app-files.ts';
import { validate } from '../../ops/freshchat-app/validate.ts';

/** Without the coverage that a run of the app's own tests leaves behind: it may be running beside this one. */
const APP: AppFiles = new Map(
  [...readApp(new URL('../../freshchat-app', import.meta.url).pathname)].filter(([path]) => !/^coverage/.test(path)),
);

const faultsOf = (app: AppFiles): readonly string[] =>
  validate(app).map(({ level, file, message }) => `${level}: ${file}: ${message}`);

/** The app with some files changed: another text, the old text rewritten, or nothing. */
type Change = string | ((text: string) => string) | undefined;
const changed = (changes: Readonly<Record<string, Change>>): AppFiles => {
  const files = new Map(APP);
  for (const [path, change] of Object.entries(changes)) {
    if (change === undefined) files.delete(path);
    else files.set(path, typeof change === 'string' ? change : change(files.get(path) ?? ''));
  }
  return files;
};

const replace =
  (old: string, text: string) =>
  (content: string): string => {
    if (!content.includes(old)) throw new Error(`The file does not hold ${old}`);
    return content.replace(old, text);
  };
const append =
  (text: string) =>
  (content: string): string =>
    `${content}\n${text}\n`;

const FAULTS = faultsOf(APP);

describe('the app', () => {
  it('keeps every rule', () => {
    expect(FAULTS.filter((fault) => fault.startsWith('error'))).toEqual([]);
  });

  it('draws no warning on its server code', () => {
    expect(FAULTS.filter((fault) => fault.includes('server/'))).toEqual([]);
  });
});

const MANIFEST = 'manifest.json';
const SERVER = 'server/server.js';
const LIB = 'server/lib/time.js';
const REQUESTS = 'config/requests.json';
const PAGE = 'config/iparams.html';
const PAGE_SCRIPT = 'config/assets/iparams.js';

const lint = (source: string): Readonly<Record<string, Change>> => ({ [LIB]: append(source) });

type Broken = readonly [rule: string, changes: Readonly<Record<string, Change>>, fault: string];

const BROKEN: readonly Broken[] = [
  // manifest.json
  ['a manifest', { [MANIFEST]: undefined }, 'is no JSON object'],
  ['platform 3.0', { [MANIFEST]: replace('"3.0"', '"2.3"') }, 'platform-version must be "3.0"'],
  ['no name', { [MANIFEST]: replace('{', '{ "name": "injixo",') }, 'name is no field'],
  ['modules, not product', { [MANIFEST]: replace('"modules"', '"product"') }, 'product is no field'],
  ['no domains', { [MANIFEST]: replace('{', '{ "whitelisted-domains": [],') }, 'whitelisted-domains is no field'],
  ['a product', { [MANIFEST]: replace('"chat_conversation"', '"common"') }, 'modules names no product'],
  ['an engine', { [MANIFEST]: replace('"fdk":', '"cdk":') }, 'engines.fdk must be an exact version'],
  ['an exact engine', { [MANIFEST]: replace('"24.11.0"', '"24.x"') }, 'engines.node must be an exact version'],
  [
    'no empty events',
    { [MANIFEST]: replace('"chat_conversation"', '"call": { "events": {} }, "chat_conversation"') },
    'modules.call.events is empty',
  ],
  [
    'no empty functions',
    { [MANIFEST]: replace('"common": {', '"common": { "functions": {},') },
    'modules.common.functions is empty',
  ],
  [
    'a known event',
    { [MANIFEST]: replace('"onAppInstall": {', '"onAppInstalled": {') },
    'common knows no event onAppInstalled',
  ],
  [
    'a known module',
    { [MANIFEST]: replace('"chat_conversation"', '"chat"') },
    'chat knows no event onConversationCreate',
  ],
  [
    'a handler',
    { [SERVER]: replace('onConversationCreate: async', 'onConversationCreated: async') },
    'no function onConversationCreate',
  ],
  [
    'no arrow',
    { [SERVER]: replace('onAppInstall: async function (payload)', 'onAppInstall: async (payload) =>') },
    'no function onAppInstall',
  ],
  ['exports', { [SERVER]: replace('exports = {', 'const handlers = {') }, 'no function onAppInstall'],
  [
    'exact dependencies',
    { [MANIFEST]: replace('"engines"', '"dependencies": { "lodash": "^4.17.21" }, "engines"') },
    'dependencies.lodash must be an exact version',
  ],
  [
    'used dependencies',
    { [MANIFEST]: replace('"engines"', '"dependencies": { "lodash": "4.17.21" }, "engines"') },
    'dependencies.lodash is used nowhere',
  ],
  ['declared dependencies', lint("require('lodash');"), 'dependencies lacks lodash'],
  // The scripts
  ['ES2020', lint('let one; one ??= 1;'), 'syntax of ES2020'],
  ['the sandbox', lint('exports.bytes = (text) => Buffer.from(text);'), "'Buffer' is not defined"],
  ['no timers', lint('setTimeout(offset, 1);'), "'setTimeout' is not defined"],
  ['no module', lint('module.exports = {};'), 'module does not exist in the sandbox'],
  ['no .js in require', { [SERVER]: replace("'./lib/map'", "'./lib/map.js'") }, 'finds no file ./lib/map.js'],
  [
    'nothing outside server/',
    { [SERVER]: replace("'./lib/map'", "'../config/assets/messages'") },
    'finds no file ../config/assets/messages',
  ],
  ['no-var', lint('exports.f = () => { var a = 1; return a; };'), 'no-var'],
  ['prefer-const', lint('exports.f = () => { let a = 1; return a; };'), 'prefer-const'],
  ['eqeqeq', lint('exports.f = (a) => a == 1;'), 'eqeqeq'],
  ['no-eq-null', lint('exports.f = (a) => a == null;'), 'no-eq-null'],
  ['require-await', lint('exports.f = async () => 1;'), 'require-await'],
  ['no-unused-vars', lint('exports.f = () => { const a = 1; };'), 'no-unused-vars'],
  ['no-empty-function', lint('exports.f = () => {};'), 'no-empty-function'],
  ['no-empty', lint('exports.f = (a) => { if (a) {} };'), 'no-empty'],
  ['no-eval', lint("eval('1');"), 'no-eval'],
  ['no-alert', { [PAGE_SCRIPT]: append("alert('1');") }, 'no-alert'],
  ['no-debugger', lint('debugger;'), 'no-debugger'],
  ['no-caller', lint('exports.f = function () { return arguments.callee; };'), 'no-caller'],
  ['no-unreachable', lint('exports.f = () => { return 1; exports.g = 2; };'), 'no-unreachable'],
  ['no-prototype-builtins', lint("exports.f = (a) => a.hasOwnProperty('b');"), 'no-prototype-builtins'],
  [
    'no-case-declarations',
    lint('exports.f = (a) => { switch (a) { case 1: const b = 2; return b; } };'),
    'no-case-declarations',
  ],
  ['no-control-regex', lint('exports.f = /\\x1f/;'), 'no-control-regex'],
  ['no-useless-catch', lint('exports.f = (a) => { try { a(); } catch (cause) { throw cause; } };'), 'no-useless-catch'],
  [
    'no-redeclare',
    lint('function twice() { return 1; }\nfunction twice() { return 2; }\nexports.f = twice;'),
    'no-redeclare',
  ],
  ['complexity', lint('exports.f = (a) => a || a || a || a || a || a || a || a;'), 'has a complexity of 8'],
  [
    'max-nested-callbacks',
    lint('exports.f = (a) => a(() => a(() => a(() => a(() => a(() => 1)))));'),
    'max-nested-callbacks',
  ],
  ['no-process-env', lint('exports.f = process.env;'), 'no process.env'],
  ['no-unhandled-promise', lint('exports.f = (a) => a.then(() => 1);'), 'what becomes of its rejection'],
  [
    'no-logging-rejections',
    lint('exports.f = (a) => { try { a(); } catch (error) { console.error(error); } };'),
    'no rejection goes into the log',
  ],
  ['no-deprecated-apis', lint("exports.f = () => $request.get('https://a.example');"), 'requests go through templates'],
  [
    'no-proxy-requests',
    { [PAGE_SCRIPT]: append("client.request.get('https://a.example', {});") },
    'requests go through templates',
  ],
  // config/requests.json
  ['requests', { [REQUESTS]: undefined }, 'lacks sendEvents'],
  ['requests in JSON', { [REQUESTS]: '[' }, 'is no JSON object'],
  ['each declared template', { [MANIFEST]: replace('"sendEvents": {}', '"sendEvents": {}, "more": {}') }, 'lacks more'],
  ['no other template', { [MANIFEST]: replace('"sendEvents": {},', '') }, 'sendEvents is not declared'],
  ['names of templates', { [REQUESTS]: replace('"sendEvents"', '"send events"') }, 'send events is no name'],
  ['no body', { [REQUESTS]: replace('"method": "POST",', '"method": "POST", "body": "",') }, 'a template has no body'],
  ['a method', { [REQUESTS]: replace('"POST"', '"SEND"') }, 'no such method'],
  ['https', { [REQUESTS]: replace('"https"', '"http"') }, 'the protocol must be https'],
  [
    'no path in the host',
    { [REQUESTS]: replace('endpoint_host %>', 'endpoint_host %>/v1') },
    'the host must be a full domain name',
  ],
  [
    'no address for a host',
    { [REQUESTS]: replace('<%= iparam.endpoint_host %>', '10.0.0.1') },
    'the host must be a full domain name',
  ],
  [
    'no short host',
    { [REQUESTS]: replace('<%= iparam.endpoint_host %>', 'localhost') },
    'the host must be a full domain name',
  ],
  ['a path from the root', { [REQUESTS]: replace('"/v1', '"v1') }, 'the path must begin with /'],
  ['attempts', { [REQUESTS]: replace('"maxAttempts": 1', '"maxAttempts": 6') }, 'options.maxAttempts'],
  ['a delay', { [REQUESTS]: replace('"maxAttempts": 1', '"retryDelay": 1501') }, 'options.retryDelay'],
  ['known options', { [REQUESTS]: replace('"maxAttempts": 1', '"patience": 1') }, 'options.patience'],
  [
    '100 templates',
    {
      [REQUESTS]: (text) =>
        JSON.stringify({
          ...JSON.parse(text),
          ...Object.fromEntries([...Array(101).keys()].map((n) => [`t${n}`, {}])),
        }),
    },
    'more than 100 templates',
  ],
  [
    'secrets in headers alone',
    { [REQUESTS]: replace('"/v1/events"', '"/v1/events?key=<%= iparam.injixo_api_key %>"') },
    'injixo_api_key is secure',
  ],
  // config/
  ['nothing else in config/', { 'config/settings.json': '{}' }, 'config/settings.json: has no place'],
  ['one form of parameters', { 'config/iparams.json': '{}' }, 'one of iparams.json and iparams.html'],
  ['a form of parameters', { [PAGE]: undefined }, 'one of iparams.json and iparams.html'],
  [
    'getConfigs',
    { [PAGE_SCRIPT]: replace('function getConfigs', 'const getConfigs = function getConfigs') },
    'declares function getConfigs',
  ],
  ['validate', { [PAGE_SCRIPT]: replace('function validate', 'function check_') }, 'declares function validate'],
  ['postConfigs', { [PAGE_SCRIPT]: replace('function postConfigs', 'function post') }, 'declares function postConfigs'],
  [
    'the posted name of a secret',
    { [PAGE_SCRIPT]: replace("secure: ['injixo_api_key']", "secure: ['apiKey']") },
    '__meta.secure names apiKey',
  ],
  [
    'scripts that are there',
    { [PAGE]: replace('./assets/iparams.js', './assets/page.js') },
    'config/assets/page.js is not there',
  ],
  [
    'no client.interface',
    { [PAGE_SCRIPT]: append("client.interface.trigger('showNotify', {});") },
    'no client.interface',
  ],
  ['no-unpkg-cdn', { [PAGE]: replace('cdn.jsdelivr.net/npm', 'unpkg.com') }, 'not from unpkg.com'],
  // What is packed
  ['no app/ without a location', { 'app/index.html': '<p>' }, 'declares no location'],
  [
    'an icon with a location',
    { [MANIFEST]: replace('"common": {', '"common": { "location": { "full_page_app": {} },') },
    'an SVG of 64 × 64',
  ],
  [
    '2 MB a file of app/',
    {
      [MANIFEST]: replace('"common": {', '"common": { "location": { "full_page_app": {} },'),
      'app/large.js': 'x'.repeat(2 * 1024 * 1024 + 1),
    },
    'app/large.js: is larger than 2 MB',
  ],
  ['unit tests', { [MANIFEST]: replace('"fdk-unit-test"', '"test"') }, 'scripts lacks fdk-unit-test'],
  ['a configuration of the unit tests', { 'vitest.config.js': undefined }, 'vitest.config.js: is not there'],
  [
    '80 % of the branches',
    { 'coverage/unit/coverage-final.json': JSON.stringify({ a: { s: { 0: 1 }, f: { 0: 1 }, b: { 0: [1, 0] } } }) },
    '50.0 % of the branches',
  ],
  ['80 % of the statements', { 'coverage/unit/coverage-final.json': '{}' }, '0.0 % of the statements'],
];

describe('the rule of', () => {
  it.each(BROKEN)('%s catches an app that breaks it', (_rule, changes, fault) => {
    expect(faultsOf(changed(changes)).join('\n')).toContain(fault);
    expect(FAULTS.join('\n')).not.toContain(fault);
  });

  it('tests asks for a folder of them', () => {
    const app = new Map([...APP].filter(([path]) => !path.startsWith('tests/')));
    expect(faultsOf(app)).toContain('error: tests/: is not there');
  });

  it('5 MB catches a zip that is larger', () => {
    // Digests do not shrink but for their spelling, by a quarter.
    const noise = Array.from({ length: 170_000 }, (_none, index) =>
      createHash('sha256').update(String(index)).digest('base64'),
    );
    expect(faultsOf(changed({ 'config/assets/large.css': noise.join('') }))).toContain(
      'error: ./: the zip is larger than 5 MB',
    );
  });
});
