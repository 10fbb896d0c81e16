import { expect, test } from 'vitest';
import * as z from 'zod';
import { conflict, notVerified } from '../../../functions/manage-integrations/refusals.ts';
import { MAX_ACTIVE_KEYS } from '../../../shared/integrations/integration.ts';

const errorOf = (body: string | undefined) =>
  z
    .object({ error: z.object({ code: z.string(), message: z.string(), field: z.string().optional() }) })
    .parse(JSON.parse(body ?? '')).error;

test.each([
  ['name_taken', 'name', /another integration .* has this name/i],
  ['version_conflict', 'version', /changed in the meantime.*Read it again/],
  ['too_many_integrations', undefined, /many integrations .* may have.*Delete one/],
  ['erasing_began', undefined, /begun.*cannot be undone/],
  ['too_many_keys', undefined, new RegExp(`^${MAX_ACTIVE_KEYS} keys.*Revoke one`)],
] as const)('the conflict %s says which field it is about, and what to do', (code, field, sentence) => {
  const { statusCode, body } = conflict(code);
  expect(statusCode).toBe(409);
  const error = errorOf(body);
  expect([error.code, error.field]).toEqual([code, field]);
  expect(error.message).toMatch(sentence);
});

test.each([
  ['credentials_rejected', 'freshchatKey', /did not accept the key\. Copy the API key/],
  ['unreachable', 'freshchatDomain', /could not reach Freshchat\. Check the domain/],
  ['not_freshchat', 'freshchatDomain', /is not the Freshchat API\. Enter the domain/],
] as const)(
  'a check that found %s names the field to mend, and says that nothing was saved',
  (outcome, field, text) => {
    const { statusCode, body } = notVerified({ outcome });
    expect(statusCode).toBe(422);
    const error = errorOf(body);
    expect([error.code, error.field]).toEqual([outcome, field]);
    expect(error.message).toMatch(text);
    expect(error.message).toMatch(/\. Nothing was saved\.$/);
  },
);
