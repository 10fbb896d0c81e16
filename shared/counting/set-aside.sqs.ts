/** Where ledger changes go that can never be counted: ids and a reason, for a person who then recounts. */

import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { SetAside } from './set-aside.port.ts';

export const createSetAside =
  ({ client, queueUrl }: { readonly client: SQSClient; readonly queueUrl: string }): SetAside =>
  async (record) => {
    await client.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: JSON.stringify({ v: 1, ...record }) }));
  };
