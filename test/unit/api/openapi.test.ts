import { readFileSync } from 'node:fs';
import { Validator } from '@seriousme/openapi-schema-validator';
import { describe, expect, it } from 'vitest';
import { createOpenApi } from '../../../shared/api/openapi.ts';

const FILE = new URL('../../../docs/openapi.json', import.meta.url);

describe('docs/openapi.json', () => {
  it('is what the schemas say; npm run openapi writes it anew', () => {
    expect(readFileSync(FILE, 'utf8')).toBe(`${JSON.stringify(createOpenApi(), undefined, 2)}\n`);
  });

  it('is valid OpenAPI 3.1, every reference resolved', async () => {
    const validator = new Validator();
    const result = await validator.validate(structuredClone({ ...createOpenApi() }));
    expect(result).toEqual({ valid: true });
    expect(validator.version).toBe('3.1');
    validator.resolveRefs();
  });

  it('is not valid when an operation has lost its answers', async () => {
    const text = JSON.stringify(createOpenApi()).replace('"responses":', '"answers":');
    expect((await new Validator().validate(JSON.parse(text))).valid).toBe(false);
  });
});
