/** The Chats table in memory: put-if-absent in batches, updates by version, a stream with both images. */

import { chatKey } from '../../shared/core/dynamo/keys.ts';
import { fromChatItem, toChatAttributes } from '../../shared/counting/chat-item.ts';
import {
  type ChatLedger,
  type ChatRef,
  type InsertOutcome,
  type LedgerEntry,
  refKey,
  type StoredChat,
} from '../../shared/counting/chat-ledger.port.ts';
import type { Environment } from './environment.ts';
import { rulesAt } from './rules-change.ts';
import type { Item, Stream } from './stream.ts';
import type { World } from './world.ts';

export type LedgerTable = {
  readonly port: (environment: Environment) => ChatLedger;
  readonly find: (ref: ChatRef) => StoredChat | undefined;
  readonly all: () => readonly StoredChat[];
  /** From now on items of this integration may go at any moment. */
  readonly startErasing: (integrationId: string) => void;
  /** Erases one item, as an operator does. */
  readonly remove: (ref: ChatRef) => void;
  /** The last contributions of every removed item. */
  readonly removed: () => readonly StoredChat[];
};

const SWEPT_JUST_NOW = 0.3;

type Watch = (stored: StoredChat, incarnation: number) => void;

export const createLedgerTable = (
  world: World,
  stream: Stream,
  onWrite: Watch,
  onRemoval: (stored: StoredChat) => void,
): LedgerTable => {
  /** Both as it is written and as it is read: decoded once, for it is read often. */
  const items = new Map<string, { readonly item: Item; readonly stored: StoredChat }>();
  const removed: StoredChat[] = [];
  const erasing = new Set<string>();

  const write = (entry: LedgerEntry, version: number, old: Item | undefined): void => {
    const item: Item = {
      ...chatKey(entry),
      version: { N: String(version) },
      ...toChatAttributes(entry),
    };
    const stored = fromChatItem(item);
    items.set(refKey(entry), { item, stored });
    const incarnation = removed.filter((one) => refKey(one) === refKey(entry)).length;
    onWrite(stored, incarnation);
    stream.append({ eventName: old ? 'MODIFY' : 'INSERT', key: refKey(entry), newImage: item, oldImage: old });
  };

  const remove = (ref: ChatRef): void => {
    const old = items.get(refKey(ref));
    if (!old) return;
    onRemoval(old.stored);
    items.delete(refKey(ref));
    removed.push(old.stored);
    stream.append({ eventName: 'REMOVE', key: refKey(ref), newImage: undefined, oldImage: old.item });
  };

  const putIfAbsent = (entry: LedgerEntry): InsertOutcome => {
    if (world.strikes(world.faults.throttling)) return 'unavailable';
    if (items.has(refKey(entry))) {
      // The sweep of an erasure reaches this very chat between the recorder's two calls.
      if (erasing.has(entry.integrationId) && world.strikes(SWEPT_JUST_NOW)) remove(entry);
      return 'already_there';
    }
    write(entry, 1, undefined);
    return 'inserted';
  };

  const find = (ref: ChatRef): StoredChat | undefined => items.get(refKey(ref))?.stored;

  const port = ({ call, bornAt }: Environment): ChatLedger => {
    const rules = rulesAt(world, bornAt);
    return {
      insert: (entries) =>
        call(
          'chats',
          () => `INSERT ${names(entries)}`,
          () => {
            refuseUnless(entries.length <= 25 && areDifferent(entries), world, 'INSERT of too much or of twice');
            return entries.map((entry) => putIfAbsent(rules(entry)));
          },
        ),
      read: (refs) =>
        call(
          'chats',
          () => `READ ${names(refs)}`,
          () => {
            refuseUnless(refs.length <= 100 && areDifferent(refs), world, 'READ of too much or of twice');
            return refs.flatMap((ref) => find(ref) ?? []);
          },
        ),
      update: (entry, version) =>
        call(
          'chats',
          () => `UPDATE ${names([entry])} if version ${version}`,
          () => {
            const current = find(entry);
            if (current?.version !== version) return { kind: 'overtaken', current };
            write(rules(entry), version + 1, items.get(refKey(entry))?.item);
            return { kind: 'updated' };
          },
        ),
    };
  };

  return {
    port,
    find,
    all: () => [...items.values()].map(({ stored }) => stored),
    startErasing: (integrationId) => void erasing.add(integrationId),
    remove,
    removed: () => removed,
  };
};

const names = (refs: readonly ChatRef[]): string =>
  refs.map(({ integrationId, chatId }) => `${integrationId}/${chatId}`).join(' ');

const areDifferent = (refs: readonly ChatRef[]): boolean => new Set(refs.map(refKey)).size === refs.length;

const refuseUnless = (isFine: boolean, world: World, what: string): void => {
  if (!isFine) world.fail(`the store refuses an ${what}`);
};
