/** What a request to AWS asks for, in the words of IAM: action, resource, and what conditions of a policy look at. */

import * as z from 'zod';

export type AwsCall = {
  readonly action: string;
  /** The name of the table, queue, topic or key; `<table>/index/<index>` for an index. */
  readonly resource: string;
  /** Condition keys of IAM with the values that this call gives them. */
  readonly context: Readonly<Record<string, readonly string[]>>;
};

export type AwsRequest = { readonly service: string; readonly target: string; readonly body: string };

class UnknownCallError extends Error {
  override readonly name = 'UnknownCallError';
}

/** One request may ask for several things: each table of a batch, each write of a transaction. */
export const callsOf = ({ service, target, body }: AwsRequest): readonly AwsCall[] => {
  const [, operation = ''] = target.split('.');
  switch (service) {
    case 'dynamodb':
      return dynamoCalls(operation, requestSchema.parse(JSON.parse(body)));
    case 'sqs':
      return [queueCall(operation, z.object({ QueueUrl: z.string() }).parse(JSON.parse(body)).QueueUrl)];
    case 'kms':
      return [keyCall(operation, keySchema.parse(JSON.parse(body)))];
    case 'sns':
      return [topicCall(new URLSearchParams(body))];
    case 'monitoring':
      return [{ action: `cloudwatch:${operation}`, resource: '*', context: {} }];
    default:
      throw new UnknownCallError(`${service} ${operation}`);
  }
};

const text = z.string();
const names = z.record(z.string(), z.string());
const item = z.record(z.string(), z.unknown());
const writeSchema = z.object({
  TableName: text,
  IndexName: text.optional(),
  Key: item.optional(),
  Item: item.optional(),
  UpdateExpression: text.optional(),
  ConditionExpression: text.optional(),
  KeyConditionExpression: text.optional(),
  FilterExpression: text.optional(),
  ProjectionExpression: text.optional(),
  ExpressionAttributeNames: names.optional(),
  ReturnValues: text.optional(),
  Select: text.optional(),
});
type Write = z.output<typeof writeSchema>;

const readSchema = writeSchema
  .pick({ ProjectionExpression: true, ExpressionAttributeNames: true })
  .extend({ Keys: z.array(item) });

const requestSchema = z.looseObject({
  TableName: text.optional(),
  RequestItems: z.record(z.string(), z.unknown()).optional(),
  Statement: text.optional(),
  Statements: z.array(z.object({ Statement: text })).optional(),
  TransactItems: z.array(z.record(z.string(), writeSchema)).optional(),
});

const dynamoCalls = (operation: string, request: z.output<typeof requestSchema>): readonly AwsCall[] => {
  const action = (name: string): string => `dynamodb:${name}`;
  switch (operation) {
    case 'BatchGetItem':
      return Object.entries(request.RequestItems ?? {}).map(([TableName, read]) => {
        const { Keys, ...named } = readSchema.parse(read);
        return itemCall(action(operation), { TableName, Key: Object.assign({}, ...Keys), ...named });
      });
    case 'BatchWriteItem':
      return Object.keys(request.RequestItems ?? {}).map((table) => ({
        action: action(operation),
        resource: table,
        context: {},
      }));
    case 'TransactWriteItems':
      return (request.TransactItems ?? []).flatMap((entry) =>
        Object.entries(entry).map(([kind, write]) =>
          itemCall(action(kind === 'ConditionCheck' ? 'ConditionCheckItem' : `${kind}Item`), write),
        ),
      );
    case 'BatchExecuteStatement':
      return (request.Statements ?? []).map(({ Statement: statement }) => statementCall(statement));
    case 'ExecuteStatement':
      return [statementCall(request.Statement ?? '')];
    default:
      return [itemCall(action(operation), writeSchema.parse(request))];
  }
};

