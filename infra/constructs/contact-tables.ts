import { RemovalPolicy } from 'aws-cdk-lib';
import {
  type Attribute,
  AttributeType,
  BillingMode,
  ProjectionType,
  StreamViewType,
  Table,
} from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import { type KeyAttribute, TABLES, type TableName, type TableSchema } from '../../shared/tables.ts';

/** The four tables of shared/tables.ts. They outlive the stack: no command that deletes it deletes a count. */
export class ContactTables extends Construct {
  readonly apiKeys: Table;
  readonly integrations: Table;
  /** The ledger. */
  readonly chats: Table;
  readonly contactCounts: Table;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.apiKeys = this.createTable('ApiKeys');
    this.integrations = this.createTable('Integrations');
    this.chats = this.createTable('Chats');
    this.contactCounts = this.createTable('ContactCounts');
  }

  /** Names are left to CloudFormation, so that a table kept from an earlier stack is never in the way. */
  private createTable(name: TableName): Table {
    const schema: TableSchema = TABLES[name];
    const table = new Table(this, name, {
      ...keysOf(schema),
      ...(schema.stream && { stream: StreamViewType[schema.stream] }),
      billingMode: BillingMode.PAY_PER_REQUEST,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    for (const index of schema.indexes) {
      table.addGlobalSecondaryIndex({
        indexName: index.indexName,
        ...keysOf(index),
        projectionType: ProjectionType[index.projection],
      });
    }
    return table;
  }
}

type Keys = { readonly partitionKey: KeyAttribute; readonly sortKey?: KeyAttribute };

const keysOf = ({ partitionKey, sortKey }: Keys): { partitionKey: Attribute; sortKey?: Attribute } => ({
  partitionKey: toAttribute(partitionKey),
  ...(sortKey && { sortKey: toAttribute(sortKey) }),
});

const toAttribute = ({ name, type }: KeyAttribute): Attribute => ({
  name,
  type: type === 'S' ? AttributeType.STRING : AttributeType.NUMBER,
});
