/** Values of a JSON Schema, as far as docs/openapi.json uses it; now and then a value that is none. */

import fc from 'fast-check';
import * as z from 'zod';
import type { Schema } from './openapi-document.ts';

const partsSchema = z.looseObject({
  anyOf: z.array(z.looseObject({})).exactOptional(),
  oneOf: z.array(z.looseObject({})).exactOptional(),
  type: z.union([z.string(), z.array(z.string())]).exactOptional(),
  enum: z.array(z.unknown()).exactOptional(),
  const: z.unknown().optional(),
  properties: z.record(z.string(), z.looseObject({})).default({}),
  required: z.array(z.string()).default([]),
  items: z.looseObject({}).exactOptional(),
  pattern: z.string().exactOptional(),
  format: z.string().exactOptional(),
  examples: z.array(z.unknown()).exactOptional(),
});

/** Texts that parsers stumble over, beside some that the contract knows. */
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string(),
  fc.constantFrom(
    '',
    ' ',
    '\u0000',
    '\ud800',
    '__proto__',
    'constructor',
    'x'.repeat(300),
    'acme.freshchat.com',
    'PT24H',
    'PT0S',
    'P7D',
    'P99999999D',
    'Europe/Berlin',
    '08:00-18:00',
    '22:00-02:00',
    '2026-12-25',
    '2026-12-01T06:00:00Z',
    '+275760-09-13T00:00:00.000Z',
    'true',
    'false',
    '25',
  ),
);

const anything = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom(null, -1, 0, 1e308, Number.MAX_SAFE_INTEGER + 2, [], {}, '', true),
);

/** One value in eight is not of the schema. */
export const fromSchema = (schema: Schema): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 7, arbitrary: fitting(schema) }, { weight: 1, arbitrary: anything });

const fitting = (schema: Schema): fc.Arbitrary<unknown> => {
  const parts = partsSchema.parse(schema);
  const choices = parts.anyOf ?? parts.oneOf;
  if (choices) return fc.oneof(...choices.map(fromSchema));
  if (parts.const !== undefined) return fc.constant(parts.const);
  if (parts.enum) return fc.constantFrom(...parts.enum);
  if (Array.isArray(parts.type)) return fc.oneof(...parts.type.map((type) => fitting({ ...schema, type })));
  switch (parts.type) {
    case 'object':
      return objectOf(parts);
    case 'array':
      return fc.array(fromSchema(parts.items ?? {}), { maxLength: 4 });
    case 'string':
      return stringOf(parts);
    case 'integer':
    case 'number':
      return fc.oneof({ weight: 6, arbitrary: fc.integer({ min: 1, max: 2 }) }, fc.integer());
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    default:
      return anything;
  }
};

const INSTANTS = ['2026-11-22T09:14:03.123Z', '2026-11-22T10:14:03+01:00', '2014-12-31T23:59:59Z'];

/** Often what fits, so that requests get past the border. */
const stringOf = ({ pattern, format, examples }: z.output<typeof partsSchema>): fc.Arbitrary<unknown> => {
  // fast-check makes no text for a pattern that looks ahead: its examples stand in.
  if (pattern !== undefined && !pattern.includes('(?='))
    return fc.oneof({ weight: 4, arbitrary: fc.stringMatching(new RegExp(pattern)) }, text);
  if (format === 'date-time') return fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...INSTANTS) }, text);
  return examples ? fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...examples) }, text) : text;
};

const objectOf = ({ properties, required }: z.output<typeof partsSchema>): fc.Arbitrary<unknown> => {
  const fields = Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, fromSchema(schema)]));
  const known = fc.record(fields, { requiredKeys: Object.keys(fields).filter((name) => required.includes(name)) });
  const withMore = fc
    .tuple(known, fc.dictionary(text, anything, { maxKeys: 2 }))
    .map(([one, more]) => ({ ...more, ...one }));
  const withLess = fc
    .tuple(known, fc.constantFrom('', ...Object.keys(fields)))
    .map(([one, name]) => without(one, name));
  return fc.oneof({ weight: 8, arbitrary: known }, withMore, withLess);
};

const without = (value: object, name: string): object =>
  Object.fromEntries(Object.entries(value).filter(([key]) => key !== name));
