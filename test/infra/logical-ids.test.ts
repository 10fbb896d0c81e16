/**
 * CloudFormation knows a resource by its logical id. A resource with another id is another resource: the old table,
 * queue or key would be left behind with all that it holds, and the old address would answer nobody.
 */

import { expect, test } from 'vitest';
import { EVERYTHING_SET, synthesise } from '../support/pipeline-template.ts';
import { resourcesOf } from '../support/template-promise.ts';

const HOLDS_SOMETHING = [
  'AWS::ApiGatewayV2::Api',
  'AWS::Cognito::UserPool',
  'AWS::Cognito::UserPoolClient',
  'AWS::DynamoDB::Table',
  'AWS::KMS::Key',
  'AWS::SNS::Topic',
  'AWS::SQS::Queue',
];

test('what holds data or an address that others know keeps its logical id', () => {
  const template = synthesise(EVERYTHING_SET);
  const ids = HOLDS_SOMETHING.flatMap((type) => resourcesOf(template, type)).map(({ id }) => id);
  expect(ids.toSorted()).toEqual([
    'AdminDoorFreshchatKeys72B55EE9',
    'AdminPoolUsers1E6918E8',
    'AdminPoolUsersConsole6D2D1ACC',
    'AlarmsCritical0FB98BB8',
    'AlarmsKey3C2381B3',
    'AlarmsWarningD22D5CEB',
    'ContactTallyRepairsCDA8CC65',
    'EventsDeadLetters8A90034E',
    'EventsQueue7396B467',
    'FrontDoorApi9446D656',
    'IntegrationEraserUndeliveredCFA17BD5',
    'TablesApiKeys330F873D',
    'TablesChats2B26BFFF',
    'TablesContactCounts6B958E70',
    'TablesIntegrationsA46CDCE7',
    'WatchSilenceNoticesC9D2C617',
    'WatchSilenceNoticesKey35DF1D77',
    'WatchSilenceUndeliveredAD522DFC',
  ]);
});
