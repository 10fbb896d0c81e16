/** One history from one seed: everybody acts until nothing moves any more; then the books must balance. */

import type { StoredChat } from '../../shared/counting/chat-ledger.port.ts';
import { createBooks } from './books.ts';
import { createCountsTable } from './counts-table.ts';
import { type Design, product } from './design.ts';
import { createFunction } from './environment.ts';
import { createEventsApi } from './events-api.ts';
import { createEvidenceBook } from './evidence-book.ts';
import { createIntegrationsTable } from './integrations-table.ts';
import { createLedgerTable } from './ledger-table.ts';
import { startOperator } from './operator.ts';
import { drawPosts, INTEGRATIONS, signOfLife } from './posts.ts';
import { PREVIOUS_KEY_ID, PREVIOUS_POSTS } from './previous-schema.ts';
import { createQueue } from './queue.ts';
import { startQueueMapping } from './queue-mapping.ts';
import { startRecounts } from './recounts.ts';
import { createStream } from './stream.ts';
import { startStreamMapping } from './stream-mapping.ts';
import { createWorld } from './world.ts';

/** The invariant that broke first, in words. */
export type Violation = string;

/** Longer than evidence may be spared. */
const QUIET_MS = 600_000;
const SIGNS_OF_LIFE = 2_000;
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

  const stream = createStream(world);
  const counts = createCountsTable(world);
  const books = createBooks(world);
  const evidence = createEvidenceBook(world);
  const onWrite = (stored: StoredChat, incarnation: number) => {
    counts.watch(stored, stored.contributions, incarnation);
    books.onStored(stored);
  };
  const ledger = createLedgerTable(world, stream, onWrite, books.onStored);
  const integrations = createIntegrationsTable(INTEGRATIONS, evidence.onWrite);
  const queue = createQueue(world, {
    onLoss: (message, why) => books.onLoss(message, why, ledger),
    onPostponed: books.onPostponed,
  });
  const api = createEventsApi(world, queue, {
    onQueued: (post, as, receipt) => {
      if (as === 'events') books.onQueued(post, receipt);
      evidence.onReceived(post.integrationId, as, post.shows, receipt.at);
    },
    onAccepted: books.onAccepted,
  });

  const pause = (attempt: number) => sleep(random.next() * 20 * 2 ** attempt);

  const recordChats = createFunction<unknown, unknown>(
    world,
    'record-chats',
    faults.hasTimeouts ? RECORD_TIMEOUT_MS : NO_TIMEOUT_MS,
    (environment) =>
      design.recordChats({
        world,
        ledger: ledger.port(environment),
        health: integrations.port(environment),
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
        pause,
        addToCount: counts.port(environment).add,
      }),
  );
  const tallyContacts = createFunction<unknown, unknown>(
    world,
    'tally-contacts',
    faults.hasTimeouts ? TALLY_TIMEOUT_MS : NO_TIMEOUT_MS,
    (environment) =>
      design.tallyContacts({
        world,
        counts: counts.port(environment),
        pause,
        setAside: ({ reason, sequenceNumber }) =>
          environment.call(
            'queue',
            () => `SET ASIDE ${sequenceNumber} ${reason}`,
            () => books.onSetAside(reason, sequenceNumber),
          ),
      }),
  );

  const mapping = startQueueMapping(world, queue, recordChats);
  const tally = startStreamMapping(world, stream, tallyContacts, design.streamMapping);
  startRecounts(world, { ledger, counts, mapping, tally, mendDrift: design.mendDrift });
  startOperator(world, { api, queue, stream, ledger, integrations, books });
  if (faults.previousSchema) {
    for (const post of PREVIOUS_POSTS) {
      if (!post.isRefusal) books.onQueued(post, { at: post.receivedAt, keyId: PREVIOUS_KEY_ID });
      const as = post.isRefusal ? 'key_revoked' : 'events';
      evidence.onReceived(post.integrationId, as, post.shows, post.receivedAt);
      queue.send(post.body, post.isRefusal ? undefined : post.id);
    }
  }
  api.start(drawPosts(random, faults.bigPosts));

  const rest = () => world.run(() => world.violation() !== undefined, MAX_STEPS);
  let end = await rest();
  if (end === 'at_rest' && books.hasGoodDeadLetters(queue)) {
    // When the trouble is over: before that they would only end there again.
    world.start(async () => {
      await sleep(Math.max(0, faults.calmAt - now()));
      queue.redrive();
    });
    end = await rest();
  }
  const peace = now();
  const living = INTEGRATIONS.filter((integrationId) => integrations.evidenceOf(integrationId));
  if (end === 'at_rest') {
    evidence.checkRefusals(integrations);
    for (const [index, integrationId] of living.entries()) {
      world.start(async () => {
        await sleep(Math.max(QUIET_MS, faults.calmAt - now()));
        await api.send(signOfLife(SIGNS_OF_LIFE + index, integrationId, now()));
      });
    }
    end = await rest();
  }
  if (end === 'endless') world.fail(`nothing comes to rest within ${MAX_STEPS} steps`);
  if (end === 'at_rest') {
    for (const integrationId of living) evidence.checkSignOfLife(integrations, integrationId, peace);
    books.checkAtRest({ ledger, counts, queue });
  }
  world.tell(() => `${end} at ${new Date(now()).toISOString()}`);
  return world.violation();
};
