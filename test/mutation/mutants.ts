/** The faults that can be planted in a room's source, and the seeded draw from them. */

import { globSync, readFileSync } from 'node:fs';
import { Instrumenter } from '@stryker-mutator/instrumenter';
import { mulberry32 } from '../../shared/core/mulberry32.ts';

export type Mutant = {
  /** `shared/counting` or `functions`: what the summary adds up by. */
  readonly room: string;
  readonly file: string;
  /** From 1, as an editor shows it. */
  readonly line: number;
  readonly original: string;
  readonly replacement: string;
  /** The whole file with the fault in it. */
  readonly faulty: string;
};

/** Composition roots, use cases, rules and adapters: what runs in a customer's account. */
const SOURCES = ['shared/*/**/*.ts', 'functions/**/*.ts'];

const silent = (): void => undefined;
const never = (): boolean => false;
const NO_LOG = {
  ...{ trace: silent, debug: silent, info: silent, warn: silent, error: silent, fatal: silent },
  ...{ isTraceEnabled: never, isDebugEnabled: never, isInfoEnabled: never },
  ...{ isWarnEnabled: never, isErrorEnabled: never, isFatalEnabled: never },
};

/** `count` different mutants, the same for the same seed; the rooms take turns, so that a small room is judged too. */
export const drawMutants = async (seed: number, count: number, only?: string): Promise<readonly Mutant[]> => {
  const random = mulberry32(seed);
  const byRoom = Map.groupBy(await allMutants(), ({ room }) => room);
  const decks = [...byRoom.entries()]
    .filter(([room]) => only === undefined || room === only)
    .map(([, mutants]) => shuffle(mutants, random));
  const drawn: Mutant[] = [];
  while (drawn.length < count && decks.some((deck) => deck.length > 0)) {
    for (const deck of decks) {
      const mutant = deck.pop();
      if (mutant !== undefined && drawn.length < count) drawn.push(mutant);
    }
  }
  return drawn;
};

const allMutants = async (): Promise<readonly Mutant[]> => {
  const names = globSync(SOURCES).toSorted();
  const files = names.map((name) => ({ name, mutate: true, content: readFileSync(name, 'utf8') }));
  const options = { plugins: null, excludedMutations: [], ignorers: [] };
  const { mutants } = await new Instrumenter(NO_LOG).instrument(files, options);
  const contents = new Map(files.map(({ name, content }) => [name, content]));
  return mutants.map(({ fileName, location, replacement }) => {
    const content = contents.get(fileName) ?? '';
    const start = offsetOf(content, location.start);
    const end = offsetOf(content, location.end);
    return {
      room: roomOf(fileName),
      file: fileName,
      line: location.start.line + 1,
      original: content.slice(start, end),
      replacement,
      faulty: `${content.slice(0, start)}${replacement}${content.slice(end)}`,
    };
  });
};

const roomOf = (file: string): string => {
  const [top = '', feature = ''] = file.split('/');
  return top === 'shared' ? `${top}/${feature}` : top;
};

/** Lines and columns of the instrumenter count from 0. */
const offsetOf = (content: string, { line, column }: { readonly line: number; readonly column: number }): number => {
  let offset = 0;
  for (let passed = 0; passed < line; passed += 1) offset = content.indexOf('\n', offset) + 1;
  return offset + column;
};

const shuffle = <Item>(items: readonly Item[], random: () => number): Item[] =>
  items
    .map((item) => ({ item, at: random() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ item }) => item);
