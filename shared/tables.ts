/**
 * The tables, once, as plain data: infra/ provisions them on AWS and local/ creates them on the embedded engine.
 * What each attribute means stands in docs/data-model.md. Imports nothing.
 */

export type KeyAttribute = { readonly name: string; readonly type: 'S' | 'N' };

export type IndexSchema = {
  readonly indexName: string;
  readonly partitionKey: KeyAttribute;
  readonly sortKey?: KeyAttribute;
  readonly projection: 'ALL' | 'KEYS_ONLY';
};

export type TableSchema = {
  readonly partitionKey: KeyAttribute;
  readonly sortKey?: KeyAttribute;
  readonly indexes: readonly IndexSchema[];
  readonly stream?: 'NEW_AND_OLD_IMAGES';
};

export const TABLES = {
  ApiKeys: {
    partitionKey: { name: 'keyId', type: 'S' },
    indexes: [],
  },
  Integrations: {
    partitionKey: { name: 'integrationId', type: 'S' },
    sortKey: { name: 'item', type: 'S' },
    indexes: [
      {
        indexName: 'byAccount',
        partitionKey: { name: 'accountId', type: 'S' },
        sortKey: { name: 'integrationId', type: 'S' },
        projection: 'KEYS_ONLY',
      },
      {
        // Sparse: only items that the monitor has to look at carry both attributes.
        indexName: 'byCheckAt',
        partitionKey: { name: 'checkShard', type: 'S' },
        sortKey: { name: 'checkAt', type: 'S' },
        projection: 'KEYS_ONLY',
      },
    ],
  },
  Chats: {
    partitionKey: { name: 'integrationId', type: 'S' },
    sortKey: { name: 'chatId', type: 'S' },
    indexes: [],
    stream: 'NEW_AND_OLD_IMAGES',
  },
  ContactCounts: {
    partitionKey: { name: 'integrationId', type: 'S' },
    sortKey: { name: 'hourQueue', type: 'S' },
    indexes: [
      {
        // Sparse: only a count that changed after it could be final carries the instant of the change.
        indexName: 'byCorrection',
        partitionKey: { name: 'integrationId', type: 'S' },
        sortKey: { name: 'correctedAt', type: 'S' },
        projection: 'ALL',
      },
    ],
  },
} as const satisfies Record<string, TableSchema>;

export type TableName = keyof typeof TABLES;
