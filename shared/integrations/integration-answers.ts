/** What the admin API answers. Instants are RFC 3339 in UTC. */

import * as z from 'zod';
import { DEAD_KEY_REFUSALS } from '../intake/api-key.ts';
import { ENDINGS } from '../silence/incident.ts';
import { CAUSES } from '../silence/integration-status.ts';
import { SHOWN_CAUSES } from '../silence/shown-status.ts';
import { SENTENCE_KEYS } from '../silence/status-sentences.ts';
import { CHECK_OUTCOMES } from './freshchat-check.ts';
import { INTEGRATION_STATES, type LISTED_STATES } from './overview.ts';

const instant = z.iso.datetime().meta({ examples: ['2026-11-22T09:14:03.123Z'] });

const problemSchema = z.strictObject({
  code: z.string(),
  message: z.string(),
  field: z.string().exactOptional().meta({ description: 'The path of the field that is meant.' }),
});

export const errorSchema = z.strictObject({
  error: problemSchema.extend({
    problems: z
      .array(problemSchema)
      .exactOptional()
      .meta({ description: 'All problems of the request, this one among them, where there are several.' }),
  }),
});

export const keySchema = z.strictObject({
  keyId: z.string(),
  status: z.enum(['active', 'expired', 'revoked']),
  createdAt: instant,
  expiresAt: instant.exactOptional(),
  revokedAt: instant.exactOptional(),
  lastUsedAt: instant.exactOptional().meta({ description: 'To the hour.' }),
  lastRefusedAt: instant.exactOptional().meta({
    description: 'When the app was last refused for using this dead key; only of the latest key that was refused.',
  }),
  hint: z
    .literal('unused')
    .exactOptional()
    .meta({ description: 'The key works, and was not used for 90 days: revoke it if nobody needs it.' }),
});

export const generatedKeySchema = z.strictObject({
  keyId: z.string(),
  key: z.string().meta({ description: 'The injixo API key. It is in this answer only.' }),
  createdAt: instant,
  expiresAt: instant.exactOptional(),
});

const silencePolicyAnswerSchema = z.strictObject({
  window: z.string(),
  activeHours: z
    .strictObject({
      timeZone: z.string(),
      weekly: z.record(z.string(), z.array(z.string()).readonly()).readonly(),
      holidays: z.array(z.string()).readonly(),
    })
    .exactOptional(),
  pausedUntil: instant.exactOptional(),
});

const factsSchema = z.record(z.string(), z.string()).readonly();

const reasonSchema = z
  .strictObject({
    key: z.enum([...SENTENCE_KEYS, 'handover', 'erasing', 'erased']),
    facts: factsSchema,
  })
  .meta({ description: 'What `message` says, for readers with words of their own: its key, and its facts by name.' });

export const integrationSchema = z.strictObject({
  integrationId: z.string(),
  name: z.string(),
  template: z.literal('freshchat'),
  freshchatDomain: z.string().nullable(),
  freshchatAccounts: z.array(z.strictObject({ account: z.string(), lastHeartbeatAt: instant })).meta({
    description:
      'The Freshchat accounts that send with the keys of this integration, as the app names them, the newest first. One has several host names: a difference from `freshchatDomain` is no error.',
  }),
  hasFreshchatKey: z.boolean(),
  silencePolicy: silencePolicyAnswerSchema,
  acceptsFrom: instant.exactOptional().meta({
    description: 'While a backfill is open: events since this instant are accepted, however old.',
  }),
  status: z
    .enum(['waiting', 'operational', 'silent', 'paused', 'unknown', 'erasing', 'erased'])
    .meta({ description: 'Read it with `cause`: where there is a cause, not all is well, whatever the status.' }),
  state: z.enum(INTEGRATION_STATES).meta({
    description: 'What it asks of you, in one word: never `operational` where there is a cause, or a key to paste.',
  }),
  since: instant.exactOptional().meta({ description: 'Since when it is in this state; absent where all is well.' }),
  cause: z.enum(SHOWN_CAUSES).exactOptional(),
  severity: z.enum(['warning', 'critical']).exactOptional(),
  message: z.string(),
  nextStep: z.string().exactOptional(),
  reason: reasonSchema,
  silentAfter: instant.exactOptional().meta({
    description: 'When the integration counts as silent if no chat event comes before.',
  }),
  lastEventAt: instant.exactOptional().meta({ description: 'When the last event about a chat was received.' }),
  lastHeartbeatAt: instant.exactOptional(),
  installedAt: instant.exactOptional().meta({ description: 'When the app said that it was installed.' }),
  uninstalledAt: instant.exactOptional().meta({ description: 'When the app said that it was uninstalled.' }),
  appVersion: z.string().exactOptional(),
  lastRefusal: z.strictObject({ at: instant, reason: z.enum(DEAD_KEY_REFUSALS), keyId: z.string() }).exactOptional(),
  keys: z.array(keySchema),
  erase: z
    .strictObject({
      requestedAt: instant,
      erasesAt: instant.exactOptional().meta({
        description: 'When the erasing begins. While it is here, POST …/restore undoes the request.',
      }),
      erasedAt: instant.exactOptional(),
      deletedChats: z.int(),
      deletedCounts: z.int(),
    })
    .exactOptional()
    .meta({ description: 'How far the erasing has come; only after DELETE with erase=true.' }),
  version: z.int(),
  createdAt: instant,
});

export const verificationSchema = z.strictObject({
  outcome: z.enum(CHECK_OUTCOMES),
  detail: z.string().exactOptional(),
  message: z.string(),
  nextStep: z.string().exactOptional(),
  reason: z.strictObject({ key: z.enum(CHECK_OUTCOMES), facts: factsSchema }),
  checkedAt: instant,
  lastEventAt: instant.exactOptional().meta({ description: 'When we last heard from the app.' }),
});

export const incidentSchema = z.strictObject({
  openedAt: instant,
  from: instant.meta({ description: 'The last chat event before it: from here on, counts may be missing.' }),
  to: instant.exactOptional().meta({ description: 'When it ended; absent while it goes on.' }),
  endedBy: z.enum(ENDINGS).exactOptional().meta({
    description:
      'Absent when a chat event ended it. Under changed settings it is no silence, or the integration was paused or deleted: chats may still be missing.',
  }),
  cause: z.enum(CAUSES),
  severity: z.enum(['warning', 'critical']),
  reason: z.strictObject({ key: z.enum(CAUSES), facts: factsSchema }),
});

const listOf = <S extends z.ZodType>(items: S) =>
  z.strictObject({ items: z.array(items), nextCursor: z.string().exactOptional() });

export const integrationListSchema = listOf(integrationSchema).extend({
  counts: z
    .strictObject({
      critical: z.int(),
      needs_you: z.int(),
      warning: z.int(),
      checking: z.int(),
      waiting: z.int(),
      operational: z.int(),
      paused: z.int(),
      erasing: z.int(),
    } satisfies Readonly<Record<(typeof LISTED_STATES)[number], z.ZodType>>)
    .meta({ description: 'Of all integrations of the account, by their state.' }),
});
export const keyListSchema = listOf(keySchema);
export const incidentListSchema = listOf(incidentSchema);

export type IntegrationJson = z.output<typeof integrationSchema>;
export type KeyJson = z.output<typeof keySchema>;
export type VerificationJson = z.output<typeof verificationSchema>;
export type IncidentJson = z.output<typeof incidentSchema>;
