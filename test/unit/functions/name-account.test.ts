import { describe, expect, it } from 'vitest';
import { createHandler } from '../../../functions/name-account/handler.ts';
import { parseCaller } from '../../../shared/core/http/caller.ts';
import { createLog } from '../../../shared/core/lambda/log.ts';
import { NOW } from '../../support/events.ts';

const lines: string[] = [];
const handler = createHandler({
  log: createLog({ functionName: 'name-account', write: (line) => lines.push(line), clock: () => NOW }),
});

/** As Cognito sends it before it makes the tokens of somebody who signed in on its page. */
const event = (userAttributes: Readonly<Record<string, string>>, groups: readonly string[] | null = []) => ({
  version: '2',
  triggerSource: 'TokenGeneration_HostedAuth',
  region: 'eu-central-1',
  userPoolId: 'eu-central-1_pool',
  userName: 'ada',
  callerContext: { awsSdkVersion: 'aws-sdk-unknown-unknown', clientId: 'client' },
  request: {
    userAttributes: { sub: 'ada', email: 'ada@example.com', 'cognito:user_status': 'CONFIRMED', ...userAttributes },
    groupConfiguration: { groupsToOverride: groups && [...groups], iamRolesToOverride: [], preferredRole: null },
    scopes: ['integrations/read', 'integrations/write'],
  },
  response: { claimsAndScopeOverrideDetails: null },
});

const claimsFor = async (userAttributes: Readonly<Record<string, string>>) =>
  (await handler(event(userAttributes))).response.claimsAndScopeOverrideDetails.accessTokenGeneration
    .claimsToAddOrOverride;

describe('the handler of name-account', () => {
  it('puts the account of the user into the access token, and nothing else', async () => {
    expect(await claimsFor({ 'custom:account': 'acme' })).toEqual({ 'custom:account': 'acme' });
  });

  it('names the claim by which the admin API knows the account', async () => {
    const claims = { ...(await claimsFor({ 'custom:account': 'acme' })), scope: 'integrations/read' };
    expect(parseCaller({ authorizer: { jwt: { claims } } }, 'integrations/read')).toEqual({
      kind: 'known',
      accountId: 'acme',
      scopes: ['integrations/read'],
      bearer: {},
    });
  });

  it('hands the rest of the event back as it came, as Cognito demands', async () => {
    const { response: _, ...came } = event({ 'custom:account': 'acme' });
    expect(await handler(event({ 'custom:account': 'acme' }))).toMatchObject(came);
  });

  it.each([
    ['without an account', {}],
    ['with an empty one', { 'custom:account': '' }],
    ['with a dot, which ends the account in an id', { 'custom:account': 'acme.7Yk2' }],
    ['with a wildcard', { 'custom:account': '*' }],
    ['with a blank', { 'custom:account': 'ac me' }],
  ])('names no account for a user %s', async (_, attributes) => {
    expect(await claimsFor(attributes)).toEqual({});
  });

  it('rejects what is no such event, so that Cognito makes no token', async () => {
    await expect(handler({ request: {} })).rejects.toThrow();
  });

  it.each([
    ['no group', [], ['integrations/write', 'integrations/erase', 'operations/read']],
    ['no list of groups', null, ['integrations/write', 'integrations/erase', 'operations/read']],
    ['the group that may write', ['integrations-write'], ['integrations/erase', 'operations/read']],
    ['the group that may erase', ['integrations-erase'], ['integrations/write', 'operations/read']],
    ['on-call', ['operations-read'], ['integrations/write', 'integrations/erase']],
    ['all groups and another', ['sales', 'integrations-erase', 'integrations-write', 'operations-read'], []],
  ])('withholds from a user of %s what the groups do not grant', async (_, groups, withheld) => {
    const { response } = await handler(event({ 'custom:account': 'acme' }, groups));
    expect(response.claimsAndScopeOverrideDetails.accessTokenGeneration.scopesToSuppress).toEqual(withheld);
  });

  it('leaves one line a token, without name or address', async () => {
    lines.length = 0;
    await handler(event({ 'custom:account': 'acme' }, ['integrations-write']));
    expect(lines.map((line): unknown => JSON.parse(line))).toEqual([
      {
        function: 'name-account',
        outcome: 'named',
        accountId: 'acme',
        withheld: ['integrations/erase', 'operations/read'],
      },
    ]);
  });
});
