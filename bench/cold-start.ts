/** What a cold start has to read: each function as one file, and how long a fresh process takes to import it. */

import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import * as z from 'zod';
import { BUNDLING } from '../infra/bundling.ts';
import type { FunctionResult } from './results.ts';

const FUNCTIONS = new URL('../functions/', import.meta.url);
const RUNS = 11;

const environmentModule = z.object({ environmentSchema: z.instanceof(z.ZodObject) });

export const measureColdStarts = async (): Promise<readonly FunctionResult[]> => {
  const folder = await mkdtemp(join(tmpdir(), 'bench-bundles-'));
  try {
    const empty = join(folder, 'empty.mjs');
    await writeFile(empty, 'export const handler = undefined;\n');
    const emptyMs = await importMs(empty, {});
    const results: FunctionResult[] = [];
    for (const name of (await readdir(FUNCTIONS)).sort()) {
      const file = join(folder, `${name}.mjs`);
      await bundle(name, file);
      const environment = await environmentOf(name);
      results.push({
        name,
        bundleBytes: (await stat(file)).size,
        importMs: (await importMs(file, environment)) - emptyMs,
      });
    }
    return results;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

/** With the settings that infra/ deploys. */
const bundle = async (name: string, outfile: string): Promise<void> => {
  await build({
    entryPoints: [join(new URL(name, FUNCTIONS).pathname, 'index.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: BUNDLING.target ?? 'node24',
    minify: BUNDLING.minify ?? false,
    mainFields: BUNDLING.mainFields ?? [],
    external: BUNDLING.externalModules ?? [],
    ...(BUNDLING.banner !== undefined && { banner: { js: BUNDLING.banner } }),
    logLevel: 'error',
  });
};

const environmentOf = async (name: string): Promise<Readonly<Record<string, string>>> => {
  const file = new URL(`${name}/env.ts`, FUNCTIONS);
  // A function without tables, queues and keys has none.
  if (!existsSync(file)) return {};
  const module: unknown = await import(file.href);
  const { environmentSchema } = environmentModule.parse(module);
  // What may be absent, infra/ need not set.
  const { required = [] } = z.toJSONSchema(environmentSchema, { io: 'input', unrepresentable: 'any' });
  return Object.fromEntries(required.map((key) => [key, placeholderFor(key)]));
};

const placeholderFor = (key: string): string => {
  if (key.startsWith('MAX_')) return '50';
  if (key.endsWith('_URL')) return 'http://127.0.0.1:9/queue';
  if (key.endsWith('_TOPIC_ARN')) return 'arn:aws:sns:eu-central-1:111111111111:topic';
  return key.endsWith('_CIPHER') ? 'arn:aws:kms:eu-central-1:111111111111:key/1' : 'table';
};

const importMs = async (file: string, environment: Readonly<Record<string, string>>): Promise<number> => {
  const script = `const start = performance.now(); await import('${pathToFileURL(file)}'); console.log(performance.now() - start);`;
  const times: number[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], {
      env: { AWS_REGION: 'us-east-1', ...environment },
    });
    times.push(Number(stdout));
  }
  return times.sort((a, b) => a - b)[Math.floor(RUNS / 2)] ?? 0;
};
