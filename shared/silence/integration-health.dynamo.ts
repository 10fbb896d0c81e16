/**
 * The health item in the Integrations table, as the recorder reads and writes it. Reads: BatchGetItem. Writes: PartiQL
 * UPDATE in batches; UpdateItem under the same condition for what a statement cannot say, or PartiQL refuses.
 */

import {
  BatchExecuteStatementCommand,
  type BatchStatementResponse,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import pMap from 'p-map';
import { HEALTH_ITEM, integrationKey } from '../core/dynamo/keys.ts';
import { readItems } from '../core/dynamo/read-items.ts';
import { failureOf } from '../core/dynamo/statement-answer.ts';
import { fromHealthItem } from './health-item.ts';
import { toChange, toStatement, toUpdate } from './health-statements.ts';
import type {
  HealthWriteOutcome,
  IntegrationHealth,
  KnownHealth,
  UnreadableHealth,
} from './integration-health.port.ts';

type Deps = {
  readonly client: DynamoDBClient;
  readonly table: string;
  readonly pause: (attempt: number) => Promise<void>;
};

type Change = ReturnType<typeof toChange>;
type Answer = HealthWriteOutcome | 'refused';

const CONCURRENT_UPDATES = 8;

export const createIntegrationHealth = ({ client, table, pause }: Deps): IntegrationHealth => {
  const writeAlone = async (change: Change): Promise<HealthWriteOutcome> => {
    try {
      await client.send(new UpdateItemCommand({ TableName: table, ...toUpdate(change) }));
      return 'written';
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return 'overtaken';
      throw error;
    }
  };

  const writeTogether = async (changes: readonly Change[]): Promise<readonly Answer[]> => {
    if (changes.length === 0) return [];
    const { Responses: responses = [] } = await client.send(
      new BatchExecuteStatementCommand({ Statements: changes.map((change) => toStatement(table, change)) }),
    );
    return changes.map((_, index) => toAnswer(responses[index]));
  };

  return {
    find: async (integrationIds, consistency) => {
      const items = await readItems(
        { client, table, pause, consistency },
        integrationIds.map((id) => integrationKey(id, HEALTH_ITEM)),
      );
      return new Map(items.map((item) => [item['integrationId']?.S ?? '', toFound(item)]));
    },
    write: async (writes) => {
      const changes = writes.map(toChange);
      const together = changes.filter(({ removes }) => removes.length === 0);
      const answers = await writeTogether(together);
      const answerOf = new Map(together.map((change, index) => [change, answers[index] ?? 'unavailable']));
      const toOutcome = async (change: Change): Promise<HealthWriteOutcome> => {
        const answer = answerOf.get(change) ?? 'refused';
        return answer === 'refused' ? writeAlone(change) : answer;
      };
      return pMap(changes, toOutcome, { concurrency: CONCURRENT_UPDATES });
    },
  };
};

const toFound = (item: Parameters<typeof fromHealthItem>[0]): KnownHealth | UnreadableHealth => {
  try {
    return fromHealthItem(item);
  } catch (error) {
    return { problem: error };
  }
};

const toAnswer = (answer: BatchStatementResponse | undefined): Answer => {
  switch (failureOf(answer, ['ConditionalCheckFailed', 'ValidationError'])) {
    case undefined:
      return 'written';
    case 'passing':
      return 'unavailable';
    case 'ConditionalCheckFailed':
      return 'overtaken';
    case 'ValidationError':
      return 'refused';
  }
};