const itemCall = (action: string, write: Write): AwsCall => ({
  action,
  resource: write.IndexName === undefined ? write.TableName : `${write.TableName}/index/${write.IndexName}`,
  context: {
    'dynamodb:Attributes': attributesOf(write),
    ...(write.ReturnValues !== undefined && { 'dynamodb:ReturnValues': [write.ReturnValues] }),
    ...(write.Select !== undefined && { 'dynamodb:Select': [write.Select] }),
  },
});

/** The top-level attributes that a request names, its keys among them. */
const attributesOf = (write: Write): readonly string[] => {
  const expressions = [
    write.UpdateExpression,
    write.ConditionExpression,
    write.KeyConditionExpression,
    write.FilterExpression,
    write.ProjectionExpression,
  ];
  const named = expressions.flatMap((expression = '') =>
    [...expression.matchAll(/(?<![\w:.])#?[A-Za-z][\w-]*(?!\w*\()/g)].map(
      ([name]) => write.ExpressionAttributeNames?.[name] ?? name,
    ),
  );
  const given = [...Object.keys(write.Key ?? {}), ...Object.keys(write.Item ?? {})];
  return [...new Set([...given, ...named.filter((name) => !RESERVED.test(name))])].toSorted();
};

const RESERVED =
  /^(?:SET|REMOVE|ADD|DELETE|AND|OR|NOT|BETWEEN|IN|WHERE|IS|MISSING|VALUE|UPDATE|INSERT|INTO|RETURNING|ALL|OLD|NEW|MODIFIED|attribute_\w+|if_not_exists|list_append|begins_with|contains|size)$/i;

const STATEMENT = /^\s*(INSERT INTO|UPDATE|DELETE FROM|SELECT .* FROM)\s+"([^"]+)"(.*)$/s;
const STATEMENT_ACTIONS = {
  I: 'dynamodb:PartiQLInsert',
  U: 'dynamodb:PartiQLUpdate',
  D: 'dynamodb:PartiQLDelete',
  S: 'dynamodb:PartiQLSelect',
};

const isVerb = (letter: string): letter is keyof typeof STATEMENT_ACTIONS => letter in STATEMENT_ACTIONS;

const statementCall = (statement: string): AwsCall => {
  const [, verb = '', resource = '', rest = ''] = STATEMENT.exec(statement) ?? [];
  const letter = verb.charAt(0);
  if (!isVerb(letter)) throw new UnknownCallError(statement.slice(0, 40));
  const quoted = [...rest.matchAll(/["']([^"']+)["']/g)].map(([, name = '']) => name);
  const bare = [...rest.replaceAll(/["'][^"']*["']/g, ' ').matchAll(/(?<![\w.:])[A-Za-z]\w*(?!\w*\()/g)].map(
    ([name]) => name,
  );
  const attributes = [...quoted, ...bare].filter((name) => !RESERVED.test(name));
  return {
    action: STATEMENT_ACTIONS[letter],
    resource,
    context: { 'dynamodb:Attributes': [...new Set(attributes)].toSorted() },
  };
};

const lastPart = (value: string): string => value.split(/[/:]/).at(-1) ?? value;

const queueCall = (operation: string, queueUrl: string): AwsCall => ({
  action: `sqs:${operation.replace(/Batch$/, '')}`,
  resource: lastPart(queueUrl),
  context: {},
});

const topicCall = (form: URLSearchParams): AwsCall => ({
  action: `sns:${(form.get('Action') ?? '').replace(/Batch$/, '')}`,
  resource: lastPart(form.get('TopicArn') ?? ''),
  context: {},
});

const keySchema = z.object({ KeyId: z.string(), EncryptionContext: names.default({}) });

const keyCall = (operation: string, { KeyId, EncryptionContext }: z.output<typeof keySchema>): AwsCall => ({
  action: `kms:${operation}`,
  resource: lastPart(KeyId),
  context: {
    'kms:EncryptionContextKeys': Object.keys(EncryptionContext),
    ...Object.fromEntries(
      Object.entries(EncryptionContext).map(([name, value]) => [`kms:EncryptionContext:${name}`, [value]]),
    ),
  },
});
