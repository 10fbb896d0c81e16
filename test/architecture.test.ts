import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { faultsOf, type Sources } from './support/architecture.ts';

const ROOT = new URL('..', import.meta.url).pathname;
const FILES = globSync('{infra,functions,shared,local,ops,bench,freshchat-app,console,test}/**/*.ts', {
  cwd: ROOT,
  exclude: (name) => name.includes('node_modules') || name.endsWith('.d.ts'),
});
const SOURCES: Sources = new Map(FILES.map((file) => [file, readFileSync(`${ROOT}${file}`, 'utf8')]));

describe('the house', () => {
  it('is read whole', () => {
    expect(FILES).toEqual(
      expect.arrayContaining(['shared/domain/chat.ts', 'functions/record-chats/index.ts', 'test/architecture.test.ts']),
    );
  });

  it('keeps its rules: imports run one way, the core is pure, no barrels, no casts, no any', () => {
    expect(faultsOf(SOURCES)).toEqual([]);
  });
});

/** The house with one line more in one of its files. */
const withLine = (file: string, line: string): Sources => {
  const source = SOURCES.get(file);
  if (source === undefined) return expect.fail(`${file} is not there`);
  return new Map([...SOURCES, [file, `${source}\n${line}\n`]]);
};

describe('the rules catch', () => {
  it.each([
    ['shared/domain/chat.ts', "import { z } from 'zod';", 'domain must not import zod'],
    ['shared/domain/chat.ts', "import { refKey } from '../flows/chat-ledger.ts';", 'shared/flows/chat-ledger.ts'],
    ['shared/domain/chat.ts', "import type { Event } from '../contract/event.ts';", 'shared/contract/event.ts'],
    ['shared/domain/chat.ts', "import { readFile } from 'node:fs/promises';", 'node:fs/promises'],
    ['shared/domain/hour.ts', 'export const now = () => Date.now();', 'the clock'],
    ['shared/domain/hour.ts', 'export const now = () => new Date();', 'the clock'],
    ['shared/domain/hour.ts', 'export const stage = process.env;', 'the environment'],
    ['shared/domain/api-key.ts', 'export const chance = Math.random();', 'chance'],
    ['shared/domain/api-key.ts', 'export const later = async () => 1;', 'waiting'],
    ['shared/domain/text.ts', 'console.log(1);', 'logging'],
    ['shared/contract/event.ts', "import { x } from '../flows/clock.ts';", 'shared/flows/clock.ts'],
    ['shared/contract/event.ts', "import { x } from '@aws-sdk/client-dynamodb';", '@aws-sdk/client-dynamodb'],
    [
      'shared/flows/record-chats.ts',
      "import { x } from '../adapters/dynamo/keys.ts';",
      'shared/adapters/dynamo/keys.ts',
    ],
    ['shared/flows/record-chats.ts', "import { x } from '@aws-sdk/client-sqs';", '@aws-sdk/client-sqs'],
    ['shared/flows/look-up-key.ts', 'export const now = Date.now;', 'the clock'],
    ['shared/adapters/dynamo/keys.ts', "import { x } from '../../../functions/record-chats/env.ts';", 'functions/'],
    ['shared/adapters/dynamo/keys.ts', 'export const table = process.env;', 'the environment'],
    ['shared/names.ts', "import { x } from './tables.ts';", 'plain data must not import'],
    [
      'functions/record-chats/handler.ts',
      "import { x } from '../../shared/adapters/dynamo/keys.ts';",
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
    ['infra/settings.ts', "import { x } from '../shared/flows/clock.ts';", 'infra must not import'],
    ['local/start.ts', "import { x } from '../test/support/events.ts';", 'local must not import'],
    ['shared/domain/hour.ts', "export { joinChat } from './chat.ts';", 'is a barrel'],
    ['shared/domain/hour.ts', "export * from './chat.ts';", 'is a barrel'],
    ['shared/domain/hour.ts', 'export const one = (two as unknown);', 'casts'],
    ['shared/domain/hour.ts', 'export const one = (two: any) => two;', 'says `any`'],
    ['shared/domain/hour.ts', 'export type One = Record<string, any>;', 'says `any`'],
  ])('in %s: %s', (file, line, fault) => {
    expect(faultsOf(withLine(file, line)).join('\n')).toContain(`${file}: `);
    expect(faultsOf(withLine(file, line)).join('\n')).toContain(fault);
  });

  it.each([
    [
      'freshchat-app/server.ts',
      "import { parsePost } from '../shared/contract/event-post.ts';",
      ['may import types only'],
    ],
    ['freshchat-app/server.ts', "import type { PostAnswer } from '../shared/contract/event-post.ts';", []],
    ['console/page.ts', "import type { Chat } from '../shared/domain/chat.ts';", ['the console must not import']],
    ['helpers/utils.ts', 'export const one = 1;', ['stands in no room']],
    [
      'shared/domain/good.ts',
      "// as any\nexport const text = 'as any: Date.now()';\nexport const one = [1] as const;",
      [],
    ],
  ])('a new file %s with %s: %j', (file, source, expected) => {
    const faults = faultsOf(new Map([[file, source]]));
    expect(faults).toHaveLength(expected.length);
    for (const [index, fault] of expected.entries()) expect(faults[index]).toContain(fault);
  });
});
