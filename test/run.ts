/**
 * `npm test`: everything there is. The tests keep two cores busy but for their waits, and the other checks run in
 * these. Their output appears when they have ended.
 */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

const BESIDE = ['check', 'app:test'];

/** Whether all went well. */
const runTests = async (): Promise<boolean> => {
  const [code] = await once(spawn('vitest', ['run'], { stdio: 'inherit' }), 'exit');
  return code === 0;
};

const runScripts = async (scripts: readonly string[]): Promise<boolean> => {
  let isWell = true;
  for (const script of scripts) {
    const run = spawn('npm', ['run', '--silent', script], { stdio: ['ignore', 'pipe', 'pipe'] });
    const [output, errors, [code]] = await Promise.all([text(run.stdout), text(run.stderr), once(run, 'exit')]);
    process.stdout.write(`\n=== npm run ${script}: ${code === 0 ? 'passed' : 'FAILED'}\n${output}${errors}\n`);
    isWell &&= code === 0;
  }
  return isWell;
};

const results = await Promise.all([runTests(), runScripts(BESIDE)]);
if (results.includes(false)) process.exitCode = 1;
