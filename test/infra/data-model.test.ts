/** docs/data-model.md is the contract with forecasting: what it shows of the reader's role is what is deployed. */

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { EVERYTHING_SET, synthesise } from '../support/pipeline-template.ts';
import { at, listOf, resourcesOf } from '../support/template-promise.ts';

const page = readFileSync(new URL('../../docs/data-model.md', import.meta.url), 'utf8');
const blocks = (language: string): readonly string[] =>
  [...page.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'gms'))].map(([, block = '']) => block);

const [reader] = resourcesOf(synthesise(EVERYTHING_SET), 'AWS::IAM::Role').filter(({ id }) =>
  id.startsWith('ForecastReaderOne'),
);
const statements = listOf(at(reader?.resource.Properties, 'Policies.0.PolicyDocument.Statement'));

test('the page shows the policy of a reader of one account, word for word but for the names of the tables', () => {
  const shown: unknown = JSON.parse(blocks('json')[0] ?? '');
  const tables = ['<ContactCounts>', '<Integrations>', '<ContactCounts>/index/byCorrection'];
  const deployed = statements.map((statement, index) => ({
    ...Object(statement),
    Resource: `arn:aws:dynamodb:eu-central-1:111111111111:table/${tables[index]}`,
  }));
  expect(deployed).toEqual(shown);
});

test('the query of incidents that the page shows asks for nothing that the role refuses', () => {
  const query = blocks('ts').find((block) => block.includes('incident#')) ?? '';
  const allowed = listOf(at(statements[1], 'Condition.ForAllValues:StringEquals.dynamodb:Attributes'));
  const named = /ProjectionExpression: '([^']+)'/.exec(query)?.[1]?.split(', ') ?? [];
  expect(named).not.toHaveLength(0);
  expect(allowed).toEqual(expect.arrayContaining([...named, 'integrationId', 'item']));
  expect(query).toContain("Select: 'SPECIFIC_ATTRIBUTES'");
});
