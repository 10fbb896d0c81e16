import { describe, expect, it } from 'vitest';
import { environmentSchema } from '../../../functions/record-chats/env.ts';
import { EnvironmentError, parseEnvironment } from '../../../shared/core/lambda/environment.ts';

const GOOD = {
  CHATS_TABLE: 'Chats',
  INTEGRATIONS_TABLE: 'Integrations',
  EVENTS_QUEUE_URL: 'https://sqs.eu-central-1.amazonaws.com/123456789012/events',
  EVENTS_DLQ_URL: 'http://127.0.0.1:4566/000000000000/events-dlq',
};

describe('the environment of a function', () => {
  it('is read once, without the variables that nobody named', () => {
    expect(parseEnvironment(environmentSchema, { ...GOOD, PATH: '/bin' })).toEqual(GOOD);
  });

  it('names all variables that are missing or wrong, and prints no value', () => {
    const { CHATS_TABLE: _, ...rest } = GOOD;
    const wrong = { ...rest, INTEGRATIONS_TABLE: '', EVENTS_QUEUE_URL: 'secret' };
    const parse = () => parseEnvironment(environmentSchema, wrong);
    expect(parse).toThrow(EnvironmentError);
    expect(parse).toThrow(/^(?!.*secret).*CHATS_TABLE, INTEGRATIONS_TABLE, EVENTS_QUEUE_URL/);
  });
});
