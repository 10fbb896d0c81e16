/**
 * SQS on this machine: fauxqs in this process. `startFauxqs` would listen on all interfaces; assembled from the same
 * parts, it listens on loopback and keeps its messages.
 */

import { DatabaseSync } from 'node:sqlite';
import { buildApp } from 'fauxqs';
import { LOOPBACK } from './free-port.ts';
import { REGION } from './local-account.ts';

export type QueueEngine = {
  readonly endpoint: string;
  /** 0 when the queue is empty. */
  readonly oldestMessageAgeMs: (queueName: string) => number;
  close(): Promise<void>;
};

export type QueueEngineOptions = {
  /** Where the messages are kept; in memory when absent. */
  readonly dataDir?: string;
};

/** fauxqs keeps its parts elsewhere since an update. */
class QueueEngineError extends Error {
  override readonly name = 'QueueEngineError';
}

export const startQueueEngine = async ({ dataDir }: QueueEngineOptions = {}): Promise<QueueEngine> => {
  const stores = await createStores();
  const persistence = dataDir === undefined ? undefined : await openPersistence(dataDir);
  if (persistence) keepIn(persistence, stores);
  const app = buildApp({ logger: false, defaultRegion: REGION, stores });
  // After the last request: a message that was answered for is on disk before its store closes.
  app.addHook('onClose', async () => persistence?.close());
  const endpoint = await app.listen({ host: LOOPBACK, port: 0 });
  return { endpoint, oldestMessageAgeMs: (name) => oldestAgeMs(stores, name), close: () => app.close() };
};

type Stores = NonNullable<NonNullable<Parameters<typeof buildApp>[0]>['stores']>;
type SqsQueue = ReturnType<Stores['sqsStore']['createQueue']>;
type Persistence = NonNullable<SqsQueue['persistence']>;

/** In flight too: what was received is not yet done. */
const oldestAgeMs = ({ sqsStore }: Stores, queueName: string): number => {
  const queue = [...sqsStore.allQueues()].find(({ name }) => name === queueName);
  if (!queue) return 0;
  const inFlight = [...queue.inflightMessages.values()].map(({ message }) => message);
  const sentAt = [...queue.messages, ...queue.delayedMessages, ...inFlight].map(({ sentTimestamp }) => sentTimestamp);
  return sentAt.length === 0 ? 0 : Math.max(0, Date.now() - Math.min(...sentAt));
};

const part = (file: string): string => new URL(file, import.meta.resolve('fauxqs')).href;

const createStores = async (): Promise<Stores> => {
  const { SqsStore }: { SqsStore: new () => Stores['sqsStore'] } = await import(part('./sqs/sqsStore.js'));
  const { SnsStore }: { SnsStore: new () => Stores['snsStore'] } = await import(part('./sns/snsStore.js'));
  const { S3Store }: { S3Store: new () => Stores['s3Store'] } = await import(part('./s3/s3Store.js'));
  return { sqsStore: new SqsStore(), snsStore: new SnsStore(), s3Store: new S3Store() };
};

const openPersistence = async (dataDir: string): Promise<Persistence> => {
  const { PersistenceManager }: { PersistenceManager: new (dataDir: string) => Persistence } = await import(
    part('./persistence.js')
  );
  const persistence = new PersistenceManager(dataDir);
  const database: unknown = Reflect.get(persistence, 'db');
  if (!(database instanceof DatabaseSync)) {
    throw new QueueEngineError('fauxqs keeps its database elsewhere than in `db`; see queue-engine.ts.');
  }
  // In WAL mode NORMAL survives the death of the process; a third more sends and twice the receives.
  database.exec('PRAGMA synchronous=NORMAL');
  return persistence;
};

/** Loads before it wires: the other way round, loading would write every queue again and drop its messages. */
const keepIn = (persistence: Persistence, { sqsStore, snsStore, s3Store }: Stores): void => {
  persistence.load(sqsStore, snsStore, s3Store);
  sqsStore.persistence = persistence;
  for (const queue of sqsStore.allQueues()) {
    queue.persistence = persistence;
    releaseInFlight(queue);
  }
};

/**
 * Who had received these messages died with the process before: nobody will delete them, and nobody should wait for
 * their visibility time-out. Never 0: fauxqs would drop the message.
 */
const releaseInFlight = (queue: SqsQueue): void => {
  for (const receiptHandle of [...queue.inflightMessages.keys()]) queue.changeVisibility(receiptHandle, 1);
};
