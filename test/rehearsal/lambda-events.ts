/**
 * Events as AWS publishes them in its guides: API Gateway's payload 2.0, SQS, DynamoDB streams with a tumbling window,
 * EventBridge and its scheduler, Cognito's second version of the trigger before a token is made. The samples of the
 * guides are kept as they are, with fields that nobody here reads.
 */

import type { _Record } from '@aws-sdk/client-dynamodb-streams';
import type { Message } from '@aws-sdk/client-sqs';
import type { RouteKey } from '../../shared/routes.ts';

const ADMINISTRATOR = {
  sub: 'a2c4-ada',
  token_use: 'access',
  client_id: 'client-1',
  jti: 'token-1',
  scope: 'integrations/read integrations/write integrations/erase counts/read operations/read',
  'custom:account': 'acme',
  iss: 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_x',
  exp: '1795520000',
  iat: '1795519000',
};

type HttpOptions = {
  readonly body?: unknown;
  readonly authorization?: string;
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
};

/** A request without a token of an administrator. */
export const httpRequest = (
  routeKey: RouteKey,
  { body, authorization, path, query }: HttpOptions = {},
  authorizer?: unknown,
) => {
  const [method = '', template = ''] = routeKey.split(' ');
  const rawPath = template.replaceAll(/\{(\w+)\}/g, (_, name: string) => path?.[name] ?? '');
  return {
    version: '2.0',
    routeKey,
    rawPath,
    rawQueryString: new URLSearchParams(query).toString(),
    cookies: ['cookie1', 'cookie2'],
    headers: {
      accept: '*/*',
      'content-type': 'application/json',
      host: 'id.execute-api.us-east-1.amazonaws.com',
      'user-agent': 'agent',
      'x-amzn-trace-id': 'Root=1-5e66d1a3-0',
      'x-forwarded-for': '192.0.2.1',
      'x-forwarded-port': '443',
      'x-forwarded-proto': 'https',
      ...(authorization !== undefined && { authorization }),
    },
    ...(query && { queryStringParameters: query }),
    ...(path && { pathParameters: path }),
    requestContext: {
      accountId: '123456789012',
      apiId: 'api-id',
      ...(authorizer !== undefined && { authorizer }),
      domainName: 'id.execute-api.us-east-1.amazonaws.com',
      domainPrefix: 'id',
      http: { method, path: rawPath, protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent: 'agent' },
      requestId: 'request-1',
      routeKey,
      stage: '$default',
      time: '24/Nov/2026:19:03:58 +0000',
      timeEpoch: 1_795_547_038_390,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    isBase64Encoded: false,
  };
};

/** With the claims that the JWT authorizer hands on, all of them text. */
export const adminRequest = (routeKey: RouteKey, options: HttpOptions = {}) =>
  httpRequest(routeKey, options, { jwt: { claims: ADMINISTRATOR, scopes: ADMINISTRATOR.scope.split(' ') } });

export const asBase64 = (request: ReturnType<typeof httpRequest>) => ({
  ...request,
  body: Buffer.from(request.body ?? '').toString('base64'),
  isBase64Encoded: true,
});

const QUEUE_ARN = 'arn:aws:sqs:us-east-1:123456789012:MyQueue';

export const sqsRecord = ({ MessageId, ReceiptHandle, Body, MD5OfBody, Attributes }: Message) => ({
  messageId: MessageId,
  receiptHandle: ReceiptHandle,
  body: Body,
  attributes: {
    ApproximateReceiveCount: '1',
    SentTimestamp: '1523232000000',
    SenderId: '123456789012',
    ApproximateFirstReceiveTimestamp: '1523232000001',
    ...Attributes,
  },
  messageAttributes: {},
  md5OfBody: MD5OfBody,
  eventSource: 'aws:sqs',
  eventSourceARN: QUEUE_ARN,
  awsRegion: 'us-east-1',
});

/** The sample of the guide: a message that this system did not write. */
export const FOREIGN_MESSAGE = sqsRecord({
  MessageId: '19dd0b57-b21e-4ac1-bd88-01bbb068cb78',
  ReceiptHandle: 'MessageReceiptHandle',
  Body: 'Hello from SQS!',
  MD5OfBody: '7b270e59b47ff90a553787216d55d91d',
});

export type StreamPlace = { readonly streamArn: string; readonly shardId: string };

export const streamEvent = (
  { streamArn, shardId }: StreamPlace,
  records: readonly unknown[],
  { isFinal = false }: { readonly isFinal?: boolean } = {},
) => ({
  Records: records,
  window: { start: '2026-11-24T23:00:00Z', end: '2026-11-24T23:15:00Z' },
  state: {},
  shardId,
  eventSourceARN: streamArn,
  isFinalInvokeForWindow: isFinal,
  isWindowTerminatedEarly: false,
});

/** The SDK makes a Date of what Lambda hands on as seconds. */
export const streamRecord = ({ dynamodb, ...record }: _Record, { streamArn }: StreamPlace) => ({
  ...record,
  awsRegion: 'us-east-1',
  dynamodb: { ...dynamodb, ApproximateCreationDateTime: 1_428_537_600 },
  eventSourceARN: streamArn,
});

/** The sample of the guide: a record of another table. */
export const foreignRecord = (sequenceNumber: string, { streamArn }: StreamPlace) => ({
  eventID: 'c4ca4238a0b923820dcc509a6f75849b',
  eventName: 'INSERT',
  eventVersion: '1.1',
  eventSource: 'aws:dynamodb',
  awsRegion: 'us-east-1',
  dynamodb: {
    Keys: { Id: { N: '101' } },
    NewImage: { Message: { S: 'New item!' }, Id: { N: '101' } },
    ApproximateCreationDateTime: 1_428_537_600,
    SequenceNumber: sequenceNumber,
    SizeBytes: 26,
    StreamViewType: 'NEW_AND_OLD_IMAGES',
  },
  eventSourceARN: streamArn,
});

/** What EventBridge sends for a rule on a schedule. */
export const SCHEDULED_EVENT = {
  id: 'cdc73f9d-aea9-11e3-9d5a-835b769c0d9c',
  'detail-type': 'Scheduled Event',
  source: 'aws.events',
  account: '123456789012',
  time: '1970-01-01T00:00:00Z',
  region: 'us-east-1',
  resources: ['arn:aws:events:us-east-1:123456789012:rule/my-schedule'],
  detail: {},
};

/** What EventBridge Scheduler sends when a target names no input. */
export const SCHEDULER_EVENT = {
  version: '0',
  id: '53dc4d37-cffa-4f76-80c9-8b7d4a4d2eaa',
  'detail-type': 'Scheduled Event',
  source: 'aws.scheduler',
  account: '123456789012',
  time: '2026-11-24T23:00:00Z',
  region: 'us-east-1',
  resources: ['arn:aws:scheduler:us-east-1:123456789012:schedule/default/monitor'],
  detail: '{}',
};

/** Cognito, before it makes tokens for somebody who signed in on its page. */
export const TOKEN_EVENT = {
  version: '2',
  triggerSource: 'TokenGeneration_HostedAuth',
  region: 'us-east-1',
  userPoolId: 'us-east-1_x',
  userName: 'ada',
  callerContext: { awsSdkVersion: 'aws-sdk-unknown-unknown', clientId: 'client-1' },
  request: {
    userAttributes: {
      sub: 'a2c4-ada',
      email_verified: 'true',
      'cognito:user_status': 'CONFIRMED',
      email: 'ada@example.com',
      'custom:account': 'acme',
    },
    groupConfiguration: { groupsToOverride: ['integrations-write'], iamRolesToOverride: [], preferredRole: null },
    scopes: ['openid', 'email', 'integrations/read', 'integrations/write'],
  },
  response: { claimsAndScopeOverrideDetails: null },
};
