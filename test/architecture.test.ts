import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { faultsOf, type Sources } from './support/architecture.ts';

const ROOT = new URL('..', import.meta.url).pathname;
const FILES = globSync('{infra,functions,shared,local,sample-day,ops,bench,freshchat-app,console,test}/**/*.ts', {
  cwd: ROOT,
  exclude: (name) => name.includes('node_modules') || name.endsWith('.d.ts'),
});
const SOURCES: Sources = new Map(FILES.map((file) => [file, readFileSync(`${ROOT}${file}`, 'utf8')]));

describe('the house', () => {
  it('is read whole', () => {
    expect(FILES).toEqual(
      expect.arrayContaining([
        'shared/counting/chat.ts',
        'functions/record-chats/index.ts',
        'test/architecture.test.ts',
      ]),
    );
  });

  it('keeps its rules: imports run one way, the core is pure, no barrels, no casts, no any', () => {
    expect(faultsOf(SOURCES)).toEqual([]);
  });
});

/** One file of the house with one line more. */
const withLine = (file: string, line: string): Sources => {
  const source = SOURCES.get(file);
  if (source === undefined) return expect.fail(`${file} is not there`);
  return new Map([[file, `${source}\n${line}\n`]]);
};

describe('the rules catch', () => {
  it.each([
    ['shared/counting/chat.ts', "import { z } from 'zod';", 'the rules of counting must not import zod'],
    [
      'shared/counting/chat.ts',
      "import { refKey } from './chat-ledger.port.ts';",
      'shared/counting/chat-ledger.port.ts',
    ],
    ['shared/counting/chat.ts', "import type { Event } from '../intake/event.ts';", 'shared/intake/event.ts'],
    ['shared/core/hour.ts', "import { x } from '../counting/chat.ts';", 'the rules of core must not import'],
    ['shared/intake/record-chats.ts', "import { x } from '../silence/incident.ts';", 'shared/silence/incident.ts'],
    [
      'shared/silence/watch-store.dynamo.ts',
      "import { x } from '../integrations/integration.ts';",
      'integrations/integration.ts',
    ],
    ['shared/counting/chat.ts', "import { readFile } from 'node:fs/promises';", 'node:fs/promises'],
    ['shared/core/hour.ts', 'export const now = () => Date.now();', 'the clock'],
    ['shared/core/hour.ts', 'export const now = () => new Date();', 'the clock'],
    ['shared/core/hour.ts', 'export const stage = process.env;', 'the environment'],
    ['shared/intake/api-key.ts', 'export const chance = Math.random();', 'chance'],
    ['shared/intake/api-key.ts', 'export const later = async () => 1;', 'waiting'],
    ['shared/core/text.ts', 'console.log(1);', 'logging'],
    [
      'shared/intake/event-schema.ts',
      "import { x } from '../silence/status-text.ts';",
      'shared/silence/status-text.ts',
    ],
    ['shared/intake/event-schema.ts', "import { x } from '@aws-sdk/client-dynamodb';", '@aws-sdk/client-dynamodb'],
    ['shared/intake/record-chats.ts', "import { x } from '../core/dynamo/keys.ts';", 'shared/core/dynamo/keys.ts'],
    ['shared/intake/record-chats.ts', "import { x } from '@aws-sdk/client-sqs';", '@aws-sdk/client-sqs'],
    ['shared/intake/look-up-key.ts', 'export const now = Date.now;', 'the clock'],
    ['shared/core/dynamo/keys.ts', "import { x } from '../../../functions/record-chats/env.ts';", 'functions/'],
    ['shared/core/dynamo/keys.ts', 'export const table = process.env;', 'the environment'],
    ['shared/names.ts', "import { x } from './tables.ts';", 'plain data must not import'],
    [
      'functions/record-chats/handler.ts',
      "import { x } from '../../shared/core/dynamo/keys.ts';",
      'a function must not',
    ],
    [
      'functions/record-chats/handler.ts',
      "import { x } from '../receive-events/answer.ts';",
      'functions/receive-events',
    ],
    ['functions/record-chats/handler.ts', 'export const stage = process.env;', 'the environment'],
    ['functions/record-chats/handler.ts', "const lazy = import('@aws-sdk/client-sqs');", '@aws-sdk/client-sqs'],
    ['functions/record-chats/env.ts', "import { x } from './handler.ts';", 'a function environment must not'],
    ['infra/settings.ts', "import { x } from '../functions/record-chats/env.ts';", 'types only'],
    ['infra/settings.ts', "import { x } from '../shared/core/clock.ts';", 'infra must not import'],
    ['local/start.ts', "import { x } from '../test/support/events.ts';", 'local must not import'],
    ['sample-day/run.ts', "import { x } from '../local/pause.ts';", 'the sample day must not import'],
    ['shared/core/hour.ts', "export { joinChat } from './chat.ts';", 'is a barrel'],
    ['shared/core/hour.ts', "export * from './chat.ts';", 'is a barrel'],
    ['shared/core/hour.ts', 'export const one = (two as unknown);', 'casts'],
    ['shared/core/hour.ts', 'export const one = (two: any) => two;', 'says `any`'],
    ['shared/core/hour.ts', 'export type One = Record<string, any>;', 'says `any`'],
  ])('in %s: %s', (file, line, fault) => {
    const faults = faultsOf(withLine(file, line)).join('\n');
    expect(faults).toContain(`${file}: `);
    expect(faults).toContain(fault);
  });

  it.each([
    [
      'freshchat-app/server.ts',
      "import { parsePost } from '../shared/intake/event-post.ts';",
      ['the app must not import'],
    ],
    ['shared/silence/hour.ts', 'export const one = 1;', []],
    ['console/page.ts', "import type { Chat } from '../shared/counting/chat.ts';", ['the console must not import']],
    ['helpers/utils.ts', 'export const one = 1;', ['stands in no room']],
    [
      'shared/counting/good.ts',
      "// as any\nexport const text = 'as any: Date.now()';\nexport const one = [1] as const;",
      [],
    ],
  ])('a new file %s with %s: %j', (file, source, expected) => {
    const faults = faultsOf(new Map([[file, source]]));
    expect(faults).toHaveLength(expected.length);
    for (const [index, fault] of expected.entries()) expect(faults[index]).toContain(fault);
  });

  it('two files of one name, and a circle', () => {
    const twins: Sources = new Map([
      ['shared/core/hour.ts', "import type { Two } from './two.ts';"],
      ['shared/core/two.ts', "import type { Hour } from './hour.ts';"],
      ['shared/intake/hour.ts', 'export const one = 1;'],
    ]);
    const faults = faultsOf(twins).join('\n');
    expect(faults).toContain('shared/intake/hour.ts: has the name of shared/core/hour.ts');
    expect(faults).toContain('shared/core/hour.ts: imports itself through shared/core/two.ts');
  });
});
