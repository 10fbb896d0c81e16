import { expect, test } from 'vitest';
import { createHandler } from '../../../functions/erase-integrations/handler.ts';
import { createLog } from '../../../shared/core/lambda/log.ts';
import type { EraseRun } from '../../../shared/integrations/erase-integrations.ts';
import { NOW } from '../../support/events.ts';

const NOTHING: EraseRun = { passes: 0, deletedChats: 0, deletedCounts: 0 };

/** An invocation with so much time left; whether it was let go on, and what it logged. */
const invoke = async (remainingMs: number, run: EraseRun = NOTHING) => {
  const lines: unknown[] = [];
  const log = createLog({ functionName: 'test', write: (line) => lines.push(JSON.parse(line)), clock: () => NOW });
  let goesOn = false;
  const handler = createHandler({
    eraseIntegrations: async (hasTime) => {
      goesOn = hasTime();
      return run;
    },
    log,
  });
  await handler({}, { getRemainingTimeInMillis: () => remainingMs });
  return { goesOn, lines };
};

test('begins another page only where it can end before the function is killed', async () => {
  expect((await invoke(20_001)).goesOn).toBe(true);
  expect((await invoke(20_000)).goesOn).toBe(false);
});

test.each([
  ['a pass', { ...NOTHING, passes: 1 }],
  ['chats', { ...NOTHING, deletedChats: 1 }],
  ['counts', { ...NOTHING, deletedCounts: 1 }],
  ['all of it', { passes: 1, deletedChats: 2, deletedCounts: 3 }],
])('leaves one line of what it did: %s', async (_, run) => {
  expect((await invoke(60_000, run)).lines).toEqual([{ function: 'test', outcome: 'erased', ...run }]);
});

test('leaves no line where there was nothing to erase', async () => {
  expect((await invoke(60_000)).lines).toEqual([]);
});

test('fails when the erasing fails, so that the schedule counts it', async () => {
  const log = createLog({ functionName: 'test', write: () => undefined, clock: () => NOW });
  const handler = createHandler({ eraseIntegrations: () => Promise.reject(new Error('no table')), log });
  await expect(handler({}, { getRemainingTimeInMillis: () => 60_000 })).rejects.toThrow('no table');
});
