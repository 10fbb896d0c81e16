import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { EVERYTHING_SET, outputsOf, synthesise } from '../support/pipeline-template.ts';
import { resourcesOf } from '../support/template-promise.ts';

const guide = readFileSync(new URL('../../docs/deploy.md', import.meta.url), 'utf8');

test('each output that the guide to deploying names is printed by a deployment', () => {
  const printed = Object.keys(outputsOf(EVERYTHING_SET));
  const named = [...guide.matchAll(/`([A-Z]\w+)…(\w*)/g)].map(([, start = '', end = '']) => ({ start, end }));
  expect(named).toHaveLength(8);
  for (const { start, end } of named) {
    expect(printed.some((name) => name.startsWith(start) && name.includes(end))).toBe(true);
  }
});

test('each command that the guide names exists', () => {
  const named = [...guide.matchAll(/npm run ([a-z:-]+)/g)].map(([, script]) => script);
  expect(Object.keys(packageJson.scripts)).toEqual(expect.arrayContaining(named));
});

test('the guide counts the alarms that are paid for', () => {
  const alarms = resourcesOf(synthesise(EVERYTHING_SET), 'AWS::CloudWatch::Alarm').length;
  expect(guide).toContain(`| ${alarms} alarms at 0.10 | ${(alarms / 10).toFixed(2)} |`);
});
