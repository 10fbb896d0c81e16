/**
 * TypeScript types of the HTTP API, in the form that openapi-fetch reads, made of the OpenAPI document.
 * openapi-typescript would do it, but needs TypeScript 5 beside our 7; our document uses a dozen words of JSON Schema.
 */

import * as z from 'zod';

const record = z.record(z.string(), z.unknown());

const schemaSchema = z.object({
  $ref: z.string().optional(),
  const: z.unknown().optional(),
  enum: z.array(z.unknown()).optional(),
  anyOf: z.array(z.unknown()).optional(),
  oneOf: z.array(z.unknown()).optional(),
  type: z.union([z.string(), z.array(z.string())]).optional(),
  properties: record.optional(),
  required: z.array(z.string()).optional(),
  additionalProperties: z.union([z.boolean(), record]).optional(),
  items: z.unknown().optional(),
});

const contentSchema = z.record(z.string(), z.object({ schema: z.unknown() }));

const operationSchema = z.object({
  parameters: z
    .array(
      z.object({
        name: z.string(),
        in: z.enum(['path', 'query', 'header']),
        required: z.boolean().optional(),
        schema: z.unknown(),
      }),
    )
    .default([]),
  requestBody: z.object({ required: z.boolean().optional(), content: contentSchema }).optional(),
  responses: z.record(z.string(), z.object({ content: contentSchema.optional() })),
});

const documentSchema = z.object({
  paths: z.record(z.string(), z.record(z.string(), operationSchema)),
  components: z.object({ schemas: record }),
});

type Operation = z.output<typeof operationSchema>;

export const toApiTypes = (document: unknown): string => {
  const { paths, components } = documentSchema.parse(document);
  return [
    '/** Made by `npm run openapi` out of docs/openapi.json: do not edit. */',
    `export interface paths ${members(paths, (methods) => members(methods, toOperation))}`,
    `export interface components { schemas: ${members(components.schemas, toType)} }`,
    '',
  ].join('\n\n');
};

const members = <T>(of: Readonly<Record<string, T>>, toText: (value: T) => string): string =>
  `{\n${Object.entries(of)
    .map(([name, value]) => `${quote(name)}: ${toText(value)};\n`)
    .join('')}}`;

/** openapi-fetch looks statuses up by number. */
const quote = (name: string): string => (/^\d+$/.test(name) ? name : JSON.stringify(name));

const toOperation = ({ parameters, requestBody, responses }: Operation): string => {
  const body =
    requestBody && `requestBody${requestBody.required ? '' : '?'}: { content: ${toContent(requestBody.content)} };\n`;
  const answers = members(
    responses,
    ({ content }) =>
      `{ headers: { [name: string]: unknown }; content${content ? `: ${toContent(content)}` : '?: never'} }`,
  );
  return `{\nparameters: ${toParameters(parameters)};\n${body ?? ''}responses: ${answers};\n}`;
};

const toParameters = (parameters: Operation['parameters']): string => {
  const places = ['query', 'path', 'header'] as const;
  const text = places.map((place) => {
    const here = parameters.filter((parameter) => parameter.in === place);
    if (here.length === 0) return `${place}?: never;\n`;
    const isNeeded = here.some(({ required }) => required);
    const fields = here.map(
      ({ name, required, schema }) => `${quote(name)}${required ? '' : '?'}: ${toType(schema)};\n`,
    );
    return `${place}${isNeeded ? '' : '?'}: {\n${fields.join('')}};\n`;
  });
  return `{\n${text.join('')}}`;
};

const toContent = (content: z.output<typeof contentSchema>): string => members(content, ({ schema }) => toType(schema));

const toType = (input: unknown): string => {
  const schema = schemaSchema.safeParse(input).data;
  if (!schema) return 'unknown';
  if (schema.$ref !== undefined) return `components['schemas'][${quote(schema.$ref.split('/').at(-1) ?? '')}]`;
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return union(choices.map(toType));
  return union([schema.type ?? 'unknown'].flat().map((type) => toTypeOf(type, schema)));
};

const union = (types: readonly string[]): string => {
  const [first = 'unknown', ...others] = new Set(types);
  return others.length === 0 ? first : [first, ...others].map((type) => `(${type})`).join(' | ');
};

const toTypeOf = (type: string, schema: z.output<typeof schemaSchema>): string => {
  switch (type) {
    case 'integer':
    case 'number':
      return 'number';
    case 'string':
    case 'boolean':
    case 'null':
      return type;
    case 'array':
      return `(${toType(schema.items)})[]`;
    case 'object':
      return toObject(schema);
    default:
      return 'unknown';
  }
};

const toObject = ({ properties, required = [], additionalProperties }: z.output<typeof schemaSchema>): string => {
  if (properties && Object.keys(properties).length > 0) {
    const fields = Object.entries(properties).map(
      ([name, schema]) => `${quote(name)}${required.includes(name) ? '' : '?'}: ${toType(schema)};\n`,
    );
    return `{\n${fields.join('')}}`;
  }
  return typeof additionalProperties === 'object'
    ? `Readonly<Record<string, ${toType(additionalProperties)}>>`
    : 'Readonly<Record<string, never>>';
};
