/** The house rules of docs/architecture.md as a function of source texts: what may import what, and what the core may not do. */

import { posix } from 'node:path';

export type Sources = ReadonlyMap<string, string>;

type Room = {
  readonly name: string;
  readonly holds: RegExp;
  /** Files of ours that this room may import; what is not named is forbidden. */
  readonly mayImport: RegExp;
  /** Packages and `node:` modules. */
  readonly packages: RegExp;
  /** Files of which only types may be imported. */
  readonly typesOnly?: RegExp;
  readonly forbidden?: readonly (readonly [what: string, code: RegExp])[];
};

const ANY = /^/;
const NONE = /^$/;

const ENVIRONMENT = ['the environment', /\bprocess\.env\b/] as const;
const IMPURE = [
  ENVIRONMENT,
  ['the clock', /\bDate\.now\b|\bnew Date\(\s*\)|\bDate\(\)|\bperformance\b/],
  ['chance', /\bMath\.random\b|\brandomBytes\b|\brandomUUID\b|\bgetRandomValues\b|\brandomInt\b/],
  ['waiting', /\basync\b|\bawait\b|\bPromise\b|\bsetTimeout\b|\bsetInterval\b/],
  ['logging', /\bconsole\b|\bprocess\.std/],
] as const;

/** The first room that holds a file is its room. */
const ROOMS: readonly Room[] = [
  {
    name: 'domain',
    holds: /^shared\/domain\//,
    mayImport: /^shared\/domain\//,
    packages: /^(?:node:crypto|node:util|node:zlib|temporal-polyfill)$/,
    forbidden: IMPURE,
  },
  {
    name: 'contract',
    holds: /^shared\/contract\//,
    // The routes are part of what is promised on the wire.
    mayImport: /^shared\/(?:(?:domain|contract)\/|routes\.ts$)/,
    packages: /^zod$/,
    forbidden: IMPURE,
  },
  {
    name: 'flows',
    holds: /^shared\/flows\//,
    mayImport: /^shared\/(?:(?:domain|contract|flows)\/|names\.ts$)/,
    packages: /^(?!@aws-sdk|@middy|node:(?!util$|crypto$))/,
    forbidden: [ENVIRONMENT, ['the clock', /\bDate\.now\b|\bnew Date\(\s*\)/], ['logging', /\bconsole\b/]],
  },
  {
    name: 'adapters',
    holds: /^shared\/adapters\//,
    mayImport: /^shared\/(?:(?:domain|contract|flows|adapters)\/|[^/]+\.ts$)/,
    packages: ANY,
    forbidden: [ENVIRONMENT],
  },
  {
    name: 'runtime',
    holds: /^shared\/runtime\//,
    // The plumbing of an HTTP door speaks the contract's words.
    mayImport: /^shared\/(?:(?:runtime|domain|contract)\/|[^/]+\.ts$)/,
    packages: /^(?!@aws-sdk)/,
    forbidden: [ENVIRONMENT],
  },
  { name: 'plain data', holds: /^shared\/[^/]+\.ts$/, mayImport: NONE, packages: NONE, forbidden: [ENVIRONMENT] },
  {
    name: 'a composition root',
    holds: /^functions\/[^/]+\/index\.ts$/,
    mayImport: /^(?:shared|functions)\//,
    packages: ANY,
  },
  { name: 'a function environment', holds: /^functions\/[^/]+\/env\.ts$/, mayImport: NONE, packages: /^zod$/ },
  {
    name: 'a function',
    holds: /^functions\//,
    mayImport: /^(?:shared\/(?!adapters\/)|functions\/)/,
    packages: /^(?!@aws-sdk\/client-)/,
    forbidden: [ENVIRONMENT],
  },
  {
    name: 'infra',
    holds: /^infra\//,
    mayImport: /^(?:infra\/|shared\/(?:names|tables|queues|routes)\.ts$|functions\/[^/]+\/env\.ts$)/,
    packages: ANY,
    typesOnly: /^functions\//,
  },
  {
    name: 'local',
    holds: /^local\//,
    // It shows its status in the operator's own table.
    mayImport: /^(?:(?:local|functions|shared)\/|ops\/status-table\.ts$)/,
    packages: ANY,
  },
  {
    name: 'tools',
    holds: /^(?:ops|bench)\//,
    // The benchmark bundles the functions as infra deploys them.
    mayImport: /^(?:(?:ops|bench|local|functions|shared)\/|infra\/bundling\.ts$)/,
    packages: ANY,
  },
  {
    name: 'the app',
    holds: /^freshchat-app\//,
    mayImport: /^(?:freshchat-app|shared\/contract)\//,
    packages: ANY,
    typesOnly: /^shared\//,
  },
  {
    name: 'the console',
    holds: /^console\//,
    mayImport: /^(?:console|shared\/contract)\//,
    packages: ANY,
    typesOnly: /^shared\//,
  },
  { name: 'tests', holds: /^test\/|^[^/]+\.config\.ts$/, mayImport: ANY, packages: ANY },
];

