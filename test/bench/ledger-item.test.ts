/** A write of up to 1 KB is one unit: what a ledger item must not exceed. */

import { expect, test } from 'vitest';
import { itemBytes } from '../../bench/items.ts';
import { chatOf, joinChat } from '../../shared/counting/chat.ts';
import { entryOf, toImage } from '../support/changes.ts';
import { at, deleted, HOUR_MS, markedSpam, resolved } from '../support/events.ts';

const ONE_UNIT = 1_024;

const chatId = '0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9';
const group = 'Support Deutschland, 2nd level';
const groupId = '7f3a9c10-4e5f-6071-8293-a4b5c6d7e8f9';

test('a chat of which every kind of end is known, with the receipt of each, is one write unit', () => {
  const events = [
    resolved({ chatId, group, groupId, createdAt: at('09:14') - 20 * HOUR_MS }),
    deleted({ chatId, occurredAt: at('10:00') }),
    markedSpam({ chatId, occurredAt: at('11:00') }),
  ] as const;
  const receipt = { at: at('12:00'), keyId: '7Yk2Lm0pQr5t' };
  const chat = events.map((event) => chatOf(event, receipt)).reduce(joinChat);
  const entry = entryOf(chat, { chatId, integrationId: 'account-12.7Yk2Lm0pQr5t' });
  expect(itemBytes(toImage(entry))).toBeLessThan(ONE_UNIT);
  expect(JSON.stringify(toImage(entry)).match(/eceipt"/g)).toHaveLength(5);
});
