/**
 * What the admin API takes. A field that we do not know is refused: a misspelt one must not quietly do nothing.
 * These schemas are the source of docs/openapi.json too; `meta` holds what a transform cannot tell it.
 */

import * as z from 'zod';
import { DURATION_PATTERN, parseDuration } from '../core/duration.ts';
import { parseRfc3339 } from '../core/instant.ts';
import { MAX_CHARACTERS } from '../core/text.ts';
import { parseEventTime } from '../intake/event-time.ts';
import { silencePolicySchema } from '../silence/silence-policy-json.ts';
import { type FreshchatDomain, hostIn, parseFreshchatDomain } from './freshchat-domain.ts';
import { parseName } from './integration.ts';
import { LISTED_STATES } from './overview.ts';
import { requestProblems } from './request-problem.ts';

const { refuse } = requestProblems;

const nameSchema = z
  .string()
  .meta({
    description: 'Unique within the account, whatever its case.',
    minLength: 1,
    maxLength: MAX_CHARACTERS,
    examples: ['Support DE'],
  })
  .transform((text, context) => {
    const parsed = parseName(text);
    return parsed.ok ? parsed.name : refuse(context, parsed.problem);
  });

const domainSchema = z
  .string()
  .meta({
    description:
      'The host name of the Freshchat account. Of a pasted address the host is kept; the answer shows what was kept.',
    minLength: 1,
    maxLength: 2048,
    examples: ['acme.freshchat.com'],
  })
  .transform((text, context): FreshchatDomain => {
    const parsed = parseFreshchatDomain(hostIn(text));
    return parsed.ok ? parsed.domain : refuse(context, parsed.problem);
  });

/** What an HTTP header can carry, and what the key service takes in one piece. */
const FRESHCHAT_KEY = /^[\x21-\x7e]{1,4096}$/;

const freshchatKeySchema = z
  .string()
  .meta({
    description: 'The Freshchat API key. Stored encrypted, never shown again.',
    pattern: '^[!-~]{1,4096}$',
    writeOnly: true,
  })
  .transform((text, context) => (FRESHCHAT_KEY.test(text) ? text : refuse(context, 'not_a_freshchat_key')));

export const createIntegrationSchema = z.strictObject({
  name: nameSchema,
  template: z.literal('freshchat').default('freshchat'),
  freshchatDomain: domainSchema,
  freshchatKey: freshchatKeySchema,
  silencePolicy: silencePolicySchema.nullish(),
});

const backfillSchema = z
  .string()
  .meta({
    description:
      'Opens a backfill: events since this instant are accepted, however old. RFC 3339 with an offset, not before 2015.',
    format: 'date-time',
    examples: ['2026-01-01T00:00:00Z'],
  })
  .transform((text, context) => {
    const parsed = parseEventTime(text, Number.POSITIVE_INFINITY);
    return parsed.ok ? parsed.instant : refuse(context, parsed.problem);
  });

export const changeIntegrationSchema = z.strictObject({
  version: z.int().min(1).meta({ description: 'The version that the change is based on.' }),
  name: nameSchema.exactOptional(),
  freshchatDomain: domainSchema
    .exactOptional()
    .meta({ description: 'Another domain wipes the stored Freshchat key, unless a new one comes along.' }),
  freshchatKey: freshchatKeySchema.exactOptional(),
  silencePolicy: silencePolicySchema.nullable().exactOptional().meta({ description: 'null: back to the default.' }),
  acceptsFrom: backfillSchema.nullable().exactOptional().meta({ description: 'null: the backfill is over.' }),
});

const DAY_MS = 24 * 60 * 60_000;
const MAX_OVERLAP_MS = 7 * DAY_MS;

const overlapSchema = z
  .string()
  .meta({
    description: 'How long the other keys go on working: an ISO 8601 duration from PT0S to P7D.',
    pattern: DURATION_PATTERN,
    examples: ['PT24H'],
  })
  .transform((text, context) => {
    const overlapMs = parseDuration(text);
    if (overlapMs === undefined) return refuse(context, 'not_a_duration');
    return overlapMs > MAX_OVERLAP_MS ? refuse(context, 'overlap_out_of_range') : overlapMs;
  });

const endSchema = z
  .string()
  .meta({
    description: 'When the key ends by itself, RFC 3339 with an offset, in the future. Without it: when it is revoked.',
    format: 'date-time',
    examples: ['2099-01-01T00:00:00Z'],
  })
  .transform((text, context) => parseRfc3339(text) ?? refuse(context, 'not_rfc3339'));

export const generateKeySchema = z.strictObject({
  expiresAt: endSchema.exactOptional(),
  expireOthersAfter: overlapSchema.exactOptional(),
});

/** For calls that take nothing. */
export const nothingSchema = z.strictObject({});

const switchSchema = (usual: 'true' | 'false') =>
  z
    .enum(['true', 'false'])
    .default(usual)
    .transform((text) => text === 'true');

export const noQuerySchema = z.object({});
export const verifyQuerySchema = z.object({
  verify: switchSchema('true').meta({ description: 'Whether to ask Freshchat about the key before saving it.' }),
});
export const eraseQuerySchema = z.object({
  erase: switchSchema('false').meta({ description: 'Whether to erase ledger, counts and incidents too.' }),
});

const DEFAULT_LIMIT = 25;
const MAX_LIMIT = 100;

/** A number in a query is text. */
const limitSchema = z
  .string()
  .regex(/^[1-9]\d{0,2}$/)
  .default(String(DEFAULT_LIMIT))
  .transform((text, context) => (Number(text) > MAX_LIMIT ? refuse(context, 'out_of_range') : Number(text)))
  .meta({ description: `How many at most: 1 to ${MAX_LIMIT}.` });

export const pageQuerySchema = z.object({
  limit: limitSchema,
  cursor: z.string().max(1_024).exactOptional().meta({ description: 'The nextCursor of the page before.' }),
});

export const listQuerySchema = pageQuerySchema.extend({
  state: z.enum(LISTED_STATES).exactOptional().meta({ description: 'Only these; the counts are of all.' }),
});
