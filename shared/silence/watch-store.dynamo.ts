/** The Integrations table as the monitor uses it: few calls for many healthy ones, a transaction for each incident. */

import {
  BatchExecuteStatementCommand,
  type BatchStatementRequest,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import pMap from 'p-map';
import type { Claims } from '../completeness/claims.ts';
import { claimsBefore, claimsStand, toClaimsAttributes, versionAfter } from '../completeness/claims-item.ts';
import { toHoleItem } from '../completeness/hole-item.ts';
import { CHECK_SHARDS, CONFIG_ITEM, HEALTH_ITEM, integrationKey, type Key } from '../core/dynamo/keys.ts';
import { readItems } from '../core/dynamo/read-items.ts';
import { transact } from '../core/dynamo/transact.ts';
import { inChunks } from '../core/in-chunks.ts';
import { type Instant, toRfc3339 } from '../core/instant.ts';
import { readEach } from '../core/read-each.ts';
import { createReadCheckShard } from './check-shard.dynamo.ts';
import { fromHealthItem } from './health-item.ts';
import { incidentKey, toIncidentAttributes } from './incident-item.ts';
import type { IncidentWrite, Watched, WatchStore } from './watch-store.port.ts';
import { fromWatchedItem, toPendingNoticeText } from './watched-item.ts';

type Deps = {
  readonly client: DynamoDBClient;
  /** The name of the Integrations table. */
  readonly table: string;
  readonly pause: (attempt: number) => Promise<void>;
  readonly onError: (error: unknown) => void;
};

/** Statements of one BatchExecuteStatement. */
const STATEMENTS_PER_CALL = 25;
const CONCURRENT_DELETIONS = 8;
const CHECK_AT_STANDS = 'checkAt = :lock';

export const createWatchStore = ({ client, table, pause, onError }: Deps): WatchStore => {
  const readShard = createReadCheckShard({ client, table });
  /** All that are watched, or those among them whose next look is due. */
  const findIds = async (dueAt?: Instant): Promise<readonly string[]> =>
    (await readShard(CHECK_SHARDS.monitor, dueAt)).flatMap(({ integrationId }) => integrationId?.S ?? []);

  /** What cannot be read is reported and left out. */
  const parseEach = <T>(items: readonly Key[], parse: (item: Key) => T): readonly T[] =>
    readEach(items, parse, onError);

  /** A failed condition is another run's success; what failed otherwise stays due, and comes again. */
  const execute = async (statements: readonly BatchStatementRequest[]): Promise<void> => {
    const answers = await inChunks(statements, STATEMENTS_PER_CALL, async (chunk) => {
      const { Responses: responses = [] } = await client.send(
        new BatchExecuteStatementCommand({ Statements: [...chunk] }),
      );
      return responses;
    });
    const failed = answers.filter(({ Error: error }) => error && error.Code !== 'ConditionalCheckFailed').length;
    if (failed > 0) throw new StatementsFailedError(failed);
  };

  /** One change only: AWS separates several by nothing, the embedded engine by commas. */
  const update = (change: string, integrationId: string, lock: string, ...values: readonly string[]) => ({
    Statement: `UPDATE "${table}" ${change} WHERE "integrationId" = ? AND "item" = ? AND "${lock}" = ?`,
    Parameters: toParameters(integrationId, values),
  });

  const remove = async ({ integrationId, checkAt }: Pick<Watched, 'integrationId' | 'checkAt'>): Promise<void> => {
    try {
      await client.send(
        new DeleteItemCommand({
          TableName: table,
          Key: integrationKey(integrationId, HEALTH_ITEM),
          ConditionExpression: CHECK_AT_STANDS,
          ExpressionAttributeValues: { ':lock': { S: toRfc3339(checkAt) } },
        }),
      );
    } catch (error) {
      // Written since: it is due again.
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
    }
  };

  return {
    findDue: async (now) => {
      const ids = await findIds(now);
      // Half the price. What is stale fails at the optimistic lock, or at the chat event that came since.
      const items = await readItems(
        { client, table, pause, consistency: 'eventual' },
        ids.map((id) => integrationKey(id, HEALTH_ITEM)),
      );
      // The index may lag behind the items.
      const due = items.filter(({ checkAt }) => checkAt?.S !== undefined && checkAt.S <= toRfc3339(now));
      // Consistent, and behind the health items: an older policy than theirs would pass the optimistic lock.
      const configs = await readItems(
        { client, table, pause },
        due.map(({ integrationId }) => integrationKey(integrationId?.S ?? '', CONFIG_ITEM)),
      );
      const configOf = new Map(configs.map((config) => [config['integrationId']?.S, config]));
      const watched = parseEach(due, (item) => fromWatchedItem(item, configOf.get(item['integrationId']?.S)));
      return { watched, unreadable: due.length - watched.length };
    },
    moveAll: (moves) =>
      execute(
        moves.map(({ watched: { integrationId, checkAt }, to }) =>
          to === 'never'
            ? update('REMOVE checkShard', integrationId, 'checkAt', toRfc3339(checkAt))
            : update('SET checkAt = ?', integrationId, 'checkAt', toRfc3339(to), toRfc3339(checkAt)),
        ),
      ),
    removeAll: async (deleted) => {
      await pMap(deleted, remove, { concurrency: CONCURRENT_DELETIONS });
    },
    noteTold: (told) =>
      execute(
        told.map(({ integrationId, pendingNotice }) =>
          update('REMOVE untold', integrationId, 'untold', toPendingNoticeText(pendingNotice)),
        ),
      ),
    writeIncident: async (write) => {
      const items = write.watched.isErased ? [] : [incidentPut(table, write)];
      const { kind } = await transact({ client, pause }, [healthUpdate(table, write), ...items]);
      return kind === 'written' ? 'written' : 'overtaken';
    },
    writeHoles: async ({ watched: { integrationId }, holes, claims, replaces }) => {
      const puts = holes.map((hole) => ({ Put: { TableName: table, Item: toHoleItem(integrationId, hole) } }));
      const update = claimsUpdate(table, integrationId, claims, replaces);
      const { kind } = await transact({ client, pause }, [update, ...puts]);
      return kind === 'written' ? 'written' : 'overtaken';
    },
    findActive: () => findIds(),
    findEvidence: async (integrationIds) => {
      const keys = integrationIds.map((id) => integrationKey(id, HEALTH_ITEM));
      const items = await readItems({ client, table, pause, consistency: 'eventual' }, keys);
      const found = parseEach(
        items,
        (item) => [item['integrationId']?.S ?? '', fromHealthItem(item).evidence] as const,
      );
      return new Map(found);
    },
    findNames: async (integrationIds) => {
      const keys = integrationIds.map((id) => integrationKey(id, CONFIG_ITEM));
      const items = await readItems({ client, table, pause }, keys);
      return new Map(items.flatMap(({ integrationId, name }) => (name?.S ? [[integrationId?.S ?? '', name.S]] : [])));
    },
  };
};

/** Single statements of a batch failed, and not for their conditions: throttling, or our bug. */
class StatementsFailedError extends Error {
  override readonly name = 'StatementsFailedError';
  readonly statements: number;
  constructor(statements: number) {
    super(`${statements} statements failed; the integrations stay due, and the next run looks again.`);
    this.statements = statements;
  }
}

/** The new value comes first, the key next, the locked value last. */
const toParameters = (integrationId: string, values: readonly string[]) => {
  const texts = values.map((text) => ({ S: text }));
  return [...texts.slice(0, -1), { S: integrationId }, { S: HEALTH_ITEM }, ...texts.slice(-1)];
};

const healthUpdate = (table: string, { watched, incident, checkAt, pendingNotice }: IncidentWrite) => {
  const isOpen = incident.closedAt === undefined;
  const seenAt = watched.evidence.chatEventAt;
  const sets = [
    'incident = :incident',
    'checkAt = :checkAt',
    // Evidence of a flagged integration is written at once, so that its recovery shows promptly.
    ...(isOpen ? ['flaggedAt = if_not_exists(flaggedAt, :openedAt)'] : []),
    ...(pendingNotice ? ['untold = :untold'] : []),
  ];
  const removes = isOpen ? [] : ['flaggedAt'];
  return {
    Update: {
      TableName: table,
      Key: integrationKey(watched.integrationId, HEALTH_ITEM),
      UpdateExpression: `SET ${sets.join(', ')}${removes.length === 0 ? '' : ` REMOVE ${removes.join(', ')}`}`,
      ConditionExpression: `${CHECK_AT_STANDS} AND ${
        seenAt === undefined ? 'attribute_not_exists(chatEventAt)' : 'chatEventAt = :seenAt'
      }`,
      ExpressionAttributeValues: marshall(
        {
          ':incident': toIncidentAttributes(incident),
          ':checkAt': toRfc3339(checkAt),
          ':lock': toRfc3339(watched.checkAt),
          ...(isOpen && { ':openedAt': toRfc3339(incident.openedAt) }),
          ...(pendingNotice && { ':untold': toPendingNoticeText(pendingNotice) }),
          ...(seenAt !== undefined && { ':seenAt': toRfc3339(seenAt) }),
        },
        { removeUndefinedValues: true },
      ),
    },
  };
};

/** Touches nothing but the claims: neither the evidence nor the next look. */
const claimsUpdate = (table: string, integrationId: string, claims: Claims, replaces: number) => {
  const attributes = toClaimsAttributes(claims, versionAfter(replaces));
  return {
    Update: {
      TableName: table,
      Key: integrationKey(integrationId, HEALTH_ITEM),
      UpdateExpression: `SET ${Object.keys(attributes)
        .map((name) => `${name} = :${name}`)
        .join(', ')}`,
      ConditionExpression: claimsStand(replaces),
      ExpressionAttributeValues: {
        ...Object.fromEntries(Object.entries(attributes).map(([name, value]) => [`:${name}`, value])),
        ...claimsBefore(replaces),
      },
    },
  };
};

const incidentPut = (table: string, { watched: { integrationId }, incident }: IncidentWrite) => ({
  Put: {
    TableName: table,
    Item: {
      ...incidentKey(integrationId, incident),
      ...marshall(toIncidentAttributes(incident)),
      checkShard: { S: CHECK_SHARDS.incidents },
      checkAt: { S: toRfc3339(incident.openedAt) },
    },
  },
});
