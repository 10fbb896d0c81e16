import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { toApiTypes } from '../../../ops/api-types.ts';
import { createOpenApi } from '../../../shared/api/openapi.ts';

const operation = (schema: unknown) =>
  toApiTypes({
    paths: {
      '/things/{id}': {
        get: {
          parameters: [
            { name: 'id', in: 'path', required: true, schema: { type: 'string' } },
            { name: 'limit', in: 'query', schema: { type: 'string' } },
          ],
          responses: { 200: { content: { 'application/json': { schema } } }, 204: {} },
        },
      },
    },
    components: { schemas: {} },
  });

describe('the types of the HTTP API', () => {
  test('are those of the document: after a change, npm run openapi', () => {
    const committed = readFileSync(new URL('../../../console/src/api/schema.d.ts', import.meta.url), 'utf8');
    expect(committed).toBe(toApiTypes(createOpenApi()));
  });

  test.each([
    [{ type: ['string', 'null'] }, '(string) | (null)'],
    [{ enum: ['a', 'b'] }, '"a" | "b"'],
    [{ const: 'a' }, '"a"'],
    [{ type: 'integer' }, 'number'],
    [{ type: 'array', items: { type: 'boolean' } }, '(boolean)[]'],
    [{ $ref: '#/components/schemas/Key' }, `components['schemas']["Key"]`],
    [{ anyOf: [{ type: 'string' }, { type: 'string' }] }, 'string'],
    [{ type: 'object', additionalProperties: { type: 'string' } }, 'Readonly<Record<string, string>>'],
    [{ type: 'object', properties: {}, additionalProperties: false }, 'Readonly<Record<string, never>>'],
    [{ type: 'object', properties: { a: {}, b: {} }, required: ['a'] }, '{\n"a": unknown;\n"b"?: unknown;\n}'],
  ])('say %j', (schema, type) => {
    expect(operation(schema)).toContain(`"application/json": ${type};`);
  });

  test('ask for what the path needs, and leave the query open', () => {
    expect(operation({})).toContain('query?: {\n"limit"?: string;\n};\npath: {\n"id": string;\n};\nheader?: never;');
    expect(operation({})).toContain('204: { headers: { [name: string]: unknown }; content?: never }');
  });
});
