/**
 * Where the app's code runs: a bare context with ECMAScript's own names and nothing of Node's or a browser's (no timers,
 * Buffer, process, URL or fetch). Each file runs as `(function() {var exports = {}; FILE; return exports;})()`, as the
 * public source of FDK 6.9 does. All values cross its border as JSON.
 */

import { posix } from 'node:path';
import { createContext, Script } from 'node:vm';
import * as z from 'zod';
import { type AppFiles, hasFile, textOf } from './app-files.ts';

/** What the platform gives to the server code, each a global there. */
export type Globals = Readonly<Record<'$request' | '$db' | '$schedule' | 'renderData' | 'console', unknown>>;

export type Realm = {
  /** Runs server/server.js and returns what it exports. Every call starts its modules anew. */
  readonly load: (globals: Globals) => Readonly<Record<string, unknown>>;
  /** A value as it arrives in there. */
  readonly bring: (value: unknown) => unknown;
  /** Names that the app's code left on the global object: the next invocation would see them. */
  readonly leftovers: () => readonly string[];
};

const GLOBALS = ['$request', '$db', '$schedule', 'renderData', 'console', 'require'] as const;

type Parse = (json: string) => unknown;
type LoadFile = (...globals: readonly unknown[]) => unknown;
const functionSchema = <T>() => z.custom<T>((value) => typeof value === 'function');
const exportsSchema = z.custom<Readonly<Record<string, unknown>>>((value) => typeof value === 'object' && !!value);

/** V8 puts a console of its own into every context; the platform's has three methods. */
const BOOT = new Script(`(now) => {
  delete globalThis.console;
  const Real = Date;
  Date = class Date extends Real {
    constructor(...parts) {
      if (parts.length === 0) super(now());
      else super(...parts);
    }
    static now() {
      return now();
    }
  };
  return JSON.parse;
}`);

const compiled = new WeakMap<AppFiles, Map<string, Script>>();

const compile = (app: AppFiles, file: string): Script => {
  const ofApp = compiled.get(app) ?? new Map<string, Script>();
  compiled.set(app, ofApp);
  const script =
    ofApp.get(file) ??
    new Script(`(function(${GLOBALS.join(', ')}) {var exports = {}; ${textOf(app, file)}\n; return exports;})`, {
      filename: file,
    });
  ofApp.set(file, script);
  return script;
};

export const createRealm = (app: AppFiles, now: () => number): Realm => {
  const context = createContext({});
  const boot = functionSchema<(now: () => number) => unknown>().parse(BOOT.runInContext(context));
  const parse = functionSchema<Parse>().parse(boot(now));
  const bare = new Set(Object.keys(context));
  const functions = new Map<string, LoadFile>();

  const functionOf = (file: string): LoadFile => {
    const known = functions.get(file) ?? functionSchema<LoadFile>().parse(compile(app, file).runInContext(context));
    functions.set(file, known);
    return known;
  };

  return {
    load: (globals) => {
      const loaded = new Map<string, unknown>();
      const loadFile = (file: string): unknown => {
        if (loaded.has(file)) return loaded.get(file);
        const require = (name: unknown) => loadFile(resolve(app, file, name));
        const values = GLOBALS.map((name) => (name === 'require' ? require : globals[name]));
        const exported = functionOf(file)(...values);
        loaded.set(file, exported);
        return exported;
      };
      return exportsSchema.parse(loadFile('server/server.js'));
    },
    bring: (value) => {
      const json = JSON.stringify(value);
      return json === undefined ? undefined : parse(json);
    },
    leftovers: () => Object.keys(context).filter((name) => !bare.has(name)),
  };
};

/** Relative names only, the ending is the platform's to add, and nothing outside of server/ can be had. */
const resolve = (app: AppFiles, from: string, name: unknown): string => {
  if (typeof name !== 'string' || !name.startsWith('.')) throw new Error(`Cannot find module '${String(name)}'`);
  const file = `${posix.join(posix.dirname(from), name)}.js`;
  if (!file.startsWith('server/') || !hasFile(app, file)) throw new Error(`Cannot find module '${name}'`);
  return file;
};
