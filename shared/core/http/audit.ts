/** Who did what: one line of the log for each call that may change something, whether it was let do so or not. */

import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import * as z from 'zod';
import { isOwnId } from '../integration-id.ts';
import type { LogFields } from '../lambda/log.ts';
import type { Caller } from './caller.ts';
import type { Answer } from './http-answer.ts';

const ID = /^[0-9A-Za-z]{1,40}$/;

/** What a creation answers. */
const madeSchema = z.object({ integrationId: z.string().exactOptional(), keyId: z.string().exactOptional() });

/** Nothing where there was no token: anybody may send that, and the log is kept for a year. */
export const toAuditFields = (
  { routeKey, pathParameters, queryStringParameters }: APIGatewayProxyEventV2,
  caller: Caller,
  answer: Answer,
): LogFields | undefined => {
  if (caller.kind === 'refused' && caller.reason === 'token_missing') return undefined;
  const { integrationId = '', keyId = '' } = pathParameters ?? {};
  return {
    what: routeKey,
    ...(queryStringParameters?.['erase'] === 'true' && { erase: true }),
    status: answer.statusCode,
    ...caller.bearer,
    ...(caller.kind === 'known' && { accountId: caller.accountId }),
    // A path is what somebody typed: only what has the form of an id, and of this account, is written down.
    ...(caller.kind === 'known' && isOwnId(caller.accountId, integrationId) && { integrationId }),
    ...(ID.test(keyId) && { keyId }),
    ...(answer.statusCode === 201 && madeSchema.parse(JSON.parse(answer.body ?? '{}'))),
  };
};
