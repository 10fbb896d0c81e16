import { CfnOutput } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { ContactTables } from './contact-tables.ts';
import type { ContactTally } from './contact-tally.ts';
import type { EventsQueue } from './events-queue.ts';

export type OperatorOutputsProps = {
  readonly tables: ContactTables;
  readonly events: EventsQueue;
  readonly tally: ContactTally;
};

/** What `cdk deploy` prints for the commands under ops/, as one line to put before them. */
export class OperatorOutputs extends Construct {
  constructor(scope: Construct, id: string, { tables, events, tally }: OperatorOutputsProps) {
    super(scope, id);
    const variables = {
      API_KEYS_TABLE: tables.apiKeys.tableName,
      INTEGRATIONS_TABLE: tables.integrations.tableName,
      CHATS_TABLE: tables.chats.tableName,
      CONTACT_COUNTS_TABLE: tables.contactCounts.tableName,
      EVENTS_QUEUE_URL: events.queue.queueUrl,
      TALLY_FUNCTION: tally.functionName,
    };
    const assignments = Object.entries(variables).map(([name, value]) => `${name}=${value}`);
    new CfnOutput(this, 'Environment', { value: assignments.join(' ') });
  }
}
