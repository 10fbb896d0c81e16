/** The scripts: what the sandbox runs, and what the vendor's lint says. */

import { posix } from 'node:path';
import { Linter } from 'eslint';
import { type AppFiles, scriptsUnder } from './app-files.ts';
import { error, type Fault, warning } from './fault.ts';
import { find, onceEach, unquoted } from './script.ts';

/** What the sandbox has besides ECMAScript. No timers, Buffer, URL, fetch, process. */
const SANDBOX = ['console', 'exports', 'require', '$request', '$db', '$schedule', 'generateTargetUrl', 'renderData'];

/** As FDK 10.1.2 lists them in its log. */
const ERRORS: Linter.RulesRecord = {
  'no-var': 'error',
  'prefer-const': 'error',
  eqeqeq: 'error',
  'no-eq-null': 'error',
  'require-await': 'error',
  'no-unused-vars': ['error', { vars: 'local' }],
  'no-empty-function': 'error',
  'no-empty': 'error',
  'no-eval': 'error',
  'no-alert': 'error',
  'no-debugger': 'error',
  'no-caller': 'error',
  'no-unreachable': 'error',
  'no-prototype-builtins': 'error',
  'no-case-declarations': 'error',
  'no-control-regex': 'error',
  'no-useless-catch': 'error',
  'no-redeclare': 'error',
};

const WARNINGS: Linter.RulesRecord = {
  complexity: ['warn', 7],
  'max-nested-callbacks': ['warn', 4],
  'no-restricted-syntax': [
    'warn',
    { selector: 'MemberExpression[object.name="process"][property.name="env"]', message: 'no process.env' },
    {
      selector: 'CallExpression[callee.property.name="then"][arguments.length<2]:not(MemberExpression > .object)',
      message: 'a promise must say what becomes of its rejection',
    },
    {
      selector:
        'CatchClause CallExpression[callee.object.name="console"] > Identifier.arguments[name=/^(e|err|error|reason)$/]',
      message: 'no rejection goes into the log as it is',
    },
    {
      selector:
        'CallExpression > MemberExpression[property.name=/^(get|post|put|patch|delete)$/]:matches([object.name="$request"], [object.property.name="request"])',
      message: 'requests go through templates',
    },
  ],
};

export const scriptFaults = (app: AppFiles): readonly Fault[] => [
  ...scriptsUnder(app, 'server/').flatMap(([path, source]) => [
    ...lintServer(source).map(at(path)),
    ...requireFaults(app, path, source),
    ...find(source, 'MemberExpression[object.name="module"][property.name="exports"]').map(() =>
      error(path, 'module does not exist in the sandbox: set exports'),
    ),
  ]),
  ...scriptsUnder(app, 'config/assets/').flatMap(([path, source]) => lintPage(source).map(at(path))),
];

const at =
  (path: string) =>
  ({ severity, line, ruleId, message }: Linter.LintMessage): Fault =>
    (severity === 2 ? error : warning)(path, `line ${line}: ${message} (${ruleId ?? 'syntax of ES2020'})`);

type Lint = {
  readonly ecmaVersion: 2020 | 'latest';
  readonly globals: readonly string[];
  readonly rules: Linter.RulesRecord;
};

const linter = ({ ecmaVersion, globals, rules }: Lint) =>
  onceEach((source) =>
    new Linter().verify(source, {
      languageOptions: {
        ecmaVersion,
        sourceType: 'script',
        globals: Object.fromEntries(globals.map((name) => [name, 'writable'])),
      },
      linterOptions: { reportUnusedDisableDirectives: 'off' },
      rules,
    }),
  );

const lintServer = linter({
  ecmaVersion: 2020,
  globals: SANDBOX,
  rules: { ...ERRORS, ...WARNINGS, 'no-undef': 'error' },
});
const lintPage = linter({ ecmaVersion: 'latest', globals: [], rules: { ...ERRORS, ...WARNINGS } });

/** The platform appends .js and stays inside server/. */
const requireFaults = (app: AppFiles, path: string, source: string): readonly Fault[] =>
  find(source, 'CallExpression[callee.name="require"] > Literal')
    .map(unquoted)
    .filter((name) => name.startsWith('.'))
    .filter((name) => !app.has(`${posix.normalize(`${posix.dirname(path)}/${name}`)}.js`) || !isInServer(path, name))
    .map((name) => error(path, `require finds no file ${name} in server/ (never write .js)`));

const isInServer = (path: string, name: string): boolean =>
  posix.normalize(`${posix.dirname(path)}/${name}`).startsWith('server/');
