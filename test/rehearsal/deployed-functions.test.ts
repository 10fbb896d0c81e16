/** What is deployed is what was tested: every bundle, in a process that holds nothing else. */

import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { bundleInto } from '../support/deployed-bundles.ts';
import type { PipelineTemplate } from '../support/pipeline-template.ts';
import { type Located, withProperty } from '../support/template-promise.ts';
import { startCleanProcess } from './clean-process.ts';
import { rehearse } from './rehearse.ts';
import { proveRoles } from './role-proof.ts';

/** A cold start reads and compiles all of it. */
const MAX_BUNDLE_BYTES = 475_000;
/** Nobody waits for a run of the monitor, and it holds the client of CloudWatch besides. */
const MAX_MONITOR_BYTES = 500_000;

// Outside the repository, as on Lambda: what is not in the bundle cannot be found.
const folder = await mkdtemp(path.join(tmpdir(), 'rehearsal-'));
afterAll(() => rm(folder, { recursive: true, force: true }));
const deployment = bundleInto(folder);
const { template, bundles } = deployment;
const { findings, calls } = await rehearse(deployment, startCleanProcess);

describe('what is deployed', () => {
  test.each(findings)('$sentence', ({ failure }) => {
    expect(failure).toBeUndefined();
  });

  test('is every folder under functions, and every one was called', async () => {
    const folders = await readdir(new URL('../../functions', import.meta.url));
    const written = findings.flatMap(({ sentence }) => /^([a-z-]+) writes lines/.exec(sentence)?.[1] ?? []);
    expect(written.toSorted()).toEqual(folders.toSorted());
    expect(bundles).toHaveLength(folders.length);
  });
});

describe.each(bundles)('the bundle of $logicalId', ({ logicalId, file }) => {
  test('is no larger than a cold start can bear', async () => {
    const limit = logicalId.startsWith('WatchSilence') ? MAX_MONITOR_BYTES : MAX_BUNDLE_BYTES;
    expect((await stat(file)).size).toBeLessThanOrEqual(limit);
  });

  test('writes its metrics where infra says, and holds no cipher with a key in a file', async () => {
    const source = await readFile(file, 'utf8');
    expect(source.includes('METRIC_NAMESPACE')).toBe(true);
    expect(source.includes('aes-256-gcm')).toBe(false);
  });
});

describe('each role allows what its function does, and nothing else', () => {
  test.each(proveRoles(template, calls))('$function', ({ denied, unused }) => {
    expect({ denied, unused }).toEqual({ denied: [], unused: [] });
  });

  const RECEIVE = 'EventDoorReceiveEvents';
  const isOfReceiveEvents = ({ id }: Located): boolean => id.startsWith(RECEIVE);
  const proofOf = (changed: PipelineTemplate) =>
    proveRoles(changed, calls).find((proof) => proof.function.startsWith(RECEIVE));

  test('one action more is noticed', () => {
    const scan = {
      Effect: 'Allow',
      Action: 'dynamodb:Scan',
      Resource: { 'Fn::GetAtt': ['TablesChats2B26BFFF', 'Arn'] },
    };
    const policies = 'Policies.0.PolicyDocument.Statement.0';
    const wider = withProperty('AWS::IAM::Role', policies, scan, isOfReceiveEvents)(template);
    expect(proofOf(wider)?.unused).toEqual(['dynamodb:Scan TablesChats2B26BFFF']);
  });

  test('one action less is noticed', () => {
    const narrower = withProperty('AWS::IAM::Role', 'Policies', [], isOfReceiveEvents)(template);
    expect(proofOf(narrower)?.denied.join()).toContain('sqs:SendMessage EventsQueue');
  });
});
