/** The ApiKeys table, as the monitor reads it: since when a key is dead, and no hash. */

import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { KEY_STATE_ATTRIBUTES } from '../attributes.ts';
import { apiKeyKey } from '../core/dynamo/keys.ts';
import { projectionOf } from '../core/dynamo/projection.ts';
import { readItems } from '../core/dynamo/read-items.ts';
import { readEach } from '../core/read-each.ts';
import type { FindKeyStates } from './key-states.port.ts';

type Deps = {
  readonly client: DynamoDBClient;
  /** The name of the ApiKeys table. */
  readonly table: string;
  readonly pause: (attempt: number) => Promise<void>;
  readonly onError: (error: unknown) => void;
};

const instant = z.iso.datetime().transform((text) => Date.parse(text));

const itemSchema = z.object({
  keyId: z.string(),
  createdAt: instant,
  expiresAt: instant.exactOptional(),
  revokedAt: instant.exactOptional(),
} satisfies Readonly<Record<(typeof KEY_STATE_ATTRIBUTES)[number], z.ZodType>>);

const STATES = projectionOf(KEY_STATE_ATTRIBUTES);

/** Consistent: the key that was generated a second ago is the one to name. */
export const createFindKeyStates =
  ({ onError, ...deps }: Deps): FindKeyStates =>
  async (keyIds) =>
    readEach(
      await readItems({ ...deps, attributes: STATES }, keyIds.map(apiKeyKey)),
      (item) => itemSchema.parse(unmarshall(item)),
      onError,
    );
