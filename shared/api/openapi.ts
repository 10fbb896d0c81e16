/** The OpenAPI 3.1 document of the whole HTTP API, made of the routes and of the schemas that the functions parse with. */

import * as z from 'zod';
import type { Operation } from '../core/http/operation.ts';
import { MAX_BODY_BYTES, MAX_EVENTS } from '../intake/event-post.ts';
import { eventSchema } from '../intake/event-schema.ts';
import { postAnswerSchema } from '../intake/post-answer.ts';
import {
  errorSchema,
  generatedKeySchema,
  incidentListSchema,
  incidentSchema,
  integrationListSchema,
  integrationSchema,
  keyListSchema,
  keySchema,
  verificationSchema,
} from '../integrations/integration-answers.ts';
import { INTEGRATION_OPERATIONS } from '../integrations/operations.ts';
import { ON_CALL_OPERATIONS } from '../operations/on-call-operations.ts';
import {
  incidentsOfAllSchema,
  integrationsOfAllSchema,
  meSchema,
  pipelineNumbersSchema,
  pipelineSchema,
} from '../operations/operations-answers.ts';
import { SIGNED_IN_OPERATIONS } from '../operations/signed-in-operations.ts';
import { COUNTS_OPERATIONS } from '../reading/counts-operations.ts';
import { changesSchema, contactCountsSchema, queuesSchema } from '../reading/reading-answers.ts';
import { ROUTES, type Route, scopesFor } from '../routes.ts';

type Json = Readonly<Record<string, unknown>>;

export const createOpenApi = (): Json => ({
  openapi: '3.1.1',
  info: {
    title: 'Freshchat contact pipeline',
    version: '1',
    description: 'Chat events in; Account > Integrations. Instants are RFC 3339 in UTC.',
  },
  servers: [{ url: 'http://127.0.0.1:8787', description: 'npm start' }],
  tags: [{ name: 'events' }, { name: 'integrations' }, { name: 'contacts' }, { name: 'operations' }],
  paths: toPaths(),
  components: { securitySchemes: SECURITY_SCHEMES, schemas: toComponents() },
});

const SECURITY_SCHEMES = {
  apiKey: { type: 'http', scheme: 'bearer', description: 'The injixo API key that the app sends.' },
  administrator: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: 'A token with the scopes that the call names, and the account in custom:account.',
  },
};

const toPaths = (): Json => {
  const paths: Record<string, Record<string, Json>> = {};
  for (const { method, path, access } of ROUTES) {
    const operation = access === 'in-function' ? eventsOperation() : tokenOperation(`${method} ${path}`, path, access);
    paths[path] = { ...paths[path], [method.toLowerCase()]: operation };
  }
  return paths;
};

const operations = new Map<string, Operation>(
  Object.values({
    ...INTEGRATION_OPERATIONS,
    ...COUNTS_OPERATIONS,
    ...SIGNED_IN_OPERATIONS,
    ...ON_CALL_OPERATIONS,
  }).map((operation) => [operation.route, operation]),
);

const tokenOperation = (routeKey: string, path: string, access: Exclude<Route['access'], 'in-function'>): Json => {
  const operation = operations.get(routeKey);
  if (!operation) throw new UndescribedRouteError(routeKey);
  const { operationId, summary, query, body, answers, refusals, tag = 'integrations' } = operation;
  return {
    operationId,
    summary,
    tags: [tag],
    security: scopesFor(access).map((scope) => ({ administrator: [scope] })),
    parameters: [...pathParameters(path), ...queryParameters(query)],
    ...(body && { requestBody: { required: isRequired(body), content: jsonContent(toSchema(body)) } }),
    responses: {
      ...Object.fromEntries(Object.entries(answers).map(([status, schema]) => [status, toResponse(status, schema)])),
      ...Object.fromEntries([...refusals].toSorted().map((status) => [status, refusal(DESCRIPTIONS[status])] as const)),
      401: byGatewayToo(DESCRIPTIONS[401]),
      403: byGatewayToo(DESCRIPTIONS[403]),
      503: byGatewayToo(DESCRIPTIONS[503]),
    },
  };
};

class UndescribedRouteError extends Error {
  override readonly name = 'UndescribedRouteError';
  constructor(routeKey: string) {
    super(`${routeKey} is not described. Add it to the operations of its feature.`);
  }
}

const DESCRIPTIONS = {
  200: 'Done',
  201: 'Created',
  202: 'Accepted; continues in the background',
  204: 'Done; no content',
  304: 'Not changed since the ETag that If-None-Match named; no content',
  400: 'The body is not a JSON object or is nested too deeply, or the query is not valid',
  401: 'The credential is missing or not valid',
  403: 'The credential lacks the scope, or does not name an account',
  404: 'Not found in this account',
  409: 'Conflicts with what is stored',
  413: 'Too large',
  415: 'The content type is not JSON',
  422: 'A field is not valid',
  503: 'Temporarily not available; send it again',
} as const;

