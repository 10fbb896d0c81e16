import type { APIGatewayProxyEventV2 } from 'aws-lambda';

/** A request as API Gateway's HTTP API hands it over, payload version 2.0. */
export const gatewayEvent = ({
  headers = {},
  body,
}: {
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly body?: string;
}): APIGatewayProxyEventV2 => ({
  version: '2.0',
  routeKey: 'POST /v1/events',
  rawPath: '/v1/events',
  rawQueryString: '',
  headers: { ...headers },
  requestContext: {
    accountId: '123456789012',
    apiId: 'api',
    domainName: 'api.execute-api.eu-central-1.amazonaws.com',
    domainPrefix: 'api',
    http: { method: 'POST', path: '/v1/events', protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent: 'test' },
    requestId: 'request-1',
    routeKey: 'POST /v1/events',
    stage: '$default',
    time: '22/Nov/2026:12:00:00 +0000',
    timeEpoch: 1_795_348_800_000,
  },
  ...(body !== undefined && { body }),
  isBase64Encoded: false,
});
