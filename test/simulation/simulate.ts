/** One history from one seed: everybody acts until nothing moves any more; then the books must balance. */

import { createBooks } from './books.ts';
import { createCountsTable } from './counts-table.ts';
import { type Design, product } from './design.ts';
import { createDoor } from './door.ts';
import { createFunction } from './environment.ts';
import { createIntegrationsTable } from './integrations-table.ts';
import { createLedgerTable } from './ledger-table.ts';
import { startOperator } from './operator.ts';
import { drawPosts, INTEGRATIONS } from './posts.ts';
import { PREVIOUS_POSTS } from './previous-schema.ts';
import { createQueue } from './queue.ts';
import { startQueueMapping } from './queue-mapping.ts';
import { createStream } from './stream.ts';
import { startStreamMapping } from './stream-mapping.ts';
import { createWorld } from './world.ts';

/** The invariant that broke first, in words. */
export type Violation = string;

const MAX_STEPS = 200_000;
const RECORD_TIMEOUT_MS = 30_000;
const TALLY_TIMEOUT_MS = 60_000;
const NO_TIMEOUT_MS = 900_000;

export const simulate = async (
  seed: number,
  design: Design = product,
  record?: (line: string) => void,
): Promise<Violation | undefined> => {
  const world = createWorld(seed, record);
  const { faults, random, now, sleep } = world;
  let setAside = 0;

  const stream = createStream(world);
  const counts = createCountsTable(world);
  const ledger = createLedgerTable(world, stream, counts.watch);
  const integrations = createIntegrationsTable(INTEGRATIONS);
  const books = createBooks(world, {
    ledger: () => ledger,
    counts: () => counts,
    queue: () => queue,
    setAside: () => setAside,
  });
  const queue = createQueue(world, books.onLoss);
  const door = createDoor(world, queue, books);

  const recordChats = createFunction<unknown, unknown>(
    world,
    'record-chats',
    faults.hasTimeouts ? RECORD_TIMEOUT_MS : NO_TIMEOUT_MS,
    (environment) =>
      design.recordChats({
        world,
        ledger: ledger.port(environment),
        health: integrations.port(environment),
        writeKeyUse: (keyId) =>
          environment.call(
            'keys',
            () => `USED ${keyId}`,
            () => undefined,
          ),
        queue: {
          reject: ({ body }, reason) =>
            environment.call(
              'queue',
              () => `REJECT ${reason}`,
              () => queue.sendToDeadLetters(body),
            ),
          postpone: ({ receiptHandle, messageId }, seconds) =>
            environment.call(
              'queue',
              () => `POSTPONE ${messageId} ${seconds} s`,
              () => queue.postpone(receiptHandle, seconds),
            ),
        },
        pause: (attempt) => sleep(random.next() * 20 * 2 ** attempt),
        updateCount: counts.port(environment),
      }),
  );
  const tallyContacts = createFunction<unknown, unknown>(
    world,
    'tally-contacts',
    faults.hasTimeouts ? TALLY_TIMEOUT_MS : NO_TIMEOUT_MS,
    (environment) =>
      design.tallyContacts({
        world,
        updateCount: counts.port(environment),
        setAside: ({ reason }) =>
          environment.call(
            'queue',
            () => `SET ASIDE ${reason}`,
            () => {
              setAside += 1;
            },
          ),
      }),
  );

  startQueueMapping(world, queue, recordChats);
  startStreamMapping(world, stream, tallyContacts, design.streamMapping);
  startOperator(world, { door, queue, ledger, integrations, books });
  if (faults.previousSchema) {
    for (const post of PREVIOUS_POSTS) {
      books.onQueued(post);
      queue.send(post.body, post.id);
    }
  }
  door.start(drawPosts(random));

  const rest = () => world.run(() => world.violation() !== undefined, MAX_STEPS);
  let end = await rest();
  if (end === 'at_rest' && books.hasGoodDeadLetters()) {
    queue.redrive();
    end = await rest();
  }
  if (end === 'endless') world.fail(`nothing comes to rest within ${MAX_STEPS} steps`);
  if (end === 'at_rest') books.checkAtRest();
  world.tell(() => `${end} at ${new Date(now()).toISOString()}`);
  return world.violation();
};
