/** A chat as a ledger item, there and back. */

import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { fromAttributes, toAttribute } from '../core/plain-attributes.ts';
import type { LedgerEntry, StoredChat } from './chat-ledger.port.ts';
import { contributionsSchema } from './stored-contributions.ts';

type Item = Record<string, AttributeValue>;

/**
 * The version of the shape; a reader of another version must say so. Only an item with rows of a report is of the second:
 * a recorder of the first would leave them out of what it writes back.
 */
const SCHEMAS = { live: 1, withReport: 2 } as const;

const text = z.string();
const instant = z.int();
const receipt = z.object({ at: instant, keyId: text.exactOptional() });
const ending = { at: instant, eventId: text, receipt: receipt.exactOptional() };

const liveSchema = z.object({
  resolved: z.object(ending).exactOptional(),
  resolvedInGroup: z.object({ ...ending, group: z.object({ id: text.exactOptional(), name: text }) }).exactOptional(),
  deleted: z.object(ending).exactOptional(),
  markedSpam: z.object(ending).exactOptional(),
  createdAt: instant.exactOptional(),
  creationReceipt: receipt.exactOptional(),
});
const chatSchema = liveSchema.extend({ reported: liveSchema.exactOptional() });

const itemSchema = z.object({
  integrationId: text,
  chatId: text,
  schema: z.literal(Object.values(SCHEMAS)),
  version: z.int(),
  chat: chatSchema,
  contributions: contributionsSchema,
});

/** The attributes that are written with every version of the item, beside its key. */
export const toChatAttributes = ({
  chat,
  contributions,
}: LedgerEntry): Readonly<Record<'schema' | 'chat' | 'contributions', AttributeValue>> => ({
  schema: toAttribute(chat.reported ? SCHEMAS.withReport : SCHEMAS.live),
  chat: toAttribute(chat),
  contributions: toAttribute(contributions),
});

/** Throws when the item is not of this shape: a later version of us wrote it, our bug, or a hand at the table. */
export const fromChatItem = (item: Item): StoredChat => {
  const parsed = itemSchema.safeParse(fromAttributes(item));
  if (!parsed.success) throw new UnreadableChatItemError(item['schema']?.N, parsed.error);
  const { schema: _, ...stored } = parsed.data;
  return stored;
};

/** Nothing is written over such an item; the messages about its chat come again, until somebody reads the error. */
export class UnreadableChatItemError extends Error {
  override readonly name = 'UnreadableChatItemError';
  readonly schema: string | undefined;
  constructor(schema: string | undefined, cause: unknown) {
    super(`A ledger item is of no schema that this version reads. After a roll back, deploy the later version again.`, {
      cause,
    });
    this.schema = schema;
  }
}
