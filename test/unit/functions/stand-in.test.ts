import { describe, expect, it } from 'vitest';
import { environmentSchema as manage } from '../../../functions/manage-integrations/env.ts';
import { environmentSchema as verify } from '../../../functions/verify-connection/env.ts';
import { EnvironmentError, parseEnvironment } from '../../../shared/core/lambda/environment.ts';

const ON_AWS = {
  INTEGRATIONS_TABLE: 'integrations',
  API_KEYS_TABLE: 'keys',
  FRESHCHAT_KEYS_CIPHER: 'arn:aws:kms:eu-central-1:111111111111:key/1',
};
const HERE = { ...ON_AWS, FRESHCHAT_KEYS_CIPHER: 'file:///data/key' };
const STAND_IN = { FRESHCHAT_STAND_IN: 'http://127.0.0.1:4190' };

describe.each([
  ['manage-integrations', manage],
  ['verify-connection', verify],
])('the environment of %s', (_, schema) => {
  it('takes a stand-in for Freshchat where keys lie in a file', () => {
    expect(parseEnvironment(schema, { ...HERE, ...STAND_IN })).toMatchObject(STAND_IN);
    expect(parseEnvironment(schema, ON_AWS)).not.toHaveProperty('FRESHCHAT_STAND_IN');
  });

  it('refuses it where keys are under KMS, and names the variable', () => {
    expect(() => parseEnvironment(schema, { ...ON_AWS, ...STAND_IN })).toThrow(EnvironmentError);
    expect(() => parseEnvironment(schema, { ...ON_AWS, ...STAND_IN })).toThrow('FRESHCHAT_STAND_IN');
  });
});

describe('the time in which erasing can be undone', () => {
  it('is shortened on the own machine only', () => {
    expect(parseEnvironment(manage, { ...HERE, ERASE_AFTER_MS: '30000' })).toMatchObject({ ERASE_AFTER_MS: 30_000 });
    expect(() => parseEnvironment(manage, { ...ON_AWS, ERASE_AFTER_MS: '30000' })).toThrow('ERASE_AFTER_MS');
    expect(() => parseEnvironment(manage, { ...HERE, ERASE_AFTER_MS: '-1' })).toThrow('ERASE_AFTER_MS');
  });
});
