import { describe, expect, it } from 'vitest';
import { createAuthorize, parseAdminTokens } from '../../../local/admin-tokens.ts';

const asks = async (environment: NodeJS.ProcessEnv, authorization?: string) => {
  const tokens = parseAdminTokens(environment);
  if (!tokens) return 'wrong_settings';
  const found = await createAuthorize(tokens.grants)({ headers: authorization === undefined ? {} : { authorization } });
  return found && [found.claims['custom:account'], found.scopes];
};

const OF_ONE = ['integrations/read', 'integrations/write', 'integrations/erase', 'counts/read'];
const ALL = [...OF_ONE, 'operations/read'];
const MINE = { LOCAL_ADMIN_TOKEN: 'mine' };
const TOKENS = { LOCAL_ADMIN_TOKENS: '{"t1":"one","t2":{"account":"two","scopes":["integrations/read"]}}' };

describe('the local administrators', () => {
  it.each([
    [{}, 'Bearer local-admin', undefined],
    [MINE, 'Bearer mine', ['demo', ALL]],
    [MINE, 'bearer  mine ', ['demo', ALL]],
    [MINE, 'Bearer other', undefined],
    [MINE, 'mine', undefined],
    [MINE, undefined, undefined],
    [{ ...MINE, ...TOKENS }, 'Bearer mine', ['demo', ALL]],
    [TOKENS, 'Bearer t1', ['one', OF_ONE]],
    [TOKENS, 'Bearer t2', ['two', ['integrations/read']]],
    [{ LOCAL_ADMIN_TOKENS: 'no json' }, 'Bearer local-admin', 'wrong_settings'],
    [{ LOCAL_ADMIN_TOKENS: '{"t":"a.b"}' }, 'Bearer t', 'wrong_settings'],
  ])('with %j and "%s" are %j', async (environment, authorization, expected) => {
    expect(await asks(environment, authorization)).toEqual(expected);
  });

  it('have a new token at each start that nobody set one for', async () => {
    const [first, second] = [parseAdminTokens({}), parseAdminTokens({})];
    expect(first?.own).toMatch(/^[\w-]{43}$/);
    expect(second?.own).not.toBe(first?.own);
    const headers = { authorization: `Bearer ${first?.own}` };
    expect(await createAuthorize(first?.grants ?? new Map())({ headers })).toMatchObject({ scopes: ALL });
    expect(await createAuthorize(second?.grants ?? new Map())({ headers })).toBeUndefined();
  });
});
