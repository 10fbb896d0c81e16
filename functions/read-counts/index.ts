import { createDynamoClient } from '../../shared/core/dynamo/dynamo-client.ts';
import { prepareFunction } from '../../shared/core/lambda/function.ts';
import { randomPause } from '../../shared/core/random-pause.ts';
import { systemClock } from '../../shared/core/system-clock.ts';
import { createGroupNames } from '../../shared/counting/group-names.dynamo.ts';
import { createFindCompleteness } from '../../shared/reading/completeness.dynamo.ts';
import { createPageOfCorrections } from '../../shared/reading/corrections.dynamo.ts';
import { createReadCountRows } from '../../shared/reading/count-rows.dynamo.ts';
import { createReadChanges } from '../../shared/reading/read-changes.ts';
import { createReadContactCounts } from '../../shared/reading/read-contact-counts.ts';
import { createReadQueues } from '../../shared/reading/read-queues.ts';
import { environmentSchema } from './env.ts';
import { createHandler } from './handler.ts';

const { environment, log, toHandler } = prepareFunction('read-counts', environmentSchema, process.env);
const client = createDynamoClient();
const table = environment.CONTACT_COUNTS_TABLE;

const findCompleteness = createFindCompleteness({ client, table: environment.INTEGRATIONS_TABLE });
const readContactCounts = createReadContactCounts({
  findCompleteness,
  readCountRows: createReadCountRows({
    client,
    table,
    onUnreadable: () => log.outcome('unreadable_count', {}),
  }),
  findGroupNames: createGroupNames({ client, table: environment.INTEGRATIONS_TABLE, pause: randomPause }).read,
  clock: systemClock,
});

const handle = createHandler({
  readContactCounts,
  readChanges: createReadChanges({
    findCompleteness,
    pageOfCorrections: createPageOfCorrections({ client, table }),
    clock: systemClock,
  }),
  readQueues: createReadQueues(readContactCounts),
  log,
});

export const handler = toHandler(handle);