const describeStatus = new Map<string, string>(Object.entries(DESCRIPTIONS));

const ERROR = { $ref: '#/components/schemas/Error' };
const GATEWAY_MESSAGE = { $ref: '#/components/schemas/GatewayMessage' };

const jsonContent = (schema: Json): Json => ({ 'application/json': { schema } });
const refusal = (description: string): Json => ({ description, content: jsonContent(ERROR) });

/** API Gateway refuses in its own words what it refuses before the function runs. */
const byGatewayToo = (description: string): Json => ({
  description,
  content: jsonContent({ anyOf: [ERROR, GATEWAY_MESSAGE] }),
});

const toResponse = (status: string, schema: z.ZodType | null): Json => ({
  description: describeStatus.get(status) ?? status,
  ...(schema && { content: jsonContent(refTo(schema)) }),
});

const isRequired = (body: z.ZodType): boolean => !body.safeParse({}).success;

const pathParameters = (path: string): readonly Json[] =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));

const queryParameters = (query: z.ZodObject): readonly Json[] => {
  const { properties = {}, required = [] } = toSchema(query);
  return Object.entries(properties).map(([name, property]) => {
    const { description, ...schema } = propertySchema.parse(property);
    return {
      name,
      in: 'query',
      required: required.includes(name),
      ...(description !== undefined && { description }),
      schema,
    };
  });
};

const propertySchema = z.looseObject({ description: z.string().exactOptional() });

/** What a function takes. OpenAPI 3.1 names the draft of JSON Schema itself. */
const toSchema = (schema: z.ZodType): z.core.JSONSchema.BaseSchema => {
  const { $schema: _, ...json } = z.toJSONSchema(schema, { io: 'input' });
  return json;
};

const COMPONENTS = {
  Error: errorSchema,
  GatewayMessage: z.strictObject({ message: z.string() }),
  EventsAnswer: postAnswerSchema,
  Integration: integrationSchema,
  IntegrationList: integrationListSchema,
  Key: keySchema,
  KeyList: keyListSchema,
  GeneratedKey: generatedKeySchema,
  Verification: verificationSchema,
  Incident: incidentSchema,
  IncidentList: incidentListSchema,
  ContactCounts: contactCountsSchema,
  ContactCountChanges: changesSchema,
  Queues: queuesSchema,
  Me: meSchema,
  Pipeline: pipelineSchema,
  OperationsIntegrations: integrationsOfAllSchema,
  OperationsIncidents: incidentsOfAllSchema,
  OperationsPipeline: pipelineNumbersSchema,
};

const componentNames = new Map<z.ZodType, string>(Object.entries(COMPONENTS).map(([name, schema]) => [schema, name]));

const uriOf = (name: string): string => `#/components/schemas/${name}`;

const refTo = (schema: z.ZodType): Json => {
  const name = componentNames.get(schema);
  if (name === undefined) throw new UndescribedRouteError('An answer');
  return { $ref: uriOf(name) };
};

/** What the functions answer, each shape once. */
const toComponents = (): Json => {
  const registry = z.registry<{ id: string }>();
  for (const [schema, id] of componentNames) registry.add(schema, { id });
  const { schemas } = z.toJSONSchema(registry, { io: 'output', uri: uriOf, override: withoutReadOnly });
  return Object.fromEntries(
    Object.entries(schemas).map(([name, { $schema: _, $id: _id, ...schema }]) => [name, schema]),
  );
};

/** To zod a readonly array is a type that is not written to; to OpenAPI it is a field that must not be sent. */
const withoutReadOnly = ({ jsonSchema }: { readonly jsonSchema: z.core.JSONSchema.BaseSchema }): void => {
  delete jsonSchema.readOnly;
};

/** The parser takes events one by one, as unknown: here they are described. */
const eventsOperation = (): Json => {
  const event = toSchema(eventSchema);
  const body = {
    anyOf: [
      event,
      {
        type: 'object',
        properties: { events: { type: 'array', minItems: 1, maxItems: MAX_EVENTS, items: event } },
        required: ['events'],
      },
    ],
  };
  const answer = refTo(postAnswerSchema);
  return {
    operationId: 'sendEvents',
    summary: `Send one event, or up to ${MAX_EVENTS}; at most ${MAX_BODY_BYTES / 1024} KB`,
    tags: ['events'],
    security: [{ apiKey: [] }],
    requestBody: { required: true, content: jsonContent(body) },
    responses: {
      202: {
        description: 'Stored durably for counting; the answer lists events that were refused',
        content: jsonContent(answer),
      },
      400: refusal(DESCRIPTIONS[400]),
      401: refusal('The API key is missing or not valid; the code says why'),
      413: refusal(DESCRIPTIONS[413]),
      415: refusal(DESCRIPTIONS[415]),
      422: { description: 'None of the events was valid', content: jsonContent(answer) },
      503: byGatewayToo(DESCRIPTIONS[503]),
    },
  };
};
