/** `DATA_DIR/local.json`: where the system can be reached, the demo key, and the administrator's token of this start. Only its owner may read it. */

import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import type { TableNames } from './engines/schema.ts';

export type Connection = {
  readonly url: string;
  readonly integrationId: string;
  readonly apiKey: string;
  /** Of the account `demo`; another one at the next start, unless LOCAL_ADMIN_TOKEN sets it. */
  readonly adminToken: string;
  readonly dynamodbEndpoint: string;
  readonly sqsEndpoint: string;
  readonly lambdaEndpoint: string;
  readonly cloudWatchEndpoint: string;
  readonly tallyFunction: string;
  readonly tables: TableNames;
  readonly queueUrl: string;
};

export type Demo = Pick<Connection, 'integrationId' | 'apiKey'>;

const FILE = 'local.json';

/** Renamed into place: a reader sees the old file or the new one. */
export const writeConnection = (dataDir: string, connection: Connection): void => {
  const file = join(dataDir, FILE);
  writeFileSync(`${file}.new`, `${JSON.stringify(connection, undefined, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
};

const demoSchema = z.object({ integrationId: z.string().min(1), apiKey: z.string().min(1) });

/** The integration and key of the starts before; only their hash is stored elsewhere. */
export const readDemo = (dataDir: string): Demo | undefined => {
  try {
    return demoSchema.parse(JSON.parse(readFileSync(join(dataDir, FILE), 'utf8')));
  } catch {
    return undefined;
  }
};
