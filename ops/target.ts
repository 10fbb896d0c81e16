/**
 * Where an operator's command works: on AWS when the tables are named by variables (CHATS_TABLE, …, as `cdk deploy`
 * prints them), else on the local system whose DATA_DIR holds a local.json.
 */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import type { TABLES } from '../shared/tables.ts';

const localSchema = z.object({
  dynamodbEndpoint: z.url(),
  sqsEndpoint: z.url(),
  lambdaEndpoint: z.url(),
  cloudWatchEndpoint: z.url(),
  tallyFunction: z.string(),
  tables: z.record(
    z.enum(['ApiKeys', 'Integrations', 'Chats', 'ContactCounts'] satisfies (keyof typeof TABLES)[]),
    z.string(),
  ),
  queueUrl: z.url(),
});

const environmentSchema = z.object({
  API_KEYS_TABLE: z.string(),
  INTEGRATIONS_TABLE: z.string(),
  CHATS_TABLE: z.string(),
  CONTACT_COUNTS_TABLE: z.string(),
  EVENTS_QUEUE_URL: z.url(),
  TALLY_FUNCTION: z.string(),
});

export type Target = {
  readonly where: string;
  readonly isLocal: boolean;
  readonly tables: Readonly<Record<keyof typeof TABLES, string>>;
  readonly queueUrl: string;
  /** The name of the function that follows the ledger's stream. */
  readonly tallyFunction: string;
};

/** A sentence for the operator; the command ends with it. */
export class OperatorError extends Error {
  override readonly name = 'OperatorError';
}

/** Points the SDK's environment at the local system where there is one; call it before any client is made. */
export const chooseTarget = (environment: NodeJS.ProcessEnv): Target => {
  const aws = environmentSchema.safeParse(environment);
  if (aws.success) {
    return {
      isLocal: false,
      where: `AWS, region ${environment['AWS_REGION'] ?? 'of your profile'}`,
      tables: {
        ApiKeys: aws.data.API_KEYS_TABLE,
        Integrations: aws.data.INTEGRATIONS_TABLE,
        Chats: aws.data.CHATS_TABLE,
        ContactCounts: aws.data.CONTACT_COUNTS_TABLE,
      },
      queueUrl: aws.data.EVENTS_QUEUE_URL,
      tallyFunction: aws.data.TALLY_FUNCTION,
    };
  }
  const file = join(environment['DATA_DIR'] ?? '.local', 'local.json');
  const local = readLocal(file);
  delete environment['AWS_PROFILE'];
  delete environment['AWS_IGNORE_CONFIGURED_ENDPOINT_URLS'];
  Object.assign(environment, {
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_ENDPOINT_URL_DYNAMODB: local.dynamodbEndpoint,
    AWS_ENDPOINT_URL_SQS: local.sqsEndpoint,
    AWS_ENDPOINT_URL_LAMBDA: local.lambdaEndpoint,
    AWS_ENDPOINT_URL_CLOUDWATCH: local.cloudWatchEndpoint,
  });
  const { tables, queueUrl, tallyFunction } = local;
  return { isLocal: true, where: `the local system of ${file}`, tables, queueUrl, tallyFunction };
};

const readLocal = (file: string): z.output<typeof localSchema> => {
  try {
    return localSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (cause) {
    throw new OperatorError(
      `No system found: ${file} is not there or not readable. Run npm start first (with the same DATA_DIR), or name the parts of a deployed stack: ${Object.keys(environmentSchema.shape).join(', ')}.`,
      { cause },
    );
  }
};
