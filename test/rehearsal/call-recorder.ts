/**
 * Stands between the functions and the engines: one address for all services, as AWS is for a function. It writes down
 * who called what, and fails a call where a test says so. Who calls is told by the access key that signed the request.
 */

import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AwsCall, callsOf } from './aws-call.ts';

export type RecordedCall = AwsCall & { readonly caller: string };

/** A call that the recorder answers itself, with this error of AWS. */
export type PlannedFailure = {
  readonly caller: string;
  readonly action: string;
  readonly resource: string;
  readonly error: string;
};

export type CallRecorder = {
  readonly endpoint: string;
  readonly calls: readonly RecordedCall[];
  /** While `during` runs, every call of this kind fails. */
  readonly withFailure: <T>(failure: PlannedFailure, during: () => Promise<T>) => Promise<T>;
  readonly close: () => Promise<void>;
};

/** The endpoint of each service, by the name that stands in a signature. */
export type Services = Readonly<Record<string, string>>;

export const startCallRecorder = async (services: Services): Promise<CallRecorder> => {
  const calls: RecordedCall[] = [];
  let planned: PlannedFailure | undefined;

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await bodyOf(request);
    const { caller, service } = signerOf(request);
    const asked = callsOf({ service, target: String(request.headers['x-amz-target'] ?? ''), body: body.toString() });
    calls.push(...asked.map((call) => ({ ...call, caller })));
    const isPlanned = asked.some(
      ({ action, resource }) =>
        planned?.caller === caller && planned.action === action && resource.startsWith(planned.resource),
    );
    if (planned && isPlanned) return fail(response, planned.error);
    await forward(`${services[service]}${request.url}`, request, body, response);
  };

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      console.error('call recorder:', error);
      fail(response, 'InternalFailure');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    endpoint: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`,
    calls,
    withFailure: async (failure, during) => {
      planned = failure;
      return during().finally(() => {
        planned = undefined;
      });
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};

const bodyOf = async (request: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
};

/** `AWS4-HMAC-SHA256 Credential=<access key>/<day>/<region>/<service>/aws4_request, …` */
const signerOf = ({ headers }: IncomingMessage): { readonly caller: string; readonly service: string } => {
  const credential = /Credential=([^,\s]+)/.exec(headers.authorization ?? '')?.[1] ?? '';
  const [caller = '', , , service = ''] = credential.split('/');
  return { caller, service };
};

const fail = (response: ServerResponse, error: string): void => {
  const status = error === 'InternalServerError' || error === 'InternalFailure' ? 500 : 400;
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' });
  response.end(JSON.stringify({ __type: `com.amazonaws#${error}`, message: error }));
};

const HOP_BY_HOP = new Set(['host', 'connection', 'content-length', 'transfer-encoding', 'keep-alive', 'expect']);

const forward = async (
  url: string,
  request: IncomingMessage,
  body: Buffer,
  response: ServerResponse,
): Promise<void> => {
  const headers = Object.entries(request.headers).flatMap(([name, value]) =>
    typeof value === 'string' && !HOP_BY_HOP.has(name) ? [[name, value] as const] : [],
  );
  const answer = await fetch(url, { method: request.method ?? 'POST', headers: Object.fromEntries(headers), body });
  const type = answer.headers.get('content-type') ?? 'application/x-amz-json-1.0';
  response.writeHead(answer.status, { 'content-type': type }).end(Buffer.from(await answer.arrayBuffer()));
};
