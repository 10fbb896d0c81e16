/** config/: its files, and the installation page. */

import { type AppFiles, scriptsUnder } from './app-files.ts';
import { error, type Fault, warning } from './fault.ts';
import { find, unquoted } from './script.ts';

const PAGE = 'config/iparams.html';
const FORM = 'config/iparams.json';
const KNOWN_FILES =
  /^config\/(?:iparams\.(?:json|html)|requests\.json|oauth_config\.json|entities\.json|app_settings\.json|assets\/.*)$/;
/** The page's contract with Freshworks. */
const PAGE_FUNCTIONS = ['getConfigs', 'validate', 'postConfigs'];
/** The object that postConfigs returns: the one with `__meta`. */
const POSTED = 'ObjectExpression:has(> Property[key.name="__meta"])';

export const configFaults = (app: AppFiles): readonly Fault[] => [
  ...[...app.keys()]
    .filter((path) => path.startsWith('config/') && !KNOWN_FILES.test(path))
    .map((path) => error(path, 'has no place in config/')),
  ...(app.has(PAGE) === app.has(FORM) ? [error('config/', 'must hold one of iparams.json and iparams.html')] : []),
  ...(app.has(PAGE) ? pageFaults(app, app.get(PAGE) ?? '') : []),
];

const pageFaults = (app: AppFiles, page: string): readonly Fault[] => {
  const functions = findInPage(app, 'Program > FunctionDeclaration > Identifier.id');
  const posted = findInPage(app, `${POSTED} > Property > Identifier.key`);
  return [
    ...PAGE_FUNCTIONS.filter((name) => !functions.includes(name)).map((name) =>
      error(PAGE, `no script declares function ${name} at its top level`),
    ),
    ...secureParameters(app)
      .filter((name) => !posted.includes(name))
      .map((name) => error(PAGE, `__meta.secure names ${name}, which is not posted`)),
    ...localScripts(page)
      .filter((path) => !app.has(path))
      .map((path) => error(PAGE, `${path} is not there`)),
    ...(findInPage(app, 'MemberExpression[object.name="client"][property.name="interface"]').length > 0
      ? [error(PAGE, 'an installation page has no client.interface')]
      : []),
    ...(page.includes('unpkg.com') ? [warning(PAGE, 'load libraries from cdn.jsdelivr.net, not from unpkg.com')] : []),
  ];
};

/** The parameters that Freshworks keeps secret, as the page posts them. */
export const secureParameters = (app: AppFiles): readonly string[] =>
  findInPage(app, `${POSTED} Property[key.name="secure"] > ArrayExpression > Literal`).map(unquoted);

const findInPage = (app: AppFiles, selector: string): readonly string[] =>
  scriptsUnder(app, 'config/assets/').flatMap(([, source]) => find(source, selector));

const localScripts = (page: string): readonly string[] =>
  [...page.matchAll(/<script[^>]*\ssrc="(?:\.\/)?(assets\/[^"]+)"/g)].map(([, path]) => `config/${path}`);
