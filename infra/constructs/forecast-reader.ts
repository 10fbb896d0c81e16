import { CfnOutput } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { AccountPrincipal, PolicyDocument, PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { ForecastReaderSettings } from '../settings.ts';

export type ForecastReaderProps = { readonly reader: ForecastReaderSettings; readonly contactCounts: Table };

/** A role that another AWS account takes to read the counts, and nothing else. The contract is docs/data-model.md. */
export class ForecastReader extends Construct {
  constructor(scope: Construct, id: string, { reader, contactCounts }: ForecastReaderProps) {
    super(scope, id);
    const role = new Role(this, 'Role', {
      description: 'Reads contact counts for forecasting',
      // The external id keeps a third party, whom the other account also trusts, from reading through it.
      assumedBy: new AccountPrincipal(reader.awsAccountId).withConditions({
        StringEquals: { 'sts:ExternalId': reader.externalId },
      }),
      inlinePolicies: { read: new PolicyDocument({ statements: [mayQuery(contactCounts, reader.accountId)] }) },
    });
    new CfnOutput(this, 'RoleArn', { value: role.roleArn });
  }
}

/** Query only: a Scan has no leading key that could be fenced. */
const mayQuery = (contactCounts: Table, accountId: string | undefined): PolicyStatement =>
  new PolicyStatement({
    actions: ['dynamodb:Query'],
    resources: [contactCounts.tableArn],
    ...(accountId && {
      conditions: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [`${accountId}.*`] } },
    }),
  });
