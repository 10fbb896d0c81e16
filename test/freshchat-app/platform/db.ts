/** `$db`, the key-value store of one installation: no listing of keys, small values, and the documented refusals. */

import type { Assumptions } from './assumptions.ts';
import { isPlainObject } from './json.ts';
import { MAX_KEY_CHARACTERS, MAX_VALUE_BYTES, type MinuteLimit } from './limits.ts';
import { done, type Outcome, refused } from './outcome.ts';
import type { VirtualClock } from './virtual-clock.ts';

type Value = Readonly<Record<string, unknown>>;
type Row = { readonly value: Value; readonly goneAt: number };

type Deps = {
  readonly clock: VirtualClock;
  readonly limit: MinuteLimit;
  readonly assumptions: Pick<Assumptions, 'isAppendAtomic' | 'doesFullValueSaySo'>;
};

/** Between the reading and the writing of an append that is not atomic. */
const APPEND_GAP_MS = 5;

export const createDb = ({ clock, limit, assumptions }: Deps) => {
  const rows = new Map<string, Row>();
  /** Elements that an append which is not atomic wrote over, as JSON. */
  const overwritten: string[] = [];
  let mostKeys = 0;
  let largestBytes = 0;

  const read = (key: string): Value | undefined => {
    const row = rows.get(key);
    return row && row.goneAt > clock.now() ? row.value : undefined;
  };
  const write = (key: string, value: Value, goneAt = Number.POSITIVE_INFINITY): Outcome => {
    if (sizeOf(value) > MAX_VALUE_BYTES) {
      const message = assumptions.doesFullValueSaySo ? 'The size of the value exceeds 40 KB' : 'Bad request';
      return refused('limit', { status: 400, message });
    }
    rows.set(key, { value, goneAt });
    mostKeys = Math.max(mostKeys, rows.size);
    largestBytes = Math.max(largestBytes, sizeOf(value));
    return done({ Created: true });
  };

  const append = async (key: string, attributes: Value): Promise<Outcome> => {
    const before = read(key) ?? {};
    const after: Record<string, unknown> = { ...before };
    for (const [name, added] of Object.entries(attributes)) {
      const old = before[name] ?? [];
      if (!Array.isArray(added) || added.length === 0) return invalid(`${name} must be a non-empty array`);
      if (!Array.isArray(old)) return invalid(`${name} is no array`);
      after[name] = [...old, ...added];
    }
    if (!assumptions.isAppendAtomic) {
      await clock.sleep(APPEND_GAP_MS);
      const kept = new Set(elementsOf(after));
      overwritten.push(...elementsOf(read(key) ?? {}).filter((element) => !kept.has(element)));
    }
    return write(key, after, rows.get(key)?.goneAt);
  };

  const update = async (key: string, action: unknown, attributes: unknown): Promise<Outcome> => {
    if (!isPlainObject(attributes) && !Array.isArray(attributes)) return invalid('The attributes are no object');
    if (action === 'append') return isPlainObject(attributes) ? append(key, attributes) : invalid('No object');
    const before = read(key);
    const goneAt = rows.get(key)?.goneAt;
    if (action === 'set' && isPlainObject(attributes)) return write(key, { ...before, ...attributes }, goneAt);
    if (action === 'increment' && isPlainObject(attributes)) {
      const after: Record<string, unknown> = { ...before };
      for (const [name, by] of Object.entries(attributes)) {
        const old = before?.[name] ?? 0;
        if (typeof by !== 'number' || typeof old !== 'number') return invalid(`${name} is no number`);
        after[name] = old + by;
      }
      return write(key, after, goneAt);
    }
    if (action === 'remove' && Array.isArray(attributes)) {
      if (!before) return invalid('Record not found');
      return write(
        key,
        Object.fromEntries(Object.entries(before).filter(([name]) => !attributes.includes(name))),
        goneAt,
      );
    }
    return invalid('Unknown action');
  };

  const set = (key: string, value: unknown, options: unknown): Outcome => {
    if (!isPlainObject(value)) return refused('invalid', { status: 422, message: 'The value must be an object' });
    if (Object.keys(value).length === 0) return invalid('The value is empty');
    const { ttl, setIf, ...rest } = isPlainObject(options) ? options : {};
    if (Object.keys(rest).length > 0 || (setIf !== undefined && setIf !== 'exist' && setIf !== 'not_exist')) {
      return invalid('Unknown option');
    }
    if (ttl !== undefined && (typeof ttl !== 'number' || !Number.isInteger(ttl))) return invalid('ttl is no integer');
    if (setIf !== undefined && (setIf === 'exist') !== (read(key) !== undefined)) {
      return refused('state', { status: 400, message: 'The setIf conditional request failed' });
    }
    return write(key, value, typeof ttl === 'number' && ttl > 0 ? clock.now() + 1_000 * ttl : undefined);
  };

  type Method = (key: string, first: unknown, second: unknown) => Outcome | Promise<Outcome>;
  const guarded =
    (method: Method) =>
    async ([key, first, second]: readonly unknown[]): Promise<Outcome> => {
      if (!limit.take()) return refused('limit', { status: 429, message: 'Rate limit exceeded' });
      if (typeof key !== 'string' || key.trim() === '') return invalid('The key is blank');
      if (key.length > MAX_KEY_CHARACTERS) return invalid('The key is longer than 60 characters');
      return method(key, first, second);
    };

  return {
    service: {
      get: guarded((key) => {
        const value = read(key);
        return value ? done(withNulls(value)) : refused('state', { status: 404, message: 'Record not found' });
      }),
      set: guarded(set),
      update: guarded(async (key, action, attributes) => {
        const outcome = await update(key, action, attributes);
        return outcome.kind === 'done' ? done({ Updated: true }) : outcome;
      }),
      delete: guarded((key) => {
        rows.delete(key);
        return done({ Deleted: true });
      }),
    },
    rows: (): readonly (readonly [key: string, value: Value])[] => [...rows].map(([key, { value }]) => [key, value]),
    overwritten: (): readonly string[] => overwritten,
    mostKeys: () => mostKeys,
    largestBytes: () => largestBytes,
    clear: () => rows.clear(),
  };
};

const invalid = (message: string): Outcome => refused('invalid', { status: 400, message });

const sizeOf = (value: Value): number => Buffer.byteLength(JSON.stringify(value));

const elementsOf = (value: Value): readonly string[] =>
  Object.values(value).flatMap((list) => (Array.isArray(list) ? list.map((element) => JSON.stringify(element)) : []));

/** An empty text comes back as null. */
const withNulls = (value: Value): Value =>
  Object.fromEntries(Object.entries(value).map(([name, member]) => [name, member === '' ? null : member]));
