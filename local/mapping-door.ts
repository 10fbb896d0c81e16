/**
 * The part of Lambda's API that switches an event source mapping off and on, on loopback: operators' commands speak to
 * this machine as they speak to AWS. https://docs.aws.amazon.com/lambda/latest/api/API_UpdateEventSourceMapping.html
 */

import { createServer, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import * as z from 'zod';
import { LOOPBACK } from './engines/free-port.ts';
import type { MappingSwitch } from './mapping-switch.ts';

type Options = { readonly eventSourceArn: string; readonly mapping: MappingSwitch };

const ROUTE = /^\/2015-03-31\/event-source-mappings\/?([^/?]*)/;
const UUID = '00000000-0000-4000-8000-000000000001';
const updateSchema = z.object({ Enabled: z.boolean() });

export const openMappingDoor = async ({ eventSourceArn, mapping }: Options) => {
  const describe = () => ({ UUID, EventSourceArn: eventSourceArn, State: stateOf(mapping) });

  const answer = async (request: IncomingMessage): Promise<unknown> => {
    const [matched, uuid] = ROUTE.exec(request.url ?? '') ?? [];
    if (matched === undefined) return undefined;
    if (request.method === 'GET' && !uuid) return { EventSourceMappings: [describe()] };
    if (uuid !== UUID) return undefined;
    if (request.method === 'PUT') mapping.turn(updateSchema.parse(JSON.parse(await text(request))).Enabled);
    return describe();
  };

  const server = createServer((request, response) => {
    const end = (status: number, body: unknown) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    answer(request).then(
      (body) => (body === undefined ? end(404, { Type: 'User' }) : end(request.method === 'PUT' ? 202 : 200, body)),
      () => end(400, { Type: 'User' }),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, LOOPBACK, resolve));
  const address = server.address();
  return {
    endpoint: `http://${LOOPBACK}:${typeof address === 'object' ? address?.port : ''}`,
    close: (): Promise<void> => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
};

const stateOf = ({ isOn, isAtRest }: MappingSwitch): string => {
  if (isOn()) return 'Enabled';
  return isAtRest() ? 'Disabled' : 'Disabling';
};
