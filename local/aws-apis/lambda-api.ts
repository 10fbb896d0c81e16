/**
 * The part of Lambda's API that switches an event source mapping off and on, on loopback: operators' commands talk to
 * this machine as they talk to AWS. https://docs.aws.amazon.com/lambda/latest/api/API_UpdateEventSourceMapping.html
 */

import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import * as z from 'zod';
import type { MappingSwitch } from '../queue/mapping-switch.ts';
import { type JsonApi, openJsonApi } from './json-api.ts';

type Options = { readonly eventSourceArn: string; readonly mapping: MappingSwitch };

const ROUTE = /^\/2015-03-31\/event-source-mappings\/?([^/?]*)/;
const UUID = '00000000-0000-4000-8000-000000000001';
const updateSchema = z.object({ Enabled: z.boolean() });

export const openLambdaApi = async ({ eventSourceArn, mapping }: Options): Promise<JsonApi> => {
  const describe = () => ({
    UUID,
    EventSourceArn: eventSourceArn,
    State: stateOf(mapping),
    // Lambda tells seconds.
    LastModified: mapping.turnedAt() / 1_000,
  });

  const answer = async (request: IncomingMessage): Promise<unknown> => {
    const [matched, uuid] = ROUTE.exec(request.url ?? '') ?? [];
    if (matched === undefined) return undefined;
    if (request.method === 'GET' && !uuid) return { EventSourceMappings: [describe()] };
    if (uuid !== UUID) return undefined;
    if (request.method === 'PUT') mapping.turn(updateSchema.parse(JSON.parse(await text(request))).Enabled);
    return describe();
  };

  return await openJsonApi(answer);
};

const stateOf = ({ isOn, isAtRest }: MappingSwitch): string => {
  if (isOn()) return 'Enabled';
  return isAtRest() ? 'Disabled' : 'Disabling';
};
