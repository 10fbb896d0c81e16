import { CfnOutput } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { ArnPrincipal, PolicyDocument, PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { ForecastReaderSettings } from '../settings.ts';
import type { ContactTables } from './contact-tables.ts';

export type ForecastReaderProps = { readonly reader: ForecastReaderSettings; readonly tables: ContactTables };

/** A role that another AWS account takes to read counts and incidents, and nothing else. The contract is docs/data-model.md. */
export class ForecastReader extends Construct {
  constructor(scope: Construct, id: string, { reader, tables }: ForecastReaderProps) {
    super(scope, id);
    if (reader.accountId !== undefined && !IS_ONE_ACCOUNT.test(reader.accountId))
      throw new ReaderOfManyAccountsError(id);
    const statements = [
      mayQueryCounts(tables.contactCounts, reader.accountId),
      mayQueryIncidents(tables.integrations, reader.accountId),
    ];
    const role = new Role(this, 'Role', {
      description: 'Reads contact counts and incidents for forecasting',
      // The external id keeps a third party, whom the other account also trusts, from reading through it.
      assumedBy: new ArnPrincipal(reader.principalArn).withConditions({
        StringEquals: { 'sts:ExternalId': reader.externalId },
      }),
      inlinePolicies: { read: new PolicyDocument({ statements }) },
    });
    new CfnOutput(this, 'RoleArn', { value: role.roleArn });
  }
}

/** Query only: a Scan has no leading key that could be fenced. */
const mayQueryCounts = (contactCounts: Table, accountId: string | undefined): PolicyStatement =>
  new PolicyStatement({
    actions: ['dynamodb:Query'],
    resources: [contactCounts.tableArn],
    ...(accountId !== undefined && {
      conditions: {
        'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [`${accountId}.*`] },
        Null: { 'dynamodb:LeadingKeys': 'false' },
      },
    }),
  });

/** In a pattern `*` would be every account, and nothing at all would be one of its own. */
const IS_ONE_ACCOUNT = /^[A-Za-z0-9_-]+$/;

class ReaderOfManyAccountsError extends Error {
  override readonly name = 'ReaderOfManyAccountsError';
  constructor(reader: string) {
    super(`${reader}: accountId must be the id of one account. Leave it out for a reader of all.`);
  }
}

/**
 * No condition can fence the sort key, which tells an incident from the settings. So the attributes are fenced: those
 * of incidents may be read and, of all other items, their keys. Ids of integrations have a dot; what lies under an
 * account's own id, the names of its integrations, stays closed.
 */
const mayQueryIncidents = (integrations: Table, accountId = '*'): PolicyStatement =>
  new PolicyStatement({
    actions: ['dynamodb:Query'],
    resources: [integrations.tableArn],
    conditions: {
      'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [`${accountId}.*`] },
      'ForAllValues:StringEquals': { 'dynamodb:Attributes': INCIDENT_ATTRIBUTES },
      StringEquals: { 'dynamodb:Select': 'SPECIFIC_ATTRIBUTES' },
      // ForAllValues is content with a request that names none.
      Null: { 'dynamodb:LeadingKeys': 'false', 'dynamodb:Attributes': 'false' },
    },
  });

const INCIDENT_ATTRIBUTES = ['integrationId', 'item', 'openedAt', 'silentFrom', 'closedAt', 'cause', 'severity'];
