import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { EVERYTHING_SET, edgeOutputsOf, outputsOf, synthesise } from '../support/pipeline-template.ts';
import { resourcesOf } from '../support/template-promise.ts';

const guide = readFileSync(new URL('../../docs/deploy.md', import.meta.url), 'utf8');

/** `HttpApiUrl`, and `AlarmsCriticalTopicArn…` for what CloudFormation ends with a hash. */
const named = [...guide.matchAll(/`([A-Z]\w+)(…?)(\w*)`/g)].map(([, start = '', rest = '', end = '']) => ({
  start,
  end,
  isWhole: rest === '',
}));

const names = (output: string): boolean =>
  named.some(({ start, end, isWhole }) =>
    isWhole ? output === start : output.startsWith(start) && output.includes(end),
  );

const printed = [...Object.keys(outputsOf(EVERYTHING_SET)), ...Object.keys(edgeOutputsOf(EVERYTHING_SET))];

test.each(printed)('the guide to deploying says what the output %s is for', (output) => {
  expect(names(output)).toBe(true);
});

test('each output that the table of the guide names is printed', () => {
  const table = guide.slice(guide.indexOf('| output |'), guide.indexOf('\n\n', guide.indexOf('| output |')));
  const listed = [...table.matchAll(/`([A-Z]\w+)…?(\w*)`/g)];
  expect(listed.length).toBeGreaterThan(8);
  for (const [, start = '', end = ''] of listed) {
    const isPrinted = printed.some((output) => output.startsWith(start) && output.includes(end));
    expect(isPrinted, start).toBe(true);
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
