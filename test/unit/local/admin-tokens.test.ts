import { describe, expect, it } from 'vitest';
import { createAuthorize, parseAdminTokens } from '../../../local/admin-tokens.ts';

const asks = async (environment: NodeJS.ProcessEnv, authorization?: string) => {
  const tokens = parseAdminTokens(environment);
  if (!tokens) return 'wrong_settings';
  const found = await createAuthorize(tokens)({ headers: authorization === undefined ? {} : { authorization } });
  return found && [found.claims['custom:account'], found.scopes];
};

const BOTH = ['integrations/read', 'integrations/write'];
const TOKENS = { LOCAL_ADMIN_TOKENS: '{"t1":"one","t2":{"account":"two","scopes":["integrations/read"]}}' };

describe('the local administrators', () => {
  it.each([
    [{}, 'Bearer local-admin', ['demo', BOTH]],
    [{}, 'bearer  local-admin ', ['demo', BOTH]],
    [{}, 'Bearer other', undefined],
    [{}, 'local-admin', undefined],
    [{}, undefined, undefined],
    [{ LOCAL_ADMIN_TOKEN: 'mine' }, 'Bearer mine', ['demo', BOTH]],
    [{ LOCAL_ADMIN_TOKEN: 'mine' }, 'Bearer local-admin', undefined],
    [TOKENS, 'Bearer local-admin', ['demo', BOTH]],
    [TOKENS, 'Bearer t1', ['one', BOTH]],
    [TOKENS, 'Bearer t2', ['two', ['integrations/read']]],
    [{ LOCAL_ADMIN_TOKENS: 'no json' }, 'Bearer local-admin', 'wrong_settings'],
    [{ LOCAL_ADMIN_TOKENS: '{"t":"a.b"}' }, 'Bearer t', 'wrong_settings'],
  ])('with %j and "%s" are %j', async (environment, authorization, expected) => {
    expect(await asks(environment, authorization)).toEqual(expected);
  });
});
