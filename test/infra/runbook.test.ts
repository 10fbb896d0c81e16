import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { ALARMS } from '../../shared/names.ts';
import { EVERYTHING_SET, synthesise } from '../support/pipeline-template.ts';
import { at, resourcesOf } from '../support/template-promise.ts';

const runbook = readFileSync(new URL('../../docs/runbook.md', import.meta.url), 'utf8');
const sections = new Map(
  runbook
    .split(/^## /m)
    .slice(1)
    .map((section) => [section.slice(0, section.indexOf('\n')), section]),
);
const template = synthesise(EVERYTHING_SET);
const STEPS = ['Meaning', 'Impact', 'Mitigate', 'Fix', 'Verify'];

const anchors = ['AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm']
  .flatMap((type) => resourcesOf(template, type))
  .map(({ resource }) => String(at(resource.Properties, 'AlarmDescription')).replace(/^.*docs\/runbook\.md#/, ''));

describe.each(anchors)('the runbook on %s', (anchor) => {
  test.each(STEPS)('says: %s', (step) => {
    expect(sections.get(anchor)).toMatch(new RegExp(`^- \\*\\*${step}:\\*\\* \\S`, 'm'));
  });
});

test('each alarm of shared/names.ts is registered, and the runbook has no section beyond them', () => {
  expect(anchors.toSorted()).toEqual(Object.values(ALARMS).toSorted());
  // What people notice has a heading in words.
  const ofAlarms = [...sections.keys()].filter((heading) => /^[a-z-]+$/.test(heading));
  expect(ofAlarms.toSorted()).toEqual(anchors.toSorted());
});

test('each saved query that the runbook names exists', () => {
  const saved = resourcesOf(template, 'AWS::Logs::QueryDefinition').map(({ resource }) =>
    String(at(resource.Properties, 'Name')).replace(/^pipeline/, '<stack>'),
  );
  const named = [...runbook.matchAll(/<stack>\/[a-z]+-[a-z]+\/[a-z]+/g)].map(([name]) => name);
  expect(named).not.toHaveLength(0);
  expect(saved).toEqual(expect.arrayContaining(named));
});

test('each command that the runbook names exists', () => {
  const named = [...runbook.matchAll(/npm run ([a-z:-]+)/g)].map(([, script]) => script);
  expect(Object.keys(packageJson.scripts)).toEqual(expect.arrayContaining(named));
});

test('each link within the runbook leads to a section', () => {
  const linked = [...runbook.matchAll(/\]\(#([a-z0-9-]+)\)/g)].map(([, anchor]) => anchor);
  expect([...sections.keys()]).toEqual(expect.arrayContaining(linked));
});
