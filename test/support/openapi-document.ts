/** docs/openapi.json, as a reader of it uses it: its calls, with the schemas of what they take and answer. */

import { readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import * as z from 'zod';

const schemaSchema = z.looseObject({});
const contentSchema = z.object({ 'application/json': z.object({ schema: schemaSchema }) });
const operationSchema = z.object({
  parameters: z
    .array(z.object({ name: z.string(), in: z.enum(['path', 'query']), required: z.boolean(), schema: schemaSchema }))
    .default([]),
  requestBody: z.object({ content: contentSchema }).exactOptional(),
  responses: z.record(z.string(), z.object({ content: contentSchema.exactOptional() })),
});
const documentSchema = z.object({
  paths: z.record(z.string(), z.record(z.string(), operationSchema)),
  components: z.object({ schemas: z.record(z.string(), schemaSchema) }),
});

export type Schema = z.output<typeof schemaSchema>;

export type DescribedCall = {
  readonly method: string;
  readonly path: string;
  readonly pathNames: readonly string[];
  readonly query: Readonly<Record<string, Schema>>;
  /** The names in the query that must be there. */
  readonly required: readonly string[];
  readonly body?: Schema;
  /** What is wrong with an answer, or nothing. */
  readonly problemOf: (status: number, json: unknown) => string | undefined;
};

export const readDescribedCalls = (): readonly DescribedCall[] => {
  const file = new URL('../../docs/openapi.json', import.meta.url);
  const document = documentSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  ajv.addSchema({ $id: 'openapi', components: document.components });
  return Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, { parameters, requestBody, responses }]) => {
      const validators = new Map(
        Object.entries(responses).map(([status, { content }]) => [
          Number(status),
          content && ajv.compile(toAbsolute(content['application/json'].schema)),
        ]),
      );
      return {
        method: method.toUpperCase(),
        path,
        pathNames: parameters.filter((one) => one.in === 'path').map(({ name }) => name),
        query: Object.fromEntries(parameters.filter((one) => one.in === 'query').map((one) => [one.name, one.schema])),
        required: parameters.filter((one) => one.in === 'query' && one.required).map(({ name }) => name),
        ...(requestBody && { body: requestBody.content['application/json'].schema }),
        problemOf: (status, json) => {
          if (!validators.has(status)) return `${status} is not described`;
          return problemOf(validators.get(status), json);
        },
      };
    }),
  );
};

const toAbsolute = (schema: Schema): Schema =>
  schemaSchema.parse(JSON.parse(JSON.stringify(schema).replaceAll('"#/components/', '"openapi#/components/')));

const problemOf = (validate: ValidateFunction | undefined, json: unknown): string | undefined => {
  if (!validate) return json === undefined ? undefined : 'a body where none is described';
  return validate(json) ? undefined : JSON.stringify(validate.errors?.slice(0, 3));
};
