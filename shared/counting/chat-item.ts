/** A chat as a ledger item, there and back. */

import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { fromAttributes, toAttribute } from '../core/plain-attributes.ts';
import type { LedgerEntry, StoredChat } from './chat-ledger.port.ts';
import { contributionsSchema } from './stored-contributions.ts';

type Item = Record<string, AttributeValue>;

/** The version of this shape; a reader of another version must say so. */
export const CHAT_ITEM_SCHEMA = 1;

const text = z.string();
const instant = z.int();
const ending = { at: instant, eventId: text };

const chatSchema = z.object({
  resolved: z.object(ending).exactOptional(),
  resolvedInGroup: z.object({ ...ending, group: z.object({ id: text.exactOptional(), name: text }) }).exactOptional(),
  deleted: z.object(ending).exactOptional(),
  markedSpam: z.object(ending).exactOptional(),
  createdAt: instant.exactOptional(),
});

const itemSchema = z.object({
  integrationId: text,
  chatId: text,
  schema: z.literal(CHAT_ITEM_SCHEMA),
  version: z.int(),
  chat: chatSchema,
  contributions: contributionsSchema,
});

/** The attributes that are written with every version of the item, beside its key. */
export const toChatAttributes = ({
  chat,
  contributions,
}: LedgerEntry): { readonly chat: AttributeValue; readonly contributions: AttributeValue } => ({
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
    super(`A ledger item is not of schema ${CHAT_ITEM_SCHEMA}. After a roll back, deploy the later version again.`, {
      cause,
    });
    this.schema = schema;
  }
}
