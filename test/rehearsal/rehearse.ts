/**
 * A day in the life of what is deployed: every built bundle is started with the variables of the template, gets the
 * events that AWS would send, and what then lies in tables and queues is looked at. Who runs the bundles is the caller's.
 */

import type { DeployedBundle, Deployment } from '../support/deployed-bundles.ts';
import type { RecordedCall } from './call-recorder.ts';
import { type DeployedAccount, openDeployedAccount } from './deployed-account.ts';
import { type DeployedFunction, environmentOf, type StartFunction } from './deployed-function.ts';
import { administerIntegrations } from './scenes/administer.ts';
import { countChats } from './scenes/count.ts';
import { eraseIntegration } from './scenes/erase.ts';
import { seeAllAccounts } from './scenes/operations.ts';
import { readCounts } from './scenes/read.ts';
import { receiveAndRecord } from './scenes/receive-and-record.ts';
import { signIn } from './scenes/sign-in.ts';
import { watchForSilence } from './scenes/watch.ts';

/** One sentence about what is deployed, and why it does not hold. */
export type Finding = { readonly sentence: string; readonly failure?: string };

export type Rehearsal = { readonly findings: readonly Finding[]; readonly calls: readonly RecordedCall[] };

/** What a scene works with. */
export type Stage = {
  readonly account: DeployedAccount;
  /** Runs the function of a folder under functions/; starts it at the first call. */
  readonly invoke: (folder: string, event: unknown) => Promise<unknown>;
  /** The next call meets a process that remembers nothing. */
  readonly restart: (folder: string) => Promise<void>;
  readonly callerOf: (folder: string) => string;
  readonly find: (sentence: string, proof: () => void | Promise<void>) => Promise<void>;
};

export const rehearse = async (
  { template, bundles }: Deployment,
  start: StartFunction,
  report: (finding: Finding) => void = () => undefined,
): Promise<Rehearsal> => {
  const account = await openDeployedAccount(template);
  const running = new Map<string, DeployedFunction>();
  const findings: Finding[] = [];

  const note = (finding: Finding): void => {
    findings.push(finding);
    report(finding);
  };
  const functionOf = async (folder: string): Promise<DeployedFunction> => {
    const known = running.get(folder);
    if (known) return known;
    const bundle = bundleOf(bundles, folder);
    const started = await start(bundle, environmentOf(bundle, account));
    running.set(folder, started);
    return started;
  };
  const restart = async (folder: string): Promise<void> => {
    await running.get(folder)?.stop();
    running.delete(folder);
  };
  const stage: Stage = {
    account,
    invoke: async (folder, event) => (await functionOf(folder)).invoke(event),
    restart,
    callerOf: (folder) => bundleOf(bundles, folder).logicalId,
    find: async (sentence, proof) => {
      try {
        await proof();
        note({ sentence });
      } catch (error) {
        note({ sentence, failure: error instanceof Error ? error.message : String(error) });
      }
    },
  };

  try {
    await signIn(stage);
    const integration = await administerIntegrations(stage);
    const chats = await receiveAndRecord(stage, integration);
    await countChats(stage, integration, chats);
    await readCounts(stage, integration);
    await watchForSilence(stage, integration);
    await seeAllAccounts(stage, integration);
    await eraseIntegration(stage, integration);
    for (const [folder, { output }] of running) {
      await stage.find(`${folder} writes lines of its own, and no secret`, () => {
        const lines = output();
        if (!lines.includes('"outcome"')) throw new Error(`No outcome in:\n${lines}`);
        if (lines.includes(integration.apiKey) || lines.includes(FRESHCHAT_KEY)) throw new Error('A key in the log');
      });
    }
  } finally {
    for (const folder of [...running.keys()]) await restart(folder);
    await account.close();
  }
  return { findings, calls: account.recorder.calls };
};

export const FRESHCHAT_KEY = 'freshchat-secret-of-the-rehearsal';

const pascalCase = (name: string): string => name.replace(/(?:^|-)(.)/g, (_, letter: string) => letter.toUpperCase());

const bundleOf = (bundles: readonly DeployedBundle[], folder: string): DeployedBundle => {
  const bundle = bundles.find(({ logicalId }) => logicalId.includes(pascalCase(folder)));
  if (!bundle) throw new Error(`The stack has no function for functions/${folder}`);
  return bundle;
};
