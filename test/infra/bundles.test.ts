import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { formatApiKey } from '../../shared/intake/api-key.ts';
import { bundleInto, type DeployedBundle } from '../support/deployed-bundles.ts';

/** A cold start reads and compiles all of it. The largest is watch-silence, which talks to four services. */
const MAX_BYTES = 480_000;

let folder: string;
let bundles: readonly DeployedBundle[];

beforeAll(async () => {
  // Outside the repository, as on Lambda: what is not in the bundle cannot be found.
  folder = await mkdtemp(path.join(tmpdir(), 'bundles-'));
  bundles = bundleInto(folder);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

const bundleOf = (name: string): DeployedBundle => {
  const bundle = bundles.find(({ logicalId }) => logicalId.includes(name));
  if (!bundle) throw new Error(`No function ${name} in the stack`);
  return bundle;
};

const placeholderFor = (variable: string): string => {
  if (variable.endsWith('_URL')) return 'http://127.0.0.1:9/queue';
  if (variable.endsWith('_CIPHER')) return 'arn:aws:kms:eu-central-1:111111111111:key/1';
  return variable.endsWith('_ARN') ? 'arn:aws:sns:eu-central-1:000000000000:topic' : 'name';
};

/** Runs `script`, to which the bundle is `bundle`, with the variables that infra sets and those that Lambda sets. */
const run = async (
  { file, variables }: DeployedBundle,
  script: string,
  more: Readonly<Record<string, string>> = {},
) => {
  const values = variables.map((name) => [name, placeholderFor(name)]);
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--input-type=module', '--eval', `const bundle = await import('${pathToFileURL(file)}');${script}`],
    { cwd: folder, env: { AWS_REGION: 'eu-central-1', ...Object.fromEntries(values), ...more } },
  );
  return stdout;
};

test('each folder under functions is deployed', async () => {
  const folders = await readdir(new URL('../../functions', import.meta.url));
  const asFolder = (logicalId: string) => logicalId.replaceAll(/(?<=[a-z])[A-Z]/g, '-$&').toLowerCase();
  for (const name of folders) expect(bundles.some(({ logicalId }) => asFolder(logicalId).includes(name))).toBe(true);
  expect(bundles).toHaveLength(folders.length);
});

test('no bundle is larger than a cold start can bear', async () => {
  for (const { file } of bundles) {
    expect((await stat(file)).size).toBeLessThanOrEqual(MAX_BYTES);
  }
});

test('each bundle loads with nothing but the variables that infra sets, and exports its handler', async () => {
  for (const bundle of bundles) expect(await run(bundle, 'console.log(typeof bundle.handler)')).toBe('function\n');
});

test('each function writes its metrics where infra says', async () => {
  for (const { file } of bundles) expect(await readFile(file, 'utf8')).toContain('METRIC_NAMESPACE');
});

test('no bundle holds a cipher with a key in a file', async () => {
  for (const { file } of bundles) expect(await readFile(file, 'utf8')).not.toContain('aes-256-gcm');
});

test('the bundled SDK signs with the credentials of the environment', async () => {
  const authorizations: (string | undefined)[] = [];
  const store = createServer((request, response) => {
    authorizations.push(request.headers.authorization);
    response.setHeader('content-type', 'application/x-amz-json-1.0').end('{}');
  });
  await new Promise<void>((resolve) => store.listen(0, '127.0.0.1', resolve));
  const address = store.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const { key } = formatApiKey(new Uint8Array(8), new Uint8Array(32));
  const request = {
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: '{}',
    isBase64Encoded: false,
    requestContext: { http: { method: 'POST', path: '/v1/events' }, requestId: 'r-1' },
  };

  const answer = await run(
    bundleOf('ReceiveEvents'),
    `const { statusCode } = await bundle.handler(${JSON.stringify(request)}, {}); console.log('answered', statusCode);`,
    {
      AWS_ACCESS_KEY_ID: 'AKIDLAMBDA',
      AWS_SECRET_ACCESS_KEY: 'unused',
      AWS_SESSION_TOKEN: 'unused',
      AWS_ENDPOINT_URL_DYNAMODB: `http://127.0.0.1:${port}`,
    },
  ).finally(() => store.close());

  expect(answer).toContain('answered 401');
  expect(authorizations).toEqual([expect.stringContaining('Credential=AKIDLAMBDA/')]);
});
