/** `npm run rehearse`: the day of deployed-functions.test.ts under AWS's own emulator and runtime client. */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runCommand } from '../../ops/command.ts';
import type { Help } from '../../ops/help.ts';
import { bundleInto } from '../support/deployed-bundles.ts';
import { NoEmulatorError, prepareEmulator, startUnderEmulator } from './emulator.ts';
import { rehearse } from './rehearse.ts';
import { proveRoles } from './role-proof.ts';

const rehearseHere = async (): Promise<number> => {
  const emulator = await prepareEmulator();
  const folder = await mkdtemp(path.join(tmpdir(), 'rehearsal-'));
  try {
    const deployment = bundleInto(folder);
    const { findings, calls } = await rehearse(deployment, startUnderEmulator(emulator), ({ sentence, failure }) =>
      console.log(failure === undefined ? `  holds   ${sentence}` : `  FAILS   ${sentence}\n${failure}`),
    );
    const proofs = proveRoles(deployment.template, calls);
    const gaps = proofs.flatMap(({ denied, unused }) => [...denied, ...unused]);
    const failures = findings.filter(({ failure }) => failure !== undefined).length + gaps.length;
    for (const gap of gaps) console.log(`  FAILS   a role: ${gap}`);
    console.log(`${findings.length} sentences, ${proofs.length} roles, ${calls.length} calls, ${failures} failures.`);
    return failures === 0 ? 0 : 1;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

const HELP: Help = {
  usage: 'npm run rehearse',
  does: "Runs each built bundle under AWS's runtime interface emulator and client. Needs Go and cmake, and says so where they are not.",
  example: 'npm run rehearse',
};

await runCommand(HELP, async () => {
  try {
    process.exitCode = await rehearseHere();
  } catch (error) {
    if (!(error instanceof NoEmulatorError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
});
