/** Builders of ledger changes and of the stream records that carry them. */

import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { type Chat, chatOf, joinChat, type Receipt } from '../../shared/counting/chat.ts';
import { toChatAttributes } from '../../shared/counting/chat-item.ts';
import type { LedgerEntry } from '../../shared/counting/chat-ledger.port.ts';
import { type Contribution, contributionsOf } from '../../shared/counting/contributions.ts';
import { padSequenceNumber } from '../../shared/counting/sequence-number.ts';
import type { LedgerChange } from '../../shared/counting/tally-contacts.ts';
import type { TerminalEvent } from '../../shared/counting/terminal-event.ts';
import { NOW } from './events.ts';
import { INTEGRATION } from './messages.ts';

export const SHARD = 'shardId-00000001795334400000-0a1b2c3d';

/** When the ledger took the changes, by the stream's clock. */
export const WRITTEN_AT = 1_795_334_400_000;

export const sequenceNumber = (number: number | bigint): string => padSequenceNumber(String(number));

/** A chat from its events; fails on none, for such a chat has no place in the ledger. */
export const chatFrom = (first: TerminalEvent, ...more: readonly TerminalEvent[]): Chat =>
  more.map((event) => chatOf(event)).reduce(joinChat, chatOf(first));

/** How `eventsMessage` is received. */
const RECEIPT: Receipt = { at: NOW, keyId: 'key-1' };

/** A chat as the recorder makes it from such messages. */
export const recordedChat = (first: TerminalEvent, ...more: readonly TerminalEvent[]): Chat =>
  more.map((event) => chatOf(event, RECEIPT)).reduce(joinChat, chatOf(first, RECEIPT));

export const entryOf = (chat: Chat, { chatId = 'chat-1', integrationId = INTEGRATION } = {}): LedgerEntry => ({
  integrationId,
  chatId,
  chat,
  contributions: contributionsOf(chat),
});

/** One contact of one queue and hour. */
export const one = (queue: string, options: Partial<Contribution> = {}): Contribution => ({
  hour: '2026-11-22T09:00:00Z',
  queue,
  measures: { contacts: 1, contacts00: 1 },
  ...options,
});

export const change = (
  number: number | bigint,
  after: readonly Contribution[],
  before: readonly Contribution[] = [],
  integrationId: string = INTEGRATION,
): LedgerChange => ({
  kind: 'change',
  sequenceNumber: sequenceNumber(number),
  writtenAt: WRITTEN_AT,
  integrationId,
  before,
  after,
});

export const toImage = (entry: LedgerEntry, version = 1): Record<string, AttributeValue> => ({
  ...marshall({ integrationId: entry.integrationId, chatId: entry.chatId, version }),
  ...toChatAttributes(entry),
});

/** A record as Lambda hands it over: INSERT without an old image, else MODIFY. */
export const streamRecord = (
  number: number | bigint | string,
  after: Record<string, AttributeValue>,
  before?: Record<string, AttributeValue>,
) => ({
  eventID: `event-${number}`,
  eventName: before ? 'MODIFY' : 'INSERT',
  eventVersion: '1.1',
  eventSource: 'aws:dynamodb',
  awsRegion: 'eu-central-1',
  eventSourceARN: 'arn:aws:dynamodb:eu-central-1:123456789012:table/Chats/stream/2026-11-22T00:00:00.000',
  dynamodb: {
    ApproximateCreationDateTime: WRITTEN_AT / 1_000,
    Keys: { integrationId: after['integrationId'], chatId: after['chatId'] },
    SequenceNumber: String(number),
    SizeBytes: 200,
    StreamViewType: 'NEW_AND_OLD_IMAGES',
    NewImage: after,
    ...(before && { OldImage: before }),
  },
});
