import { expect, test } from 'vitest';
import { settingsOf } from '../../infra/settings.ts';
import { chooseTarget } from '../../ops/target.ts';
import { outputsOf } from '../support/pipeline-template.ts';
import { at, listOf } from '../support/template-promise.ts';

test('a deployment prints the line with which operators’ commands find it', () => {
  const [, line] = Object.entries(outputsOf(settingsOf('dev'))).find(([name]) => name.startsWith('Operator')) ?? [];
  const printed = listOf(at(line, 'Fn::Join.1')).map((part) => (typeof part === 'string' ? part : 'https://deployed'));
  const environment = Object.fromEntries(
    printed
      .join('')
      .split(' ')
      .map((assignment) => assignment.split('=')),
  );
  expect(chooseTarget(environment)).toMatchObject({
    where: expect.stringContaining('AWS'),
    queueUrl: 'https://deployed',
    tallyFunction: 'https://deployed',
  });
});
