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

/** Features from the ground up: a feature imports from itself and from those below it. docs/architecture.md */
const FLOORS = [
  'core',
  'counting',
  'intake',
  'completeness',
  'silence',
  'integrations',
  'recovery',
  'operations',
  'reading',
  'api',
] as const;
type Floor = (typeof FLOORS)[number];

/** What of `shared/` a file on this floor may import: its own floor and those below, and the plain data. */
const upTo = (floor: number): string => `^shared/(?:(?:${FLOORS.slice(0, floor + 1).join('|')})/|[^/]+\\.ts$)`;

/** Knows nothing of the outside: neither wire nor tables, neither time nor chance. */
const RULES: Readonly<Partial<Record<Floor, string>>> = {
  core: '(?:base62|duration|hour|instant|integration-id|text|visible-name|zone-offsets)',
  counting:
    '(?:chat|contact-count|contributions|correction|decisions|explanation|known-chat|sequence-number|source-queue|terminal-event)',
  intake: '(?:api-key|event|event-time|refused-counts)',
  completeness: '(?:caught-up|claims|hole|hour-state)',
  silence:
    '(?:active-hours|evidence|heard-accounts|hole-cause|incident|integration-status|our-outages|platform-trouble|pipeline-state|probe|refused-as|refused-share|shown-status|silence-policy|status-since|urgency|weekly-hours)',
  integrations: '(?:freshchat-check|freshchat-domain|integration|overview)',
  recovery: '(?:recovery-job|report-time|report-row)',
  operations: '(?:survey)',
  reading: '(?:columns|contacts-csv|interval-states|intervals|joined-groups|known-values|page-limits|shown-holes)',
};

/** Speaks to AWS, to Freshchat or to the disk. */
const ADAPTERS = [
  String.raw`[\w./-]+(?:\.(?:dynamo|sqs|sns|kms|cloudwatch|http|local)|-item|-statements|-client)`,
  'core/(?:dynamo|sqs|sdk)/.*',
  'core/(?:random-pause|system-clock)',
  'integrations/freshchat/(?:connection|public-address|reach|retry-after)',
  'integrations/secrets/(?:ciphertext-text|key-file)',
].join('|');

const rulesUpTo = (floor: number): string =>
  FLOORS.slice(0, floor + 1)
    .map((feature) => `${feature}/${RULES[feature] ?? '(?!)'}`)
    .join('|');

const roomsOf = (feature: Floor, floor: number): readonly Room[] => {
  const inFeature = (files: string): RegExp => new RegExp(`^shared/(?=${feature}/)(?:${files})\\.ts$`);
  return [
    {
      name: `the rules of ${feature}`,
      holds: inFeature(rulesUpTo(floor)),
      mayImport: new RegExp(`^shared/(?:[^/]+|${rulesUpTo(floor)})\\.ts$`),
      packages: /^(?:node:crypto|node:util|node:zlib|temporal-polyfill)$/,
      forbidden: IMPURE,
    },
    {
      name: `the adapters of ${feature}`,
      holds: inFeature(ADAPTERS),
      mayImport: new RegExp(upTo(floor)),
      packages: ANY,
      forbidden: [ENVIRONMENT],
    },
    {
      name: `the Lambda shell of ${feature}`,
      holds: inFeature('core/lambda/.*'),
      mayImport: new RegExp(upTo(floor)),
      packages: /^(?!@aws-sdk)/,
      forbidden: [ENVIRONMENT],
    },
    {
      name: `wire shapes, ports and use cases of ${feature}`,
      holds: new RegExp(`^shared/${feature}/`),
      mayImport: new RegExp(`(?!^shared/(?:${ADAPTERS})\\.ts$)${upTo(floor)}`),
      packages: /^(?!@aws-sdk|@middy|node:(?!util$|crypto$))/,
      forbidden: [ENVIRONMENT, ['the clock', /\bDate\.now\b|\bnew Date\(\s*\)/], ['logging', /\bconsole\b/]],
    },
  ];
};

/** The first room that holds a file is its room. */
const ROOMS: readonly Room[] = [
  ...FLOORS.flatMap(roomsOf),
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
    mayImport: new RegExp(`^(?:shared/(?!(?:${ADAPTERS})\\.ts$)|functions/)`),
    packages: /^(?!@aws-sdk\/client-)/,
    forbidden: [ENVIRONMENT],
  },
  {
    name: 'infra',
    holds: /^infra\//,
    mayImport: /^(?:infra\/|shared\/(?:attributes|names|tables|queues|routes|site)\.ts$|functions\/[^/]+\/env\.ts$)/,
    packages: ANY,
    typesOnly: /^functions\//,
  },
  {
    name: 'local',
    holds: /^local\//,
    // `npm start` is a command too: it answers --help, shows the operator's status table, and plays the sample day.
    mayImport: /^(?:(?:local|functions|shared)\/|ops\/(?:help|status-table)\.ts$|sample-day\/run\.ts$)/,
    packages: ANY,
  },
  {
    name: 'tools',
    holds: /^(?:ops|bench)\//,
    // The benchmark bundles the functions as infra deploys them.
    mayImport: /^(?:(?:ops|bench|local|functions|shared)\/|infra\/bundling\.ts$|sample-day\/progress\.ts$)/,
    packages: ANY,
  },
  { name: 'the sample day', holds: /^sample-day\//, mayImport: /^(?:sample-day|shared)\//, packages: ANY },
  { name: 'the app', holds: /^freshchat-app\//, mayImport: /^freshchat-app\//, packages: ANY },
  { name: 'the console', holds: /^console\//, mayImport: /^console\//, packages: ANY },
  { name: 'tests', holds: /^test\/|^[^/]+\.config\.ts$/, mayImport: ANY, packages: ANY },
];

/** In words, one a fault, each with its file. */
export const faultsOf = (sources: Sources): readonly string[] => [
  ...[...sources].flatMap(([file, source]) => faultsOfFile(file, source).map((fault) => `${file}: ${fault}`)),
  ...twinsIn(sources),
  ...circlesIn(sources),
];

/** Base names that occur twice within `shared/`: a reader who searches for a file finds one. */
const twinsIn = (sources: Sources): readonly string[] => {
  const seen = new Map<string, string>();
  return [...sources.keys()]
    .filter((file) => file.startsWith('shared/'))
    .flatMap((file) => {
      const name = posix.basename(file);
      const twin = seen.get(name);
      seen.set(name, file);
      return twin === undefined ? [] : [`${file}: has the name of ${twin}`];
    });
};

/** Files of `shared/` that import each other in a circle, types included. */
const circlesIn = (sources: Sources): readonly string[] => {
  const done = new Set<string>();
  const path: string[] = [];
  const circles: string[] = [];
  const visit = (file: string): void => {
    if (path.includes(file))
      circles.push(`${file}: imports itself through ${path.slice(path.indexOf(file) + 1).join(', ')}`);
    if (done.has(file) || path.includes(file)) return;
    path.push(file);
    for (const { from } of importsOf(sources.get(file) ?? '')) {
      if (from.startsWith('.')) visit(posix.join(posix.dirname(file), from));
    }
    path.pop();
    done.add(file);
  };
  for (const file of sources.keys()) if (file.startsWith('shared/')) visit(file);
  return circles;
};

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
