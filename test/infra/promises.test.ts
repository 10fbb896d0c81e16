/** What the stack promises and no rule pack checks: each promise with changes that would break it. */

import { describe, expect, test } from 'vitest';
import { EVERYTHING_SET, SETTINGS_UNDER_TEST, synthesise } from '../support/pipeline-template.ts';
import { ADMIN_PROMISES } from './promises/admin-promises.ts';
import { ALARM_PROMISES } from './promises/alarm-promises.ts';
import { FUNCTION_PROMISES } from './promises/function-promises.ts';
import { HTTP_PROMISES } from './promises/http-promises.ts';
import { QUEUE_PROMISES } from './promises/queue-promises.ts';
import { ROLE_PROMISES } from './promises/role-promises.ts';
import { SCHEDULE_PROMISES } from './promises/schedule-promises.ts';
import { STACK_PROMISES } from './promises/stack-promises.ts';
import { STORAGE_PROMISES } from './promises/storage-promises.ts';
import { STREAM_PROMISES } from './promises/stream-promises.ts';
import { TOPIC_PROMISES } from './promises/topic-promises.ts';

const PROMISES = [
  ...QUEUE_PROMISES,
  ...STREAM_PROMISES,
  ...STORAGE_PROMISES,
  ...FUNCTION_PROMISES,
  ...ROLE_PROMISES,
  ...HTTP_PROMISES,
  ...ADMIN_PROMISES,
  ...SCHEDULE_PROMISES,
  ...ALARM_PROMISES,
  ...TOPIC_PROMISES,
  ...STACK_PROMISES,
];

const complete = synthesise(EVERYTHING_SET);
const templates = Object.entries(SETTINGS_UNDER_TEST).map(([name, settings]) => ({
  name,
  template: synthesise(settings),
}));

describe.each(PROMISES)('$promise', ({ violations, brokenBy }) => {
  test.each(templates)('with the settings of $name', ({ template }) => {
    expect(violations(template)).toEqual([]);
  });

  test.each(Object.entries(brokenBy))('and not with %s', (_, change) => {
    expect(violations(change(complete))).not.toEqual([]);
  });
});

test('every promise names a change that breaks it', () => {
  for (const { brokenBy } of PROMISES) expect(Object.keys(brokenBy)).not.toHaveLength(0);
});