/** In words, one a fault, each with its file. */
export const faultsOf = (sources: Sources): readonly string[] =>
  [...sources].flatMap(([file, source]) => faultsOfFile(file, source).map((fault) => `${file}: ${fault}`));

const faultsOfFile = (file: string, source: string): readonly string[] => {
  const room = ROOMS.find(({ holds }) => holds.test(file));
  if (!room) return ['stands in no room of the house'];
  const code = withoutWords(source);
  return [
    ...importsOf(source).flatMap((one) => faultsOfImport(file, room, one)),
    ...(room.forbidden ?? []).flatMap(([what, pattern]) =>
      pattern.test(code) ? [`${room.name} must not use ${what}`] : [],
    ),
    ...(/^export\s+(?:type\s+)?(?:\*|\{[^}]*\})\s*(?:as\s+\w+\s*)?from\b/m.test(source)
      ? ['is a barrel: import the file that holds the thing']
      : []),
    ...(/\bas\s+(?!const\b|[=!?:&|])/.test(code) ? ['casts with `as`'] : []),
    ...(/[:<,|&(=]\s*any\b|\bany\[\]/.test(code) ? ['says `any`'] : []),
  ];
};

type Import = { readonly from: string; readonly isType: boolean };

const IMPORT = /(?:^|\n)\s*(?:import|export)\s+(type\s)?(?:[^'";]*?\bfrom\s*)?'([^']+)'|\bimport\(\s*'([^']+)'\s*\)/g;

const importsOf = (source: string): readonly Import[] =>
  [...source.matchAll(IMPORT)].map(([, type, from, lazily]) => ({
    from: from ?? lazily ?? '',
    isType: type !== undefined,
  }));

const faultsOfImport = (file: string, room: Room, { from, isType }: Import): readonly string[] => {
  if (!from.startsWith('.')) return room.packages.test(from) ? [] : [`${room.name} must not import ${from}`];
  const target = posix.join(posix.dirname(file), from);
  const sameFunction =
    folderOf(target) === undefined || folderOf(file) === undefined || folderOf(target) === folderOf(file);
  if (!room.mayImport.test(target) || !sameFunction) return [`${room.name} must not import ${target}`];
  if (room.typesOnly?.test(target) && !isType) return [`${room.name} may import types only from ${target}`];
  return [];
};

/** The folder of one function; functions do not know one another. */
const folderOf = (file: string): string | undefined => /^functions\/[^/]+/.exec(file)?.[0];

/** Code without comments, texts, patterns and the names that imports give: what is left was meant as code. */
const withoutWords = (source: string): string =>
  source
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/^\s*\/\/.*$/gm, '')
    .replace(/'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"/g, "''")
    .replace(/\/\/.*$/gm, '')
    .replace(/`(?:\\.|[^`\\])*`/g, "''")
    .replace(/(?:^|\n)\s*(?:import|export)\s[^;]*?\bfrom\b[^;]*;/g, '\n');
