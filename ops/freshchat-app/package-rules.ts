/** What `fdk pack` looks at: the front end, sizes, tests and their coverage. */

import type { AppFiles } from './app-files.ts';
import { error, type Fault } from './fault.ts';
import { fieldsIn, readObject } from './json.ts';
import { zipOf } from './zip.ts';

const MEGABYTE = 1024 * 1024;
const MAX_ZIP = 5 * MEGABYTE;
const MAX_APP_FILE = 2 * MEGABYTE;
const ICON = 'app/styles/images/icon.svg';
const COVERAGE = 'coverage/unit/coverage-final.json';
const MIN_COVERAGE = 80;

export const packageFaults = (app: AppFiles): readonly Fault[] => [
  ...frontEndFaults(app),
  ...(zipOf(app).byteLength > MAX_ZIP ? [error('./', 'the zip is larger than 5 MB')] : []),
  ...testFaults(app),
  ...coverageFaults(app),
];

/** An app without a location shows nothing in Freshchat, and then has no app/ either. */
const frontEndFaults = (app: AppFiles): readonly Fault[] => {
  const files = [...app].filter(([path]) => path.startsWith('app/'));
  const modules = fieldsIn(readObject(app, 'manifest.json')?.['modules']);
  const hasLocation = Object.values(modules).some((module) => 'location' in fieldsIn(module));
  if (!hasLocation) return files.length > 0 ? [error('app/', 'is there, but manifest.json declares no location')] : [];
  const icon = app.get(ICON) ?? '';
  return [
    ...(/\bwidth="64(?:px)?"/.test(icon) && /\bheight="64(?:px)?"/.test(icon)
      ? []
      : [error(ICON, 'must be an SVG of 64 × 64')]),
    ...files
      .filter(([, content]) => Buffer.byteLength(content) > MAX_APP_FILE)
      .map(([path]) => error(path, 'is larger than 2 MB')),
  ];
};

const testFaults = (app: AppFiles): readonly Fault[] => [
  ...(typeof fieldsIn(readObject(app, 'manifest.json')?.['scripts'])['fdk-unit-test'] === 'string'
    ? []
    : [error('manifest.json', 'scripts lacks fdk-unit-test')]),
  ...(app.has('vitest.config.js') ? [] : [error('vitest.config.js', 'is not there')]),
  ...([...app.keys()].some((path) => path.startsWith('tests/')) ? [] : [error('tests/', 'is not there')]),
];

/** Only where the unit tests have run: `npm run app:test` leaves the file behind. */
const coverageFaults = (app: AppFiles): readonly Fault[] => {
  if (!app.has(COVERAGE)) return [];
  const files = Object.values(fieldsIn(readObject(app, COVERAGE))).map(fieldsIn);
  const shares = {
    statements: share(files.flatMap(({ s }) => Object.values(fieldsIn(s)))),
    branches: share(files.flatMap(({ b }) => Object.values(fieldsIn(b)).flat())),
    functions: share(files.flatMap(({ f }) => Object.values(fieldsIn(f)))),
  };
  return Object.entries(shares)
    .filter(([, percent]) => percent < MIN_COVERAGE)
    .map(([what, percent]) => error(COVERAGE, `${percent.toFixed(1)} % of the ${what}, not ${MIN_COVERAGE} %`));
};

const share = (counts: readonly unknown[]): number =>
  counts.length === 0 ? 0 : (100 * counts.filter((count) => Number(count) > 0).length) / counts.length;
