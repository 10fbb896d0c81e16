/** manifest.json, and the handlers that it names. */

import { type AppFiles, scriptsUnder } from './app-files.ts';
import { error, type Fault } from './fault.ts';
import { type Fields, fieldsIn, isFields, readObject } from './json.ts';
import { find, unquoted } from './script.ts';

const FILE = 'manifest.json';
const SERVER = 'server/server.js';
const KNOWN_FIELDS = ['platform-version', 'modules', 'engines', 'dependencies', 'scripts'];
const BLOCKS = ['events', 'requests', 'functions', 'location'];
const EXACT_VERSION = /^\d+\.\d+\.\d+$/;

const EVENTS: Readonly<Record<string, readonly string[]>> = {
  common: ['onAppInstall', 'afterAppUpdate', 'onAppUninstall', 'onScheduledEvent', 'onExternalEvent'],
  chat_conversation: ['onConversationCreate', 'onConversationUpdate', 'onMessageCreate', 'onAgentActivityCreate'],
};

/** What the vendor's tool sees as a handler: a `function`, never an arrow, of the object that `exports` is set to. */
const HANDLERS =
  'Program > ExpressionStatement > AssignmentExpression[left.name="exports"] > ObjectExpression > Property[value.type="FunctionExpression"] > Identifier.key';

export const manifestFaults = (app: AppFiles): readonly Fault[] => {
  const manifest = readObject(app, FILE);
  if (!manifest) return [error(FILE, 'is not there, or is no JSON object')];
  const modules = fieldsIn(manifest['modules']);
  return [
    ...fieldFaults(manifest),
    ...moduleFaults(modules),
    ...eventFaults(app, modules),
    ...dependencyFaults(app, fieldsIn(manifest['dependencies'])),
  ];
};

const fieldFaults = (manifest: Fields): readonly Fault[] => {
  const { node, fdk } = fieldsIn(manifest['engines']);
  return [
    ...(manifest['platform-version'] === '3.0' ? [] : [error(FILE, 'platform-version must be "3.0"')]),
    ...Object.keys(manifest)
      .filter((field) => !KNOWN_FIELDS.includes(field))
      .map((field) => error(FILE, `${field} is no field of platform 3.0`)),
    ...Object.entries({ node, fdk })
      .filter(([, version]) => !EXACT_VERSION.test(String(version)))
      .map(([engine]) => error(FILE, `engines.${engine} must be an exact version`)),
  ];
};

const moduleFaults = (modules: Fields): readonly Fault[] => [
  ...(Object.keys(modules).some((name) => name !== 'common') ? [] : [error(FILE, 'modules names no product')]),
  ...Object.entries(modules).flatMap(([name, content]) =>
    BLOCKS.filter((block) => isEmpty(fieldsIn(content)[block])).map((block) =>
      error(FILE, `modules.${name}.${block} is empty`),
    ),
  ),
];

const isEmpty = (block: unknown): boolean => isFields(block) && Object.keys(block).length === 0;

const eventFaults = (app: AppFiles, modules: Fields): readonly Fault[] => {
  const handlers = find(app.get(SERVER) ?? '', HANDLERS);
  return Object.entries(modules).flatMap(([module, content]) =>
    Object.entries(fieldsIn(fieldsIn(content)['events'])).flatMap(([event, declared]) => {
      const { handler } = fieldsIn(declared);
      if (!EVENTS[module]?.includes(event)) return [error(FILE, `${module} knows no event ${event}`)];
      return handlers.includes(String(handler))
        ? []
        : [error(SERVER, `exports = {…} holds no function ${String(handler)} for ${event}`)];
    }),
  );
};

const dependencyFaults = (app: AppFiles, dependencies: Fields): readonly Fault[] => {
  const required = scriptsUnder(app, 'server/').flatMap(([, source]) =>
    find(source, 'CallExpression[callee.name="require"] > Literal').map(unquoted),
  );
  const packages = required.filter((name) => !name.startsWith('.'));
  return [
    ...Object.entries(dependencies).flatMap(([name, version]) => [
      ...(EXACT_VERSION.test(String(version)) ? [] : [error(FILE, `dependencies.${name} must be an exact version`)]),
      ...(packages.includes(name) ? [] : [error(FILE, `dependencies.${name} is used nowhere`)]),
    ]),
    ...packages
      .filter((name) => !Object.hasOwn(dependencies, name))
      .map((name) => error(FILE, `dependencies lacks ${name}, which the server requires`)),
  ];
};
