import fc from 'fast-check';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { readCells, UnreadableReportError } from '../../../shared/recovery/read-report.ts';
import { isReopened, toCreationRow, toReportRow } from '../../../shared/recovery/report-columns.ts';
import { filesIn, ReportTooLargeError } from '../../../shared/recovery/report-file.ts';
import type { ReportKind } from '../../../shared/recovery/report-row.ts';
import { at } from '../../support/events.ts';

async function* cut(bytes: Uint8Array, size = 7): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
}

const collect = async <T>(items: AsyncIterable<T>): Promise<readonly T[]> => {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
};

const cellsIn = async (file: string | Uint8Array, kind: ReportKind = 'Conversation-Resolved', size?: number) =>
  collect(readCells(kind, cut(typeof file === 'string' ? strToU8(file) : file, size)));

const rowsIn = async (...args: Parameters<typeof cellsIn>) => (await cellsIn(...args)).map(toReportRow);

const ROW = { chatId: 'c-1', at: at('09:14:03'), group: { id: 'g-7', name: 'Sales' } };

describe('a report of resolutions', () => {
  it.each([
    ['as it is documented', 'conversation_id,created_at,group_id,group_name\nc-1,2026-11-22 09:14:03.0,g-7,Sales\n'],
    ['with titles', 'Conversation ID,Agent Name,Resolved At,Group ID,Group Name\nc-1,A,2026-11-22T09:14:03Z,g-7,Sales'],
    ['in camel case', 'conversationId,groupId,groupName,resolvedAt\r\nc-1,g-7,Sales,2026-11-22 09:14:03\r\n'],
    [
      'with a byte order mark',
      '\ufeffconversation_id,created_at,group_id,group_name\nc-1,2026-11-22 09:14:03,g-7,Sales',
    ],
    [
      'known by its interaction only',
      'interaction_id,created_at,group_id,group_name\nc-1,2026-11-22 09:14:03,g-7,Sales',
    ],
    [
      'whose texts have lines',
      'conversation_id,message,created_at,group_id,group_name\nc-1,"a\n""b"",\nc",2026-11-22 09:14:03,g-7,"Sales"\n',
    ],
    [
      'with times in another zone',
      'conversation_id,created_at,group_id,group_name\nc-1,2026-11-22 14:44:03+0530,g-7,Sales',
    ],
  ])('%s', async (_, file) => expect(await rowsIn(file)).toEqual([ROW]));

  it('drops what it says of people', async () => {
    const file = 'conversation_id,agent_name,user_email,created_at\nc-1,Ann,ann@example.com,2026-11-22 09:14';
    expect(await cellsIn(file)).toEqual([{ chatId: 'c-1', at: '2026-11-22 09:14' }]);
  });

  it.each(['', 'null', ' - ', '\u200b'])('without a group where it is called %j', async (name) => {
    const file = `conversation_id,created_at,group_id,group_name\nc-1,2026-11-22 09:14:03,g-7,${name}\n`;
    expect(await rowsIn(file)).toEqual([{ chatId: 'c-1', at: ROW.at }]);
  });

  it('keeps its other rows beside one that cannot be used', async () => {
    const file = 'conversation_id,created_at\n,2026-11-22 09:14\nc-2,yesterday\nc-3\nc-1,2026-11-22 09:14:03\n';
    expect(await rowsIn(file)).toEqual([undefined, undefined, undefined, { chatId: 'c-1', at: ROW.at }]);
  });

  it('may be empty', async () => expect(await rowsIn('conversation_id,created_at\n')).toEqual([]));
});

describe('a report of creations', () => {
  it('tells which ones were reopened', async () => {
    const file = 'conversation_id,created_at,reopened\nc-1,2026-11-22 09:14:03,false\nc-2,2026-11-22 09:14:03,true';
    const cells = await cellsIn(file, 'Conversation-Created');
    expect(cells.map(isReopened)).toEqual([false, true]);
    expect(cells.map(toCreationRow)).toEqual(['c-1', 'c-2'].map((chatId) => ({ chatId, at: ROW.at })));
  });
});

describe('a report in a ZIP', () => {
  const csv = (ids: readonly string[]) =>
    strToU8(`conversation_id,created_at\n${ids.map((id) => `${id},2026-11-22 09:14:03`).join('\n')}\n`);

  it('may hold several files, each with a header of its own', async () => {
    const zip = zipSync({ 'a/': new Uint8Array(), 'a/1.csv': csv(['c-1', 'c-2']), 'b.csv': csv(['c-3']) });
    expect((await rowsIn(zip)).map((row) => row?.chatId)).toEqual(['c-1', 'c-2', 'c-3']);
  });

  it('reads the same however it is cut, packed or not', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.uuid(), { minLength: 1, maxLength: 200 }),
        fc.integer({ min: 1, max: 5_000 }),
        fc.constantFrom(0 as const, 6 as const),
        async (ids, size, level) => {
          const zip = zipSync({ 'report.csv': csv(ids) }, { level });
          expect((await rowsIn(zip, 'Conversation-Resolved', size)).map((row) => row?.chatId)).toEqual(ids);
          expect(await rowsIn(csv(ids), 'Conversation-Resolved', size)).toHaveLength(ids.length);
        },
      ),
      { numRuns: 30 },
    ));

  it('that unpacks to too much is left', async () => {
    const bomb = zipSync({ 'report.csv': new Uint8Array(3_000_000) });
    const read = async (bytes: Uint8Array) => {
      for await (const file of filesIn(cut(bytes, 1_000), 1_000_000)) await collect(file);
    };
    await expect(read(bomb)).rejects.toThrow(ReportTooLargeError);
    await expect(read(new Uint8Array(1_000_001))).rejects.toThrow(ReportTooLargeError);
  });
});

describe('what is no report', () => {
  const zip = zipSync({ 'report.csv': strToU8('conversation_id,created_at\nc-1,2026-11-22 09:14:03\n'.repeat(99)) });
  it.each([
    ['a web page', strToU8('<!doctype html><title>Sign in</title>')],
    ['another report', strToU8('agent_id,created_at\na-1,2026-11-22 09:14\n')],
    ['half a ZIP', zip.subarray(0, zip.length / 4)],
    ['a spoiled ZIP', zip.map((byte, index) => (index > 45 && index < 60 ? 255 : byte))],
    ['a quote without an end', strToU8(`conversation_id,created_at\n"${'x'.repeat(1_100_000)}`)],
  ])('%s', async (_, bytes) => {
    await expect(cellsIn(bytes, 'Conversation-Resolved', 65_536)).rejects.toThrow(UnreadableReportError);
  });

  it('an answer that breaks off says so itself', async () => {
    async function* broken() {
      yield strToU8('conversation_id,created_at\n');
      throw new TypeError('terminated');
    }
    await expect(collect(readCells('Conversation-Resolved', broken()))).rejects.toThrow(TypeError);
  });
});
