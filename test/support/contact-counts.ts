import { DynamoDBClient, paginateQuery } from '@aws-sdk/client-dynamodb';
import { localClient } from '../../local/engines/local-account.ts';

type Target = {
  readonly dynamodbEndpoint: string;
  readonly integrationId: string;
  readonly tables: { readonly ContactCounts: string };
};

/** The sum of an integration's contacts over all hours and queues. */
export const countContacts = async ({ dynamodbEndpoint, integrationId, tables }: Target): Promise<number> => {
  const client = new DynamoDBClient(localClient(dynamodbEndpoint));
  let contacts = 0;
  const pages = paginateQuery(
    { client },
    {
      TableName: tables.ContactCounts,
      KeyConditionExpression: '#id = :id',
      ExpressionAttributeNames: { '#id': 'integrationId' },
      ExpressionAttributeValues: { ':id': { S: integrationId } },
    },
  );
  for await (const { Items = [] } of pages) {
    contacts += Items.reduce((sum, { contacts: count }) => sum + Number(count?.N ?? 0), 0);
  }
  client.destroy();
  return contacts;
};
